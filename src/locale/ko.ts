/** Korean: 합니다·하세요, nouns on buttons, names with 님. 통화, 호스트, 음소거, 화면 공유, 전체 링크. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('ko');

const others = plural({ other: '다른 #명' });
const people = (names: readonly string[]) =>
  list(
    names.map((name) => `${name}님`),
    others,
  );

const INVITATION = '초대가 없거나 만료되었습니다. 호스트에게 새 초대를 요청하세요.';

addLanguage('ko', {
  // Lobby
  joinRoom: (room) => `${room} 참여`,
  join: '참여',
  joining: '참여하는 중…',
  here: (names) => `참여 중: ${people(names)}`,
  nobodyHere: '아직 아무도 없습니다.',
  awaitsSecret: '이 통화의 키를 기다리는 중입니다.',
  beforeJoin: '참여하기 전에는 아무도 나를 보거나 들을 수 없습니다.',
  start: '카메라와 마이크 확인',
  startHint: '브라우저에서 권한을 요청합니다.',
  yourName: '이름',
  waiting: '참여 승인을 기다리는 중…',
  waitingHint: '호스트가 수락하면 바로 참여합니다.',
  cancel: '취소',

  // People
  guest: '게스트',
  you: '나',
  screenOf: (name) => `${name}님의 화면`,
  yourScreen: '내 화면',
  muted: '마이크 꺼짐',
  barred: '호스트가 음소거함',
  locked: '잠김',
  handUp: '손듦',
  link: { connecting: '연결 중', reconnecting: '다시 연결 중', unreachable: '연결할 수 없음' },
  poor: '연결 상태 나쁨',
  pin: (name) => `${name}님 고정`,
  people: plural({ other: '#명' }),
  joined: (names) => `참여함: ${people(names)}`,
  left: (names) => `나감: ${people(names)}`,
  safety: { verified: '확인됨', 'trusted-server': '암호화됨', unverified: '확인되지 않음' },

  // Pages of tiles
  pages: '페이지',
  previousPage: '이전 페이지',
  nextPage: '다음 페이지',
  pageOf: (page, pages) => `${pages}페이지 중 ${page}페이지`,

  // Controls
  controls: '통화 컨트롤',
  microphone: { name: '마이크', on: '음소거', off: '음소거 해제' },
  camera: { name: '카메라', on: '카메라 끄기', off: '카메라 켜기' },
  screen: { name: '화면 공유', on: '공유 중지', off: '화면 공유' },
  hand: { name: '손들기', on: '손 내리기', off: '손들기' },
  chat: '채팅',
  unread: plural({ other: '채팅, 읽지 않은 메시지 #개' }),
  devices: '기기',
  host: '호스트 컨트롤',
  leave: '나가기',
  more: '더보기',

  // Alone
  alone: '다른 참여자가 없습니다',
  invite: '이 링크를 공유해 다른 사람을 초대하세요.',
  copy: '링크 복사',
  copied: '링크를 복사했습니다',
  copyKeys: (keys) => `${keys} 키를 눌러 링크를 복사하세요.`,
  copyTouch: '링크를 길게 눌러 복사하세요.',

  // Notices
  soundOff: '브라우저가 소리를 일시중지했습니다.',
  soundOn: '소리 켜기',
  read: '읽기',
  asking: '브라우저에서 카메라와 마이크 권한을 요청합니다. 주소 표시줄에서 응답하거나 없이 계속하세요.',
  reconnecting: '다시 연결하는 중… 통화는 계속됩니다.',
  youLeft: '통화에서 나갔습니다',

  // Chat
  close: '닫기',
  noMessages: '아직 메시지가 없습니다',
  noMessagesHint: '메시지는 이 통화의 참여자에게 직접 전달되며 저장되지 않습니다.',
  messages: '메시지',
  newMessages: '새 메시지',
  writeEveryone: '모두에게 메시지 보내기',
  writeTo: (name) => `${name}님에게만 메시지 보내기`,
  to: '받는 사람',
  everyone: '모두',
  send: '보내기',
  onlyYou: '나에게만',
  onlyTo: (name) => `${name}님에게만`,
  passedOn: (name) => `${name}님이 전달함`,
  somebody: '나간 참여자',
  tooLong: '메시지가 너무 깁니다. 나누어 보내세요.',
  notSent: '메시지를 보낼 수 없습니다. 다시 시도하세요.',
  react: '반응 보내기',

  // Moderation
  knocks: (name) => `${name}님이 기다리는 중`,
  knockCount: plural({ other: '#명이 기다리는 중' }),
  admit: '수락',
  admitName: (name) => `${name}님 수락`,
  refuse: '거절',
  refuseName: (name) => `${name}님 거절`,
  actionsFor: (name) => `${name}님에 대한 작업`,
  mutePerson: '모두에게 음소거',
  unmutePerson: '음소거 해제 허용',
  remove: '통화에서 내보내기…',
  removeQuestion: (name) => `${name}님을 통화에서 내보낼까요?`,
  removeOnly: '내보내기',
  removeAndBan: '내보내고 차단',
  lockRoom: '방 잠그기',
  unlockRoom: '방 잠금 해제',
  endForAll: '모두의 통화 종료',
  endForAllAsk: '모두의 통화 종료…',
  endQuestion: '모두의 통화를 종료할까요?',
  youAreMuted: '호스트가 내 마이크를 음소거했습니다.',
  notLetIn: '호스트가 참여를 수락하지 않았습니다.',

  // Problems
  device: {
    denied: (d) => `브라우저에서 차단함: ${d}.`,
    dismissed: (d) => `아직 허용하지 않음: ${d}. 없이 계속할 수 있습니다.`,
    'not-found': (d) => `찾을 수 없음: ${d}. 기기를 연결하거나 없이 계속하세요.`,
    'in-use': (d) => `다른 앱에서 사용 중: ${d}. 그 앱을 닫고 다시 시도하세요.`,
    constraints: (d) => `여기서 사용할 수 없음: ${d}. 다른 기기를 선택하세요.`,
    insecure: (d) => `${d} 사용은 보안 페이지(https)에서만 가능합니다.`,
    policy: (d) => `이 페이지에서는 ${d} 사용이 허용되지 않습니다.`,
    unknown: (d) => `시작할 수 없음: ${d}. 다시 시도하세요.`,
  },
  permissionHelp: {
    chrome: '주소 옆의 아이콘을 클릭한 다음 액세스를 허용하세요.',
    edge: '주소 옆의 자물쇠를 클릭한 다음 액세스를 허용하세요.',
    firefox: '주소 표시줄의 줄 그어진 아이콘을 클릭한 다음 차단을 해제하세요.',
    safari: 'Safari 메뉴에서 이 웹 사이트의 설정을 열고 액세스를 허용하세요.',
    android: '주소 옆의 아이콘을 탭하고 ‘권한’을 열어 액세스를 허용하세요.',
    ios: '주소 옆의 페이지 메뉴를 탭하고 웹 사이트 설정을 열어 액세스를 허용하세요.',
    other: '주소 표시줄에서 허용하세요.',
  },
  deviceNames: { microphone: '마이크', camera: '카메라', both: '카메라 및 마이크' },
  replaced: (used, gone) => `${gone && `연결 해제됨: ${gone}. `}현재 사용 중: ${used}.`,
  screenFailed: '화면을 공유할 수 없습니다. 시스템 설정에서 화면 녹화를 허용하세요.',
  screenPolicy: '이 페이지에서는 화면 공유가 허용되지 않습니다.',
  errors: {
    'room-missing': '이 페이지에 참여할 통화가 지정되어 있지 않습니다. 페이지 소유자에게 알려 주세요.',
    'room-invalid': '이 링크는 통화로 연결되지 않습니다. 링크를 다시 요청하세요.',
    'server-missing': '이 페이지는 아직 통화용으로 설정되지 않았습니다. 페이지 소유자에게 알려 주세요.',
    'server-unreachable': '서버에 연결할 수 없습니다. 연결 상태를 확인하세요.',
    'browser-unsupported':
      '이 브라우저는 영상 통화를 지원하지 않습니다. 다른 브라우저에서 이 페이지를 여세요.',
    'insecure-context': '통화하려면 보안 페이지가 필요합니다. 이 페이지를 https로 여세요.',
    'room-full': '통화 인원이 가득 찼습니다. 누군가 나간 후 다시 시도하세요.',
    'room-locked': '통화가 잠겨 있습니다. 참여 중인 사람에게 잠금 해제를 요청하세요.',
    'room-ended': '통화가 종료되었습니다.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: '이 작업을 할 권한이 없습니다. 호스트에게 문의하세요.',
    kicked: '호스트가 나를 통화에서 내보냈습니다.',
    replaced: '다른 창에서 이 통화에 참여했습니다.',
    'rate-limited': '시도 횟수가 너무 많습니다. 잠시 기다린 후 다시 시도하세요.',
    'bad-message': '페이지가 최신 상태가 아닙니다. 새로고침하세요.',
    'peer-unreachable': '일부 참여자에게 연결할 수 없습니다. 계속 시도합니다.',
    'not-joined': '통화에 참여하고 있지 않습니다.',
    cancelled: '참여를 취소했습니다.',
    'verification-failed': '이 통화에서 확인할 수 없는 항목이 있어 무시했습니다.',
    internal: '문제가 발생했습니다. 다시 시도하세요.',
  },
  forOwner: {
    'room-missing': '페이지 소유자에게: 요소에 방을 지정해야 합니다.',
    'room-invalid':
      '페이지 소유자에게: 방 이름은 1~64자이며 영문자 a~z, 숫자, -, _를 쓸 수 있습니다. 영문자나 숫자로 시작합니다.',
    'server-missing': '페이지 소유자에게: 요소에 서버를 지정해야 합니다.',
  },
  pageChanged: '이 페이지의 다른 스크립트가 통화를 방해합니다. 페이지 소유자에게 알려 주세요.',
  misspelled: '이 페이지의 통화 보호 설정이 잘못되었습니다. 페이지 소유자에게 알려 주세요.',
  misspelledForOwner: ({ given, instead }) =>
    `페이지 소유자에게: 요소는 ‘${given}’ 이름을 읽지 않습니다. 올바른 이름: ${instead}.`,
  attempt: (count) => `계속 시도하는 중입니다(${count}번째).`,
  keys: {
    missing: '이 통화에 필요한 키가 링크에 없습니다. 전체 링크를 요청하세요.',
    other: '링크의 키가 이 통화의 키와 다릅니다. 링크를 다시 요청하세요.',
    unused: '링크에 키가 있지만 다른 참여자는 키 없이 참여했습니다. 내 링크를 보내 주세요.',
    malformed: '링크의 키가 완전하지 않습니다. 전체 링크를 요청하세요.',
  },
  numbersChanged: (name) => `${name}님의 보안 번호가 바뀌었습니다. 다시 비교하세요.`,
  safetyAbout: {
    verified: '전체 링크가 있는 사람만 참여할 수 있습니다. 서버는 전달하는 내용을 읽거나 바꿀 수 없습니다.',
    'trusted-server':
      '영상과 소리는 나와 다른 참여자 사이에서 암호화됩니다. 중간에 아무도 없는지 확인하려면 이 번호를 서로 읽어 주세요. 번호가 같아야 합니다.',
  },
  hasSecret: '확인됨',
  speaker: '스피커',
  tryAgain: '다시 시도',
  joinAgain: '다시 참여',
  joinHere: '여기서 참여',
  reload: '새로고침',
  details: '세부정보',
  lasted: (duration) => `통화 시간: ${duration}`,
  openSecurely: '보안 페이지 열기',

  // Statistics
  connection: '연결',
  connectionLevel: { good: '좋음', fair: '보통', poor: '나쁨', lost: '끊김', unknown: '측정 중…' },
  connectionPath: { direct: '직접', relayed: '릴레이 경유', unknown: '…' },
  path: '경로',
  roundTrip: '왕복 시간',
  packetLoss: '패킷 손실',
  receiving: '수신',
  sending: '송신',
  framesPerSecond: (count) => `${count}fps`,
  soundOnly: '소리만',

  // Announcements
  youJoined: '통화에 참여했습니다',
  handRaised: (name) => `${name}님이 손을 들었습니다`,
  screenStarted: (name) => `${name}님이 화면을 공유합니다`,
  screenEnded: (name) => `${name}님이 화면 공유를 중지했습니다`,
  linkLost: (name) => `${name}님과의 연결이 끊겼습니다`,
  linkBack: (name) => `${name}님과 다시 연결되었습니다`,
  reacted: (name, emoji) => `${name}님의 반응: ${emoji}`,

  // Helpful moments
  reactions: '반응',
  mutedSpeech: '마이크가 꺼져 있어 다른 사람에게 들리지 않습니다.',
  sharing: '화면을 공유하고 있습니다.',
  youAreBack: '연결이 끊겼다가 통화에 다시 참여했습니다.',
  volume: '음량',
  volumeHint: '나에게만 적용',
});
