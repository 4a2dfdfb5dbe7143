/** Turkish: “siz” in sentences, short verbs on buttons, no suffixes on names. Görüşme, toplantı sahibi, ekran paylaşma, tam bağlantı. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('tr');

const others = plural({ one: '# kişi daha', other: '# kişi daha' });
const people = (names: readonly string[]) => list(names, others);

/** A device at the beginning of a sentence. */
const upper = (text: string) => text.charAt(0).toLocaleUpperCase('tr') + text.slice(1);

const INVITATION = 'Davetiniz eksik veya süresi dolmuş. Toplantı sahibinden yeni bir davet isteyin.';

addLanguage('tr', {
  // Lobby
  joinRoom: (room) => `${room} görüşmesine katıl`,
  join: 'Katıl',
  joining: 'Katılınıyor…',
  here: (names) => `${people(names)} görüşmede`,
  nobodyHere: 'Henüz kimse yok.',
  awaitsSecret: 'Bu görüşmenin anahtarı bekleniyor.',
  beforeJoin: 'Siz katılana kadar kimse sizi göremez veya duyamaz.',
  start: 'Kamera ve mikrofonu kontrol et',
  startHint: 'Tarayıcınız izin isteyecek.',
  yourName: 'Adınız',
  waiting: 'İçeri alınmanız bekleniyor…',
  waitingHint: 'Toplantı sahibi sizi içeri alır almaz katılacaksınız.',
  cancel: 'İptal',

  // People
  guest: 'Misafir',
  you: 'Siz',
  screenOf: (name) => `Ekran: ${name}`,
  yourScreen: 'Ekranınız',
  muted: 'Mikrofon kapalı',
  barred: 'Toplantı sahibi sessize aldı',
  locked: 'Kilitli',
  handUp: 'El kaldırıldı',
  link: { connecting: 'Bağlanıyor', reconnecting: 'Yeniden bağlanıyor', unreachable: 'Ulaşılamıyor' },
  poor: 'Zayıf bağlantı',
  pin: (name) => `Sabitle: ${name}`,
  unpin: (name) => `Sabitlemeyi kaldır: ${name}`,
  people: plural({ one: '# kişi', other: '# kişi' }),
  joined: (names) => `${people(names)} katıldı`,
  left: (names) => `${people(names)} ayrıldı`,
  safety: { verified: 'Doğrulandı', 'trusted-server': 'Şifreli', unverified: 'Doğrulanmadı' },

  // View
  view: 'Görünüm',
  layout: 'Düzen',
  layouts: { auto: 'Otomatik', grid: 'Izgara', speaker: 'Konuşmacı' },
  selfView: 'Görüntünüz',
  selfViews: { tile: 'Izgarada', float: 'Yüzen', hidden: 'Gizli' },
  fullScreen: 'Tam ekran',
  exitFullScreen: 'Tam ekrandan çık',
  pip: 'Pencere içinde pencere',
  exitPip: 'Pencere içinde pencere modundan çık',
  inPip: 'Görüşme başka bir pencerede',
  bringBack: 'Geri getir',

  // Pages of tiles
  pages: 'Sayfalar',
  previousPage: 'Önceki sayfa',
  nextPage: 'Sonraki sayfa',
  pageOf: (page, pages) => `Sayfa ${page}/${pages}`,

  // Controls
  controls: 'Görüşme denetimleri',
  microphone: { name: 'Mikrofon', on: 'Mikrofonu kapat', off: 'Mikrofonu aç' },
  camera: { name: 'Kamera', on: 'Kamerayı kapat', off: 'Kamerayı aç' },
  screen: { on: 'Paylaşımı durdur', off: 'Ekranı paylaş' },
  hand: { on: 'Eli indir', off: 'El kaldır' },
  chat: 'Sohbet',
  unread: plural({ one: 'Sohbet, # okunmamış mesaj', other: 'Sohbet, # okunmamış mesaj' }),
  host: 'Toplantı sahibi denetimleri',
  leave: 'Ayrıl',
  more: 'Diğer',
  withDetail: (label, detail) => `${label}: ${detail}`,

  // Alone
  alone: 'Burada yalnızca siz varsınız',
  invite: 'Başkalarını davet etmek için bu bağlantıyı paylaşın.',
  copy: 'Bağlantıyı kopyala',
  copied: 'Bağlantı kopyalandı',
  copyKeys: (keys) => `Bağlantıyı kopyalamak için ${keys} tuşlarına basın.`,
  copyTouch: 'Kopyalamak için bağlantıya dokunup basılı tutun.',

  // Inviting
  inviteControl: 'Davet et',
  inviteTitle: 'Başkalarını davet edin',
  shareLink: 'Paylaş…',
  qrCode: 'Bağlantının QR kodu',

  // The list of people
  peopleControl: 'Kişiler',
  peopleHere: 'Görüşmede',
  peopleWaiting: 'Katılmayı bekleyenler',
  handsUp: 'Kaldırılan eller',
  selfNamed: (name) => `${name} (siz)`,
  microphoneOn: 'Mikrofon açık',
  speaking: 'Konuşuyor',
  cameraOn: 'Kamera açık',
  cameraOff: 'Kamera kapalı',
  sharesScreen: 'Ekran paylaşıyor',
  pinned: 'Sabitlendi',
  goodConnection: 'İyi bağlantı',
  fairConnection: 'Orta bağlantı',

  // Notices
  soundOff: 'Tarayıcınız sesi duraklattı.',
  soundOn: 'Sesi aç',
  read: 'Oku',
  asking:
    'Tarayıcınız kamera ve mikrofon için izin istiyor. Adres çubuğundan yanıtlayın veya onlarsız devam edin.',
  reconnecting: 'Yeniden bağlanılıyor… Görüşmeniz sürüyor.',
  youLeft: 'Görüşmeden ayrıldınız',

  // Chat
  close: 'Kapat',
  noMessages: 'Henüz mesaj yok',
  noMessagesHint: 'Mesajlar doğrudan bu görüşmedeki kişilere gider. Saklanmaz.',
  messages: 'Mesajlar',
  newMessages: 'Yeni mesajlar',
  writeEveryone: 'Herkese mesaj',
  writeTo: (name) => `Yalnızca şu kişiye mesaj: ${name}`,
  to: 'Kime',
  everyone: 'Herkes',
  send: 'Gönder',
  onlyYou: 'yalnızca size',
  onlyTo: (name) => `yalnızca şu kişiye: ${name}`,
  passedOn: (name) => `${name} tarafından iletildi`,
  somebody: 'ayrılan biri',
  tooLong: 'Bu mesaj çok uzun. Parçalar hâlinde gönderin.',
  notSent: 'Bu mesaj gönderilemedi. Yeniden deneyin.',

  // Settings and shortcuts
  settings: 'Ayarlar',
  microphoneSettings: 'Mikrofon ayarları',
  cameraSettings: 'Kamera ayarları',
  switchCamera: 'Kamerayı değiştir',
  audio: 'Ses',
  video: 'Görüntü',
  general: 'Genel',
  nameFixed: 'Adınızı bu site belirliyor.',
  microphoneLevel: 'Mikrofon düzeyi',
  noiseSuppression: 'Arka plan gürültüsünü azalt',
  testSpeaker: 'Test sesi çal',
  mirrorVideo: 'Görüntümü aynala',
  backgroundBlur: 'Arka planı bulanıklaştır',
  dataSaver: 'Veri tasarrufu',
  dataSavers: { off: 'Kapalı', small: 'Daha küçük görüntü', 'audio-only': 'Yalnızca ses' },
  soundEffects: 'Ses efektleri',
  language: 'Dil',
  automatic: 'Otomatik',
  shortcuts: 'Klavye kısayolları',
  shortcutsHint: 'Kısayollar görüşme sırasında çalışır, yazarken çalışmaz.',
  spaceKey: 'Boşluk',
  shortcutNames: {
    talk: 'Mikrofon kapalıyken konuşmak için basılı tutun',
    microphone: 'Mikrofonu kapat veya aç',
    camera: 'Kamerayı aç veya kapat',
    hand: 'El kaldır veya indir',
    chat: 'Sohbeti aç veya kapat',
    fullscreen: 'Tam ekrana geç veya tam ekrandan çık',
    list: 'Bu listeyi göster',
  },

  // Moderation
  knocks: (name) => `${name} bekliyor`,
  knockCount: plural({ one: '# kişi bekliyor', other: '# kişi bekliyor' }),
  admit: 'İçeri al',
  admitName: (name) => `İçeri al: ${name}`,
  refuse: 'Reddet',
  refuseName: (name) => `Reddet: ${name}`,
  actionsFor: (name) => `İşlemler: ${name}`,
  mutePerson: 'Herkes için mikrofonunu kapat',
  unmutePerson: 'Mikrofonu açmasına izin ver',
  remove: 'Görüşmeden çıkar…',
  removeQuestion: (name) => `${name} görüşmeden çıkarılsın mı?`,
  removeOnly: 'Çıkar',
  removeAndBan: 'Çıkar ve engelle',
  lockRoom: 'Görüşmeyi kilitle',
  unlockRoom: 'Görüşmenin kilidini aç',
  endForAll: 'Herkes için bitir',
  endForAllAsk: 'Herkes için bitir…',
  endQuestion: 'Görüşme herkes için bitirilsin mi?',
  youAreMuted: 'Toplantı sahibi mikrofonunuzu kapattı.',
  notLetIn: 'Toplantı sahibi sizi içeri almadı.',

  // Problems
  device: {
    denied: (d) => `Tarayıcınız ${d} erişimini engelliyor.`,
    dismissed: (d) => `Henüz ${d} erişimine izin vermediniz. Bu olmadan devam edebilirsiniz.`,
    'not-found': (d) => `${upper(d)} bulunamadı. Bir cihaz bağlayın veya cihazsız devam edin.`,
    'in-use': (d) =>
      `${upper(d)} başka bir uygulama tarafından kullanılıyor. O uygulamayı kapatıp yeniden deneyin.`,
    constraints: (d) => `${upper(d)} burada çalışmıyor. Başka bir cihaz seçin.`,
    insecure: (d) => `${upper(d)} yalnızca güvenli sayfalarda (https) çalışır.`,
    policy: (d) => `Bu sayfa ${d} kullanımına izin vermiyor.`,
    unknown: (d) => `${upper(d)} başlatılamadı. Yeniden deneyin.`,
  },
  permissionHelp: {
    chrome: 'Adresin yanındaki simgeye tıklayıp erişime izin verin.',
    edge: 'Adresin yanındaki kilide tıklayıp erişime izin verin.',
    firefox: 'Adres çubuğundaki üstü çizili simgeye tıklayıp engeli kaldırın.',
    safari: 'Safari menüsünde bu web sitesinin ayarlarını açıp erişime izin verin.',
    android: 'Adresin yanındaki simgeye dokunun, “İzinler” bölümünü açıp erişime izin verin.',
    ios: 'Adresin yanındaki sayfa menüsüne dokunun, web sitesi ayarlarını açıp erişime izin verin.',
    other: 'Adres çubuğundan erişime izin verin.',
  },
  deviceNames: { microphone: 'mikrofon', camera: 'kamera', both: 'kamera ve mikrofon' },
  replaced: (used, gone) => `${gone && `${gone} bağlantısı kesildi. `}Şu anda kullanılan: ${used}.`,
  screenFailed: 'Ekranınız paylaşılamadı. Sistem ayarlarından ekran kaydına izin verin.',
  screenPolicy: 'Bu sayfa ekran paylaşımına izin vermiyor.',
  errors: {
    'room-missing': 'Bu sayfa hangi görüşmeye katılacağınızı belirtmiyor. Lütfen sayfanın sahibine bildirin.',
    'room-invalid': 'Bu bağlantı bir görüşmeye açılmıyor. Bağlantıyı yeniden isteyin.',
    'server-missing': 'Bu sayfa henüz görüşmeler için ayarlanmamış. Lütfen sayfanın sahibine bildirin.',
    'server-unreachable': 'Sunucuya ulaşılamıyor. Bağlantınızı kontrol edin.',
    'browser-unsupported':
      'Bu tarayıcı görüntülü görüşmeyi desteklemiyor. Sayfayı başka bir tarayıcıda açın.',
    'insecure-context': 'Görüşmeler için güvenli bir sayfa gerekir. Bu sayfayı https ile açın.',
    'room-full': 'Bu görüşme dolu. Biri ayrıldığında yeniden deneyin.',
    'room-locked': 'Bu görüşme kilitli. Görüşmedeki birinden kilidi açmasını isteyin.',
    'room-ended': 'Bu görüşme sona erdi.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Bunu yapma izniniz yok. Toplantı sahibine sorun.',
    kicked: 'Toplantı sahibi sizi görüşmeden çıkardı.',
    replaced: 'Bu görüşmeye başka bir pencerede katıldınız.',
    'rate-limited': 'Çok fazla deneme yapıldı. Biraz bekleyip yeniden deneyin.',
    'bad-message': 'Bu sayfa güncel değil. Yeniden yükleyin.',
    'peer-unreachable': 'Görüşmedeki birine ulaşılamıyor. Denemeyi sürdüreceğiz.',
    'not-joined': 'Bir görüşmede değilsiniz.',
    cancelled: 'Katılma iptal edildi.',
    'verification-failed': 'Bu görüşmedeki bir şey doğrulanamadı ve yok sayıldı.',
    internal: 'Bir sorun oluştu. Yeniden deneyin.',
  },
  forOwner: {
    'room-missing': 'Bu sayfanın sahibine: Öğede oda belirtilmemiş.',
    'room-invalid':
      'Bu sayfanın sahibine: Oda adı 1 ile 64 karakter arasındadır (a-z arası harfler, rakamlar, - ve _) ve bir harf veya rakamla başlar.',
    'server-missing': 'Bu sayfanın sahibine: Öğede sunucu belirtilmemiş.',
  },
  pageChanged: 'Bu sayfadaki başka bir betik görüşmeleri engelliyor. Lütfen sayfanın sahibine bildirin.',
  misspelled:
    'Bu sayfa görüşmelerini korumak istiyor ancak ayarları yanlış. Lütfen sayfanın sahibine bildirin.',
  misspelledForOwner: ({ given, instead }) =>
    `Bu sayfanın sahibine: Öğe “${given}” adını okumaz. Şunu yazın: ${instead}.`,
  attempt: (count) => `Denemeye devam ediliyor (${count}. deneme).`,
  keys: {
    missing: 'Bu görüşme için bağlantınızda olmayan bir anahtar gerekiyor. Tam bağlantıyı isteyin.',
    other: 'Bağlantınızdaki anahtar bu görüşmenin anahtarı değil. Bağlantıyı yeniden isteyin.',
    unused: 'Bağlantınızda anahtar var ancak diğerleri onsuz katıldı. Onlara kendi bağlantınızı gönderin.',
    malformed: 'Bağlantınızdaki anahtar eksik. Tam bağlantıyı isteyin.',
  },
  numbersChanged: (name) => `${name} için güvenlik numaraları değişti. Yeniden karşılaştırın.`,
  safetyAbout: {
    verified:
      'Yalnızca tam bağlantıya sahip kişiler katılabilir. Aradaki hiç kimse bağlantı bilgilerinizi okuyamaz veya değiştiremez.',
    'trusted-server': 'Görüntü ve ses, siz ve diğerleri arasında şifrelidir.',
  },
  compareNumbers:
    'Arada kimse olmadığından emin olmak için bu numaraları birbirinize okuyun. Aynı olmaları gerekir.',
  compareLater: 'Başkaları katıldığında, karşılaştırmanız için burada numaralar görünür.',
  hasSecret: 'Doğrulandı',
  speaker: 'Hoparlör',
  tryAgain: 'Yeniden dene',
  joinAgain: 'Yeniden katıl',
  joinHere: 'Buradan katıl',
  reload: 'Yeniden yükle',
  details: 'Ayrıntılar',
  lasted: (duration) => `Süre: ${duration}`,
  openSecurely: 'Güvenli sayfayı aç',

  // Statistics
  connection: 'Bağlantı',
  connectionLevel: { good: 'İyi', fair: 'Orta', poor: 'Zayıf', lost: 'Koptu', unknown: 'Ölçülüyor…' },
  connectionPath: { direct: 'Doğrudan', relayed: 'Aktarıcı üzerinden', unknown: '…' },
  path: 'Yol',
  roundTrip: 'Gidiş dönüş',
  packetLoss: 'Paket kaybı',
  receiving: 'Alınan',
  sending: 'Gönderilen',
  framesPerSecond: (count) => `${count} kare/sn`,
  soundOnly: 'Yalnızca ses',

  // Announcements
  youJoined: 'Görüşmeye katıldınız',
  handRaised: (name) => `${name} el kaldırdı`,
  screenStarted: (name) => `${name} ekran paylaşıyor`,
  screenEnded: (name) => `${name} paylaşımı durdurdu`,
  linkLost: (name) => `${name} ile bağlantı koptu`,
  linkBack: (name) => `${name} ile bağlantı yeniden kuruldu`,
  reacted: (name, emoji) => `${name} tepki gönderdi: ${emoji}`,

  // Helpful moments
  reactions: 'Tepkiler',
  mutedSpeech: 'Mikrofonunuz kapalı. Kimse sizi duymuyor.',
  sharing: 'Ekranınızı paylaşıyorsunuz.',
  youAreBack: 'Bağlantınız kesilmişti. Görüşmeye geri döndünüz.',
  volume: 'Ses düzeyi',
  volumeHint: 'Yalnızca sizin için',
});
