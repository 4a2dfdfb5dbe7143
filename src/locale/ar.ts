/** Arabic: verbal nouns on buttons, names isolated, because they may be in another script. مكالمة، مضيف، كتم الصوت، مشاركة الشاشة، الرابط الكامل. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('ar');

/** First strong isolate: a name keeps its own direction, and the words around it keep theirs. */
const isolated = (text: string) => `\u2068${text}\u2069`;

const others = plural({
  two: 'شخصان آخران',
  few: '# أشخاص آخرين',
  many: '# شخصًا آخر',
  other: '# شخص آخر',
});
const people = (names: readonly string[]) => list(names.map(isolated), others);

const INVITATION = 'دعوتك مفقودة أو انتهت صلاحيتها. اطلب دعوة جديدة من المضيف.';

addLanguage('ar', {
  // Lobby
  joinRoom: (room) => `الانضمام إلى ${isolated(room)}`,
  join: 'انضمام',
  joining: 'جارٍ الانضمام…',
  here: (names) => `في المكالمة: ${people(names)}`,
  nobodyHere: 'لا يوجد أحد هنا بعد.',
  awaitsSecret: 'في انتظار مفتاح هذه المكالمة.',
  beforeJoin: 'لا يمكن لأحد رؤيتك أو سماعك قبل انضمامك.',
  start: 'فحص الكاميرا والميكروفون',
  startHint: 'سيطلب المتصفح إذنك.',
  yourName: 'اسمك',
  waiting: 'في انتظار السماح بالدخول…',
  waitingHint: 'ستنضم فور سماح المضيف لك بالدخول.',
  cancel: 'إلغاء',

  // People
  guest: 'ضيف',
  you: 'أنت',
  screenOf: (name) => `شاشة ${isolated(name)}`,
  yourScreen: 'شاشتك',
  muted: 'الميكروفون متوقف',
  barred: 'كتم المضيف الصوت',
  locked: 'مقفلة',
  handUp: 'اليد مرفوعة',
  link: { connecting: 'جارٍ الاتصال', reconnecting: 'جارٍ إعادة الاتصال', unreachable: 'تعذّر الاتصال' },
  poor: 'اتصال ضعيف',
  pin: (name) => `تثبيت ${isolated(name)}`,
  people: plural({
    zero: 'لا أحد',
    one: 'شخص واحد',
    two: 'شخصان',
    few: '# أشخاص',
    many: '# شخصًا',
    other: '# شخص',
  }),
  joined: (names) => `انضم إلى المكالمة: ${people(names)}`,
  left: (names) => `غادر المكالمة: ${people(names)}`,
  safety: { verified: 'تم التحقق', 'trusted-server': 'مشفّرة', unverified: 'لم يتم التحقق' },

  // Pages of tiles
  pages: 'الصفحات',
  previousPage: 'الصفحة السابقة',
  nextPage: 'الصفحة التالية',
  pageOf: (page, pages) => `الصفحة ${page} من ${pages}`,

  // Controls
  controls: 'عناصر التحكم في المكالمة',
  microphone: { name: 'الميكروفون', on: 'كتم الصوت', off: 'إلغاء كتم الصوت' },
  camera: { name: 'الكاميرا', on: 'إيقاف الكاميرا', off: 'تشغيل الكاميرا' },
  screen: { name: 'مشاركة الشاشة', on: 'إيقاف المشاركة', off: 'مشاركة الشاشة' },
  hand: { name: 'رفع اليد', on: 'خفض اليد', off: 'رفع اليد' },
  chat: 'الدردشة',
  unread: plural({
    zero: 'الدردشة، لا توجد رسائل غير مقروءة',
    one: 'الدردشة، رسالة واحدة غير مقروءة',
    two: 'الدردشة، رسالتان غير مقروءتين',
    few: 'الدردشة، # رسائل غير مقروءة',
    many: 'الدردشة، # رسالة غير مقروءة',
    other: 'الدردشة، # رسالة غير مقروءة',
  }),
  devices: 'الأجهزة',
  host: 'عناصر تحكم المضيف',
  leave: 'مغادرة',
  more: 'المزيد',

  // Alone
  alone: 'لا يوجد أحد غيرك هنا',
  invite: 'شارك هذا الرابط لدعوة الآخرين.',
  copy: 'نسخ الرابط',
  copied: 'تم نسخ الرابط',
  copyKeys: (keys) => `اضغط على ${isolated(keys)} لنسخ الرابط.`,
  copyTouch: 'المس الرابط مع الاستمرار لنسخه.',

  // Notices
  soundOff: 'أوقف المتصفح الصوت مؤقتًا.',
  soundOn: 'تشغيل الصوت',
  read: 'قراءة',
  asking: 'يطلب المتصفح استخدام الكاميرا والميكروفون. أجب في شريط العنوان، أو تابع بدونهما.',
  reconnecting: 'جارٍ إعادة الاتصال… مكالمتك مستمرة.',
  youLeft: 'غادرت المكالمة',

  // Chat
  close: 'إغلاق',
  noMessages: 'لا توجد رسائل بعد',
  noMessagesHint: 'تصل الرسائل مباشرة إلى المشاركين في هذه المكالمة، ولا يتم تخزينها.',
  messages: 'الرسائل',
  newMessages: 'رسائل جديدة',
  writeEveryone: 'رسالة إلى الجميع',
  writeTo: (name) => `رسالة إلى ${isolated(name)} فقط`,
  to: 'إلى',
  everyone: 'الجميع',
  send: 'إرسال',
  onlyYou: 'لك فقط',
  onlyTo: (name) => `إلى ${isolated(name)} فقط`,
  passedOn: (name) => `عبر ${isolated(name)}`,
  somebody: 'شخص غادر المكالمة',
  tooLong: 'هذه الرسالة طويلة جدًا. أرسلها على أجزاء.',
  notSent: 'تعذّر إرسال هذه الرسالة. حاول مرة أخرى.',
  react: 'إرسال تفاعل',

  // Moderation
  knocks: (name) => `${isolated(name)} في الانتظار`,
  knockCount: plural({
    zero: 'لا أحد في الانتظار',
    one: 'شخص واحد في الانتظار',
    two: 'شخصان في الانتظار',
    few: '# أشخاص في الانتظار',
    many: '# شخصًا في الانتظار',
    other: '# شخص في الانتظار',
  }),
  admit: 'السماح',
  admitName: (name) => `السماح بدخول ${isolated(name)}`,
  refuse: 'رفض',
  refuseName: (name) => `رفض دخول ${isolated(name)}`,
  actionsFor: (name) => `إجراءات بشأن ${isolated(name)}`,
  mutePerson: 'كتم الصوت لدى الجميع',
  unmutePerson: 'السماح بإلغاء كتم الصوت',
  remove: 'إزالة من المكالمة…',
  removeQuestion: (name) => `هل تريد إزالة ${isolated(name)} من المكالمة؟`,
  removeOnly: 'إزالة',
  removeAndBan: 'إزالة وحظر',
  lockRoom: 'قفل الغرفة',
  unlockRoom: 'إلغاء قفل الغرفة',
  endForAll: 'إنهاء للجميع',
  endForAllAsk: 'إنهاء للجميع…',
  endQuestion: 'هل تريد إنهاء المكالمة للجميع؟',
  youAreMuted: 'كتم المضيف صوتك.',
  notLetIn: 'لم يسمح لك المضيف بالدخول.',

  // Problems
  device: {
    denied: (d) => `يحظر المتصفح ${d}.`,
    dismissed: (d) => `لم تسمح بعد باستخدام ${d}. يمكنك المتابعة بدون ذلك.`,
    'not-found': (d) => `تعذّر العثور على ${d}. وصّل جهازًا، أو تابع بدونه.`,
    'in-use': (d) => `يستخدم تطبيق آخر ${d}. أغلق ذلك التطبيق، ثم حاول مرة أخرى.`,
    constraints: (d) => `لا يمكن استخدام ${d} هنا. اختر جهازًا آخر.`,
    insecure: (d) => `لا يمكن استخدام ${d} إلا في الصفحات الآمنة (https).`,
    policy: (d) => `لا تسمح هذه الصفحة باستخدام ${d}.`,
    unknown: (d) => `تعذّر تشغيل ${d}. حاول مرة أخرى.`,
  },
  permissionHelp: {
    chrome: 'انقر على الرمز بجانب العنوان، ثم اسمح بالوصول.',
    edge: 'انقر على القفل بجانب العنوان، ثم اسمح بالوصول.',
    firefox: 'انقر على الرمز المشطوب في شريط العنوان، ثم أزل الحظر.',
    safari: 'من قائمة Safari، افتح إعدادات هذا الموقع، ثم اسمح بالوصول.',
    android: 'اضغط على الرمز بجانب العنوان، وافتح «الأذونات»، ثم اسمح بالوصول.',
    ios: 'اضغط على قائمة الصفحة بجانب العنوان، وافتح إعدادات موقع الويب، ثم اسمح بالوصول.',
    other: 'اسمح بالوصول من شريط العنوان.',
  },
  deviceNames: { microphone: 'الميكروفون', camera: 'الكاميرا', both: 'الكاميرا والميكروفون' },
  replaced: (used, gone) => `${gone && `تم فصل ${isolated(gone)}. `}يُستخدم الآن ${isolated(used)}.`,
  screenFailed: 'تعذّرت مشاركة شاشتك. اسمح بتسجيل الشاشة في إعدادات النظام.',
  screenPolicy: 'لا تسمح هذه الصفحة بمشاركة الشاشة.',
  errors: {
    'room-missing': 'لا تحدد هذه الصفحة المكالمة المطلوبة. يُرجى إبلاغ مالك الصفحة.',
    'room-invalid': 'لا يؤدي هذا الرابط إلى مكالمة. اطلب الرابط مرة أخرى.',
    'server-missing': 'لم يتم إعداد هذه الصفحة للمكالمات بعد. يُرجى إبلاغ مالك الصفحة.',
    'server-unreachable': 'تعذّر الوصول إلى الخادم. تحقق من اتصالك.',
    'browser-unsupported': 'لا يدعم هذا المتصفح مكالمات الفيديو. افتح هذه الصفحة في متصفح آخر.',
    'insecure-context': 'تتطلب المكالمات صفحة آمنة. افتح هذه الصفحة عبر https.',
    'room-full': 'هذه المكالمة مكتملة العدد. حاول مرة أخرى بعد مغادرة أحد المشاركين.',
    'room-locked': 'هذه المكالمة مقفلة. اطلب من أحد المشاركين إلغاء قفلها.',
    'room-ended': 'انتهت هذه المكالمة.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'ليس لديك إذن بذلك. اطلبه من المضيف.',
    kicked: 'أزالك المضيف من المكالمة.',
    replaced: 'انضممت إلى هذه المكالمة في نافذة أخرى.',
    'rate-limited': 'محاولات كثيرة جدًا. انتظر قليلًا، ثم حاول مرة أخرى.',
    'bad-message': 'هذه الصفحة قديمة. أعد تحميلها.',
    'peer-unreachable': 'تعذّر الاتصال بأحد المشاركين. سنواصل المحاولة.',
    'not-joined': 'لست في مكالمة.',
    cancelled: 'تم إلغاء الانضمام.',
    'verification-failed': 'تعذّر التحقق من شيء في هذه المكالمة، وتم تجاهله.',
    internal: 'حدث خطأ ما. حاول مرة أخرى.',
  },
  forOwner: {
    'room-missing': 'إلى مالك هذه الصفحة: يحتاج العنصر إلى غرفة.',
    'room-invalid':
      'إلى مالك هذه الصفحة: يتكون اسم الغرفة من 1 إلى 64 حرفًا من الأحرف a إلى z والأرقام و- و_، ويبدأ بحرف أو رقم.',
    'server-missing': 'إلى مالك هذه الصفحة: يحتاج العنصر إلى خادم.',
  },
  pageChanged: 'يتداخل نص برمجي آخر في هذه الصفحة مع المكالمات. يُرجى إبلاغ مالك الصفحة.',
  misspelled: 'تريد هذه الصفحة حماية مكالماتها، لكن إعداداتها غير صحيحة. يُرجى إبلاغ مالك الصفحة.',
  misspelledForOwner: ({ given, instead }) =>
    `إلى مالك هذه الصفحة: لا يقرأ العنصر «${isolated(given)}». اكتب ${isolated(instead)}.`,
  attempt: (count) => `المحاولة مستمرة (المحاولة ${count}).`,
  keys: {
    missing: 'تحتاج هذه المكالمة إلى مفتاح غير موجود في رابطك. اطلب الرابط الكامل.',
    other: 'المفتاح في رابطك ليس مفتاح هذه المكالمة. اطلب الرابط مرة أخرى.',
    unused: 'يحتوي رابطك على مفتاح، لكن الآخرين انضموا بدونه. أرسل إليهم رابطك.',
    malformed: 'المفتاح في رابطك غير مكتمل. اطلب الرابط الكامل.',
  },
  numbersChanged: (name) => `تغيّرت أرقام أمان ${isolated(name)}. قارنوها مرة أخرى.`,
  safetyAbout: {
    verified: 'لا ينضم إلا من لديه الرابط الكامل. ولا يمكن للخادم قراءة ما ينقله أو تغييره.',
    'trusted-server':
      'الفيديو والصوت مشفّران بينك وبين الآخرين. للتأكد من عدم وجود أحد بينكم، اقرأوا هذه الأرقام بعضكم لبعض. يجب أن تتطابق.',
  },
  hasSecret: 'تم التحقق',
  speaker: 'مكبّر الصوت',
  tryAgain: 'إعادة المحاولة',
  joinAgain: 'الانضمام مرة أخرى',
  joinHere: 'الانضمام هنا',
  reload: 'إعادة التحميل',
  details: 'التفاصيل',
  lasted: (duration) => `المدة: ${duration}`,
  openSecurely: 'فتح الصفحة الآمنة',

  // Statistics
  connection: 'الاتصال',
  connectionLevel: { good: 'جيد', fair: 'متوسط', poor: 'ضعيف', lost: 'مقطوع', unknown: 'جارٍ القياس…' },
  connectionPath: { direct: 'مباشر', relayed: 'عبر مُرحِّل', unknown: '…' },
  path: 'المسار',
  roundTrip: 'زمن الذهاب والإياب',
  packetLoss: 'فقدان الحزم',
  receiving: 'الاستقبال',
  sending: 'الإرسال',
  framesPerSecond: (count) => `${count} إطار/ث`,
  soundOnly: 'صوت فقط',

  // Announcements
  youJoined: 'انضممت إلى المكالمة',
  handRaised: (name) => `رفع اليد: ${isolated(name)}`,
  screenStarted: (name) => `مشاركة شاشة من ${isolated(name)}`,
  screenEnded: (name) => `انتهت مشاركة شاشة ${isolated(name)}`,
  linkLost: (name) => `انقطع الاتصال مع ${isolated(name)}`,
  linkBack: (name) => `عاد الاتصال مع ${isolated(name)}`,
  reacted: (name, emoji) => `تفاعل من ${isolated(name)}: ${emoji}`,

  // Helpful moments
  reactions: 'التفاعلات',
  mutedSpeech: 'الميكروفون متوقف. لا أحد يسمعك.',
  sharing: 'شاشتك قيد المشاركة الآن.',
  youAreBack: 'انقطع الاتصال. لقد عدت إلى المكالمة.',
  volume: 'مستوى الصوت',
  volumeHint: 'لديك فقط',
});
