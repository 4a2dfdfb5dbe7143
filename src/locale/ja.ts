/** Japanese: です・ます, nouns on buttons, names with さん. 通話、ホスト、ミュート、画面を共有、完全なリンク。 */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('ja');

/** In place of a name; it gets no さん. */
const GONE = '退出した参加者';
const withSan = (name: string) => (name === GONE ? name : `${name} さん`);
const others = plural({ other: '他 # 人' });
const people = (names: readonly string[]) =>
  list(
    names.map((name) => `${name} さん`),
    others,
  );

const INVITATION = '招待がないか、有効期限が切れています。新しい招待をホストに依頼してください。';

addLanguage('ja', {
  // Lobby
  joinRoom: (room) => `${room} に参加`,
  join: '参加',
  joining: '参加しています…',
  here: (names) => `${people(names)}が通話中です`,
  nobodyHere: 'まだ誰もいません。',
  awaitsSecret: 'この通話の鍵を待っています。',
  beforeJoin: '参加するまで、映像と音声は誰にも届きません。',
  start: 'カメラとマイクを確認',
  startHint: 'ブラウザが許可を求めます。',
  yourName: '名前',
  waiting: '参加の許可を待っています…',
  waitingHint: 'ホストが許可すると、すぐに参加できます。',
  cancel: 'キャンセル',

  // People
  guest: 'ゲスト',
  you: '自分',
  screenOf: (name) => `${name} さんの画面`,
  yourScreen: '自分の画面',
  muted: 'マイクはオフです',
  barred: 'ホストによりミュート中',
  locked: 'ロック中',
  handUp: '挙手中',
  link: { connecting: '接続中', reconnecting: '再接続中', unreachable: '接続できません' },
  poor: '接続が不安定です',
  pin: (name) => `${name} さんを固定`,
  unpin: (name) => `${name} さんの固定を解除`,
  people: plural({ other: '# 人' }),
  joined: (names) => `${people(names)}が参加しました`,
  left: (names) => `${people(names)}が退出しました`,
  safety: { verified: '確認済み', 'trusted-server': '暗号化済み', unverified: '未確認' },

  // View
  view: '表示',
  layout: 'レイアウト',
  layouts: { auto: '自動', grid: 'グリッド', speaker: '話している人' },
  selfView: '自分の映像',
  selfViews: { tile: 'グリッド内', float: 'フローティング', hidden: '非表示' },
  fullScreen: '全画面表示',
  exitFullScreen: '全画面表示を終了',
  pip: 'ピクチャー イン ピクチャー',
  exitPip: 'ピクチャー イン ピクチャーを終了',
  inPip: '通話は別のウィンドウに表示されています',
  bringBack: 'ここに戻す',

  // Pages of tiles
  pages: 'ページ',
  previousPage: '前のページ',
  nextPage: '次のページ',
  pageOf: (page, pages) => `${pages} ページ中 ${page} ページ目`,

  // Controls
  controls: '通話の操作',
  microphone: { name: 'マイク', on: 'ミュート', off: 'ミュートを解除' },
  camera: { name: 'カメラ', on: 'カメラをオフにする', off: 'カメラをオンにする' },
  screen: { on: '共有を停止', off: '画面を共有' },
  hand: { on: '手を下げる', off: '手を挙げる' },
  chat: 'チャット',
  unread: plural({ other: 'チャット、未読 # 件' }),
  host: 'ホスト用の操作',
  leave: '退出',
  more: 'その他',
  withDetail: (label, detail) => `${label}：${detail}`,

  // Alone
  alone: '他の参加者はいません',
  invite: 'このリンクを共有して招待しましょう。',
  copy: 'リンクをコピー',
  copied: 'リンクをコピーしました',
  copyKeys: (keys) => `${keys} キーでリンクをコピーできます。`,
  copyTouch: 'リンクを長押しするとコピーできます。',

  // Inviting
  inviteControl: '招待',
  inviteTitle: '他の人を招待',
  shareLink: '共有…',
  qrCode: 'リンクの QR コード',

  // The list of people
  peopleControl: '参加者',
  peopleHere: '通話中',
  peopleWaiting: '参加待ち',
  handsUp: '挙手',
  selfNamed: (name) => `${name}（自分）`,
  microphoneOn: 'マイクはオンです',
  speaking: '発言中',
  cameraOn: 'カメラはオンです',
  cameraOff: 'カメラはオフです',
  sharesScreen: '画面を共有中',
  pinned: '固定中',
  goodConnection: '接続は良好です',
  fairConnection: '接続はやや不安定です',

  // Notices
  soundOff: 'ブラウザが音声を停止しました。',
  soundOn: '音声をオンにする',
  read: '読む',
  asking:
    'ブラウザがカメラとマイクの許可を求めています。アドレスバーで回答するか、カメラとマイクなしで続けてください。',
  reconnecting: '再接続しています… 通話は続いています。',
  youLeft: '通話から退出しました',

  // Chat
  close: '閉じる',
  noMessages: 'メッセージはまだありません',
  noMessagesHint: 'メッセージはこの通話の参加者に直接届きます。保存されません。',
  messages: 'メッセージ',
  newMessages: '新着メッセージ',
  writeEveryone: '全員にメッセージを送信',
  writeTo: (name) => `${name} さんだけにメッセージを送信`,
  to: '宛先',
  everyone: '全員',
  send: '送信',
  onlyYou: '自分宛てのみ',
  onlyTo: (name) => `${withSan(name)}宛てのみ`,
  passedOn: (name) => `${withSan(name)}経由`,
  somebody: GONE,
  tooLong: 'メッセージが長すぎます。分けて送信してください。',
  notSent: 'メッセージを送信できませんでした。もう一度お試しください。',

  // Settings and shortcuts
  settings: '設定',
  microphoneSettings: 'マイクの設定',
  cameraSettings: 'カメラの設定',
  switchCamera: 'カメラを切り替え',
  audio: '音声',
  video: '映像',
  general: '一般',
  nameFixed: '名前はこのサイトが設定しています。',
  microphoneLevel: 'マイクのレベル',
  noiseSuppression: '周囲の雑音を抑える',
  testSpeaker: 'テスト音を再生',
  mirrorVideo: '自分の映像を左右反転',
  backgroundBlur: '背景をぼかす',
  dataSaver: 'データセーバー',
  dataSavers: { off: 'オフ', small: '小さい映像', 'audio-only': '音声のみ' },
  soundEffects: '効果音',
  language: '言語',
  automatic: '自動',
  shortcuts: 'キーボードショートカット',
  shortcutsHint: 'ショートカットは通話中に使えます。文字の入力中は使えません。',
  spaceKey: 'スペース',
  shortcutNames: {
    talk: 'ミュート中に押している間だけ話す',
    microphone: 'ミュート／ミュート解除',
    camera: 'カメラをオン／オフ',
    hand: '手を挙げる／下げる',
    chat: 'チャットを開く／閉じる',
    fullscreen: '全画面表示を開始／終了',
    list: 'この一覧を表示',
  },

  // Moderation
  knocks: (name) => `${name} さんが待っています`,
  knockCount: plural({ other: '# 人が待っています' }),
  admit: '許可',
  admitName: (name) => `${name} さんの参加を許可`,
  refuse: '拒否',
  refuseName: (name) => `${name} さんの参加を拒否`,
  actionsFor: (name) => `${name} さんへの操作`,
  mutePerson: '全員に対してミュート',
  unmutePerson: 'ミュートの解除を許可',
  remove: '通話から削除…',
  removeQuestion: (name) => `${name} さんを通話から削除しますか？`,
  removeOnly: '削除',
  removeAndBan: '削除してブロック',
  lockRoom: '通話をロック',
  unlockRoom: '通話のロックを解除',
  endForAll: '全員の通話を終了',
  endForAllAsk: '全員の通話を終了…',
  endQuestion: '全員の通話を終了しますか？',
  youAreMuted: 'ホストによってミュートされました。',
  notLetIn: 'ホストが参加を許可しませんでした。',

  // Problems
  device: {
    denied: (d) => `ブラウザが${d}をブロックしています。`,
    dismissed: (d) => `${d}がまだ許可されていません。このまま続けることもできます。`,
    'not-found': (d) => `${d}が見つかりません。接続するか、このまま続けてください。`,
    'in-use': (d) => `別のアプリが${d}を使用しています。そのアプリを閉じて、もう一度お試しください。`,
    constraints: (d) => `この${d}はここでは使えません。別のデバイスを選んでください。`,
    insecure: (d) => `${d}は安全なページ（https）でのみ使えます。`,
    policy: (d) => `このページでは${d}の使用が許可されていません。`,
    unknown: (d) => `${d}を起動できませんでした。もう一度お試しください。`,
  },
  permissionHelp: {
    chrome: 'アドレスの横のアイコンをクリックして許可してください。',
    edge: 'アドレスの横の鍵アイコンをクリックして許可してください。',
    firefox: 'アドレスバーの斜線付きアイコンをクリックし、ブロックを解除してください。',
    safari: 'Safari メニューでこの Web サイトの設定を開いて許可してください。',
    android: 'アドレスの横のアイコンをタップし、「権限」を開いて許可してください。',
    ios: 'アドレスの横のページメニューをタップし、Web サイトの設定を開いて許可してください。',
    other: 'アドレスバーで許可してください。',
  },
  deviceNames: { microphone: 'マイク', camera: 'カメラ', both: 'カメラとマイク' },
  replaced: (used, gone) => `${gone && `${gone} の接続が切れました。`}現在は ${used} を使用しています。`,
  screenFailed: '画面を共有できませんでした。システム設定で画面収録を許可してください。',
  screenPolicy: 'このページでは画面の共有が許可されていません。',
  errors: {
    'room-missing': 'このページには参加する通話が指定されていません。ページの所有者にお知らせください。',
    'room-invalid': 'このリンクの通話は見つかりません。もう一度リンクを送ってもらってください。',
    'server-missing': 'このページはまだ通話用に設定されていません。ページの所有者にお知らせください。',
    'server-unreachable': 'サーバーに接続できません。接続を確認してください。',
    'browser-unsupported':
      'このブラウザはビデオ通話に対応していません。別のブラウザでこのページを開いてください。',
    'insecure-context': '通話には安全なページが必要です。このページを https で開いてください。',
    'room-full': 'この通話は満員です。誰かが退出してから、もう一度お試しください。',
    'room-locked': 'この通話はロックされています。参加中の人にロックの解除を依頼してください。',
    'room-ended': 'この通話は終了しました。',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'この操作の権限がありません。ホストにお問い合わせください。',
    kicked: 'ホストによって通話から削除されました。',
    replaced: '別のウィンドウでこの通話に参加しました。',
    'rate-limited': '試行回数が多すぎます。しばらく待ってから、もう一度お試しください。',
    'bad-message': 'このページは最新ではありません。再読み込みしてください。',
    'peer-unreachable': '一部の参加者に接続できません。引き続き接続を試みます。',
    'not-joined': '通話に参加していません。',
    cancelled: '参加をキャンセルしました。',
    'verification-failed': 'この通話の一部を確認できなかったため、無視しました。',
    internal: '問題が発生しました。もう一度お試しください。',
  },
  forOwner: {
    'room-missing': 'ページの所有者へ：要素にルームを指定してください。',
    'room-invalid':
      'ページの所有者へ：ルーム名は 1～64 文字で、a～z の英字、数字、-、_ を使えます。先頭は英字か数字です。',
    'server-missing': 'ページの所有者へ：要素にサーバーを指定してください。',
  },
  pageChanged: 'このページの別のスクリプトが通話を妨げています。ページの所有者にお知らせください。',
  misspelled: 'このページの通話を保護する設定に誤りがあります。ページの所有者にお知らせください。',
  misspelledForOwner: ({ given, instead }) =>
    `ページの所有者へ：要素は「${given}」を読み取りません。${instead} と書いてください。`,
  attempt: (count) => `接続を試みています（${count} 回目）。`,
  keys: {
    missing: 'この通話に必要な鍵がリンクに含まれていません。完全なリンクを送ってもらってください。',
    other: 'リンクの鍵がこの通話の鍵と異なります。もう一度リンクを送ってもらってください。',
    unused: 'リンクには鍵がありますが、他の参加者は鍵なしで参加しています。自分のリンクを送ってください。',
    malformed: 'リンクの鍵が不完全です。完全なリンクを送ってもらってください。',
  },
  numbersChanged: (name) => `${name} さんのセキュリティ番号が変わりました。もう一度比べてください。`,
  safetyAbout: {
    verified:
      '完全なリンクを持つ人だけが参加できます。接続のための情報を第三者が途中で読んだり変えたりすることはできません。',
    'trusted-server': '映像と音声は参加者との間で暗号化されています。',
  },
  compareNumbers:
    '第三者が割り込んでいないことを確かめるには、この番号を互いに読み上げてください。番号は一致している必要があります。',
  compareLater: '他の人が参加すると、照合用の番号がここに表示されます。',
  hasSecret: '確認済み',
  speaker: 'スピーカー',
  tryAgain: '再試行',
  joinAgain: 'もう一度参加',
  joinHere: 'ここで参加',
  reload: '再読み込み',
  details: '詳細',
  lasted: (duration) => `通話時間：${duration}`,
  openSecurely: '安全なページを開く',

  // Statistics
  connection: '接続',
  connectionLevel: { good: '良好', fair: '普通', poor: '不安定', lost: '切断', unknown: '測定中…' },
  connectionPath: { direct: '直接', relayed: 'リレー経由', unknown: '…' },
  path: '経路',
  roundTrip: '往復時間',
  packetLoss: 'パケット損失',
  receiving: '受信',
  sending: '送信',
  framesPerSecond: (count) => `${count} fps`,
  soundOnly: '音声のみ',

  // Announcements
  youJoined: '通話に参加しました',
  handRaised: (name) => `${name} さんが手を挙げました`,
  screenStarted: (name) => `${name} さんが画面を共有しています`,
  screenEnded: (name) => `${name} さんが画面の共有を停止しました`,
  linkLost: (name) => `${name} さんとの接続が切れました`,
  linkBack: (name) => `${name} さんとの接続が回復しました`,
  reacted: (name, emoji) => `${name} さんのリアクション：${emoji}`,

  // Helpful moments
  reactions: 'リアクション',
  mutedSpeech: 'マイクがオフです。声は相手に届いていません。',
  sharing: '画面を共有しています。',
  youAreBack: '接続が切れていましたが、通話に戻りました。',
  volume: '音量',
  volumeHint: '自分だけに適用されます',
});
