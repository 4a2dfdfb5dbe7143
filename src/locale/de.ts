/** German: short and neutral, without “du” and “Sie”. Anruf, Host, stummschalten, Bildschirm teilen, vollständiger Link. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('de');

const others = plural({ one: '# weitere Person', other: '# weitere Personen' });
const people = (names: readonly string[]) => list(names, others);

const INVITATION = 'Die Einladung fehlt oder ist abgelaufen. Bitte beim Host eine neue anfordern.';

addLanguage('de', {
  // Lobby
  joinRoom: (room) => `${room} beitreten`,
  join: 'Beitreten',
  joining: 'Beitritt läuft…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'sind' : 'ist'} im Anruf`,
  nobodyHere: 'Noch niemand da.',
  awaitsSecret: 'Warten auf den Schlüssel für diesen Anruf.',
  beforeJoin: 'Bild und Ton werden erst nach dem Beitritt übertragen.',
  start: 'Kamera und Mikrofon prüfen',
  startHint: 'Der Browser fragt nach der Erlaubnis.',
  yourName: 'Name',
  waiting: 'Warten auf Einlass…',
  waitingHint: 'Der Beitritt folgt, sobald der Host zustimmt.',
  cancel: 'Abbrechen',

  // People
  guest: 'Gast',
  you: 'Ich',
  screenOf: (name) => `Bildschirm von ${name}`,
  yourScreen: 'Mein Bildschirm',
  muted: 'Mikrofon aus',
  barred: 'Vom Host stummgeschaltet',
  locked: 'Gesperrt',
  handUp: 'Hand gehoben',
  link: { connecting: 'Wird verbunden', reconnecting: 'Wird neu verbunden', unreachable: 'Nicht erreichbar' },
  poor: 'Schlechte Verbindung',
  pin: (name) => `${name} anheften`,
  unpin: (name) => `${name} nicht mehr anheften`,
  people: plural({ one: '# Person', other: '# Personen' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'sind' : 'ist'} beigetreten`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'haben' : 'hat'} den Anruf verlassen`,
  safety: { verified: 'Verifiziert', 'trusted-server': 'Verschlüsselt', unverified: 'Nicht verifiziert' },

  // View
  view: 'Ansicht',
  layout: 'Layout',
  layouts: { auto: 'Automatisch', grid: 'Raster', speaker: 'Sprecher' },
  selfView: 'Eigenes Video',
  selfViews: { tile: 'Im Raster', float: 'Schwebend', hidden: 'Ausgeblendet' },
  fullScreen: 'Vollbild',
  exitFullScreen: 'Vollbild beenden',
  pip: 'Bild-im-Bild',
  exitPip: 'Bild-im-Bild beenden',
  inPip: 'Der Anruf ist in einem anderen Fenster',
  bringBack: 'Zurückholen',

  // Pages of tiles
  pages: 'Seiten',
  previousPage: 'Vorherige Seite',
  nextPage: 'Nächste Seite',
  pageOf: (page, pages) => `Seite ${page} von ${pages}`,

  // Controls
  controls: 'Anrufsteuerung',
  microphone: { name: 'Mikrofon', on: 'Stummschalten', off: 'Stummschaltung aufheben' },
  camera: { name: 'Kamera', on: 'Kamera ausschalten', off: 'Kamera einschalten' },
  screen: { on: 'Teilen beenden', off: 'Bildschirm teilen' },
  hand: { on: 'Hand senken', off: 'Hand heben' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # ungelesene Nachricht', other: 'Chat, # ungelesene Nachrichten' }),
  host: 'Host-Steuerung',
  leave: 'Verlassen',
  more: 'Mehr',
  withDetail: (label, detail) => `${label}: ${detail}`,

  // Alone
  alone: 'Sonst ist niemand hier',
  invite: 'Mit diesem Link andere einladen.',
  copy: 'Link kopieren',
  copied: 'Link kopiert',
  copyKeys: (keys) => `Zum Kopieren des Links ${keys.replace('Ctrl', 'Strg')} drücken.`,
  copyTouch: 'Zum Kopieren den Link gedrückt halten.',

  // Inviting
  inviteControl: 'Einladen',
  inviteTitle: 'Andere einladen',
  shareLink: 'Teilen…',
  qrCode: 'QR-Code des Links',

  // The list of people
  peopleControl: 'Personen',
  peopleHere: 'Im Anruf',
  peopleWaiting: 'Warten auf Einlass',
  handsUp: 'Gehobene Hände',
  selfNamed: (name) => `${name} (ich)`,
  microphoneOn: 'Mikrofon an',
  speaking: 'Spricht',
  cameraOn: 'Kamera an',
  cameraOff: 'Kamera aus',
  sharesScreen: 'Teilt den Bildschirm',
  pinned: 'Angeheftet',
  goodConnection: 'Gute Verbindung',
  fairConnection: 'Mäßige Verbindung',

  // Notices
  soundOff: 'Der Browser hat den Ton angehalten.',
  soundOn: 'Ton einschalten',
  read: 'Lesen',
  asking:
    'Der Browser fragt nach Kamera und Mikrofon. Bitte in der Adressleiste antworten oder ohne sie fortfahren.',
  reconnecting: 'Verbindung wird wiederhergestellt… Der Anruf läuft weiter.',
  youLeft: 'Der Anruf wurde verlassen',

  // Chat
  close: 'Schließen',
  noMessages: 'Noch keine Nachrichten',
  noMessagesHint: 'Nachrichten gehen direkt an die Personen in diesem Anruf. Sie werden nicht gespeichert.',
  messages: 'Nachrichten',
  newMessages: 'Neue Nachrichten',
  writeEveryone: 'Nachricht an alle',
  writeTo: (name) => `Nachricht nur an ${name}`,
  to: 'An',
  everyone: 'Alle',
  send: 'Senden',
  onlyYou: 'nur an mich',
  onlyTo: (name) => `nur an ${name}`,
  passedOn: (name) => `weitergeleitet von ${name}`,
  somebody: 'jemand, der gegangen ist',
  tooLong: 'Diese Nachricht ist zu lang. Bitte in Teilen senden.',
  notSent: 'Diese Nachricht konnte nicht gesendet werden. Bitte noch einmal versuchen.',

  // Settings and shortcuts
  settings: 'Einstellungen',
  microphoneSettings: 'Mikrofoneinstellungen',
  cameraSettings: 'Kameraeinstellungen',
  switchCamera: 'Kamera wechseln',
  audio: 'Audio',
  video: 'Video',
  general: 'Allgemein',
  nameFixed: 'Diese Website legt den Namen fest.',
  microphoneLevel: 'Mikrofonpegel',
  noiseSuppression: 'Hintergrundgeräusche verringern',
  testSpeaker: 'Testton abspielen',
  mirrorVideo: 'Eigenes Video spiegeln',
  backgroundBlur: 'Hintergrund weichzeichnen',
  dataSaver: 'Datensparmodus',
  dataSavers: { off: 'Aus', small: 'Kleineres Video', 'audio-only': 'Nur Ton' },
  soundEffects: 'Signaltöne',
  language: 'Sprache',
  automatic: 'Automatisch',
  shortcuts: 'Tastenkürzel',
  shortcutsHint: 'Tastenkürzel funktionieren im Anruf, aber nicht beim Schreiben.',
  spaceKey: 'Leertaste',
  shortcutNames: {
    talk: 'Bei stummem Mikrofon: zum Sprechen gedrückt halten',
    microphone: 'Stummschalten oder Stummschaltung aufheben',
    camera: 'Kamera ein- oder ausschalten',
    hand: 'Hand heben oder senken',
    chat: 'Chat öffnen oder schließen',
    fullscreen: 'Vollbild ein oder aus',
    list: 'Diese Liste zeigen',
  },

  // Moderation
  knocks: (name) => `${name} wartet`,
  knockCount: plural({ one: '# Person wartet', other: '# Personen warten' }),
  admit: 'Einlassen',
  admitName: (name) => `${name} einlassen`,
  refuse: 'Ablehnen',
  refuseName: (name) => `${name} ablehnen`,
  actionsFor: (name) => `Aktionen für ${name}`,
  mutePerson: 'Für alle stummschalten',
  unmutePerson: 'Mikrofon wieder erlauben',
  remove: 'Aus dem Anruf entfernen…',
  removeQuestion: (name) => `${name} aus dem Anruf entfernen?`,
  removeOnly: 'Entfernen',
  removeAndBan: 'Entfernen und blockieren',
  lockRoom: 'Anruf sperren',
  unlockRoom: 'Anruf entsperren',
  endForAll: 'Für alle beenden',
  endForAllAsk: 'Für alle beenden…',
  endQuestion: 'Den Anruf für alle beenden?',
  youAreMuted: 'Der Host hat das Mikrofon stummgeschaltet.',
  notLetIn: 'Der Host hat den Beitritt abgelehnt.',

  // Problems
  device: {
    denied: (d) => `Der Browser blockiert ${d}.`,
    dismissed: (d) => `Der Zugriff auf ${d} ist noch nicht erlaubt. Es geht auch ohne weiter.`,
    'not-found': (d) => `Der Browser findet ${d} nicht. Bitte ein Gerät anschließen oder ohne fortfahren.`,
    'in-use': (d) => `Eine andere App verwendet ${d}. Bitte die App schließen und noch einmal versuchen.`,
    constraints: (d) => `Zugriff auf ${d} ist hier nicht möglich. Bitte ein anderes Gerät wählen.`,
    insecure: (d) => `Zugriff auf ${d} ist nur auf sicheren Seiten (https) möglich.`,
    policy: (d) => `Diese Seite erlaubt keinen Zugriff auf ${d}.`,
    unknown: (d) => `Zugriff auf ${d} ist fehlgeschlagen. Bitte noch einmal versuchen.`,
  },
  permissionHelp: {
    chrome: 'Auf das Symbol neben der Adresse klicken und den Zugriff erlauben.',
    edge: 'Auf das Schloss neben der Adresse klicken und den Zugriff erlauben.',
    firefox: 'Auf das durchgestrichene Symbol in der Adressleiste klicken und die Blockierung aufheben.',
    safari: 'Im Menü „Safari“ die Einstellungen für diese Website öffnen und den Zugriff erlauben.',
    android: 'Auf das Symbol neben der Adresse tippen, „Berechtigungen“ öffnen und den Zugriff erlauben.',
    ios: 'Auf das Seitenmenü neben der Adresse tippen, „Website-Einstellungen“ öffnen und den Zugriff erlauben.',
    other: 'Der Zugriff lässt sich in der Adressleiste erlauben.',
  },
  deviceNames: { microphone: 'das Mikrofon', camera: 'die Kamera', both: 'Kamera und Mikrofon' },
  replaced: (used, gone) => `${gone && `${gone} wurde getrennt. `}Verwendet wird jetzt ${used}.`,
  screenFailed:
    'Der Bildschirm konnte nicht geteilt werden. Bitte in den Systemeinstellungen die Bildschirmaufnahme erlauben.',
  screenPolicy: 'Diese Seite erlaubt es nicht, den Bildschirm zu teilen.',
  errors: {
    'room-missing': 'Diese Seite gibt nicht an, um welchen Anruf es geht. Bitte ihren Betreiber informieren.',
    'room-invalid': 'Dieser Link führt zu keinem Anruf. Bitte noch einmal nach dem Link fragen.',
    'server-missing':
      'Diese Seite ist noch nicht für Anrufe eingerichtet. Bitte ihren Betreiber informieren.',
    'server-unreachable': 'Der Server ist nicht erreichbar. Bitte die Internetverbindung prüfen.',
    'browser-unsupported':
      'Dieser Browser unterstützt keine Videoanrufe. Bitte die Seite in einem anderen Browser öffnen.',
    'insecure-context': 'Anrufe brauchen eine sichere Seite. Bitte die Seite mit https öffnen.',
    'room-full': 'Dieser Anruf ist voll. Bitte noch einmal versuchen, wenn jemand gegangen ist.',
    'room-locked': 'Dieser Anruf ist gesperrt. Jemand im Anruf kann ihn entsperren.',
    'room-ended': 'Dieser Anruf ist beendet.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Dafür fehlt die Berechtigung. Der Host kann sie erteilen.',
    kicked: 'Vom Host aus dem Anruf entfernt.',
    replaced: 'Dieser Anruf läuft jetzt in einem anderen Fenster.',
    'rate-limited': 'Zu viele Versuche. Bitte einen Moment warten und noch einmal versuchen.',
    'bad-message': 'Diese Seite ist veraltet. Bitte neu laden.',
    'peer-unreachable': 'Jemand im Anruf ist nicht erreichbar. Wir versuchen es weiter.',
    'not-joined': 'Zurzeit läuft hier kein Anruf.',
    cancelled: 'Der Beitritt wurde abgebrochen.',
    'verification-failed': 'Etwas in diesem Anruf konnte nicht verifiziert werden und wurde ignoriert.',
    internal: 'Etwas ist schiefgegangen. Bitte noch einmal versuchen.',
  },
  forOwner: {
    'room-missing': 'Für den Betreiber der Seite: Dem Element fehlt ein Raum.',
    'room-invalid':
      'Für den Betreiber der Seite: Ein Raumname hat 1 bis 64 Zeichen, nämlich Buchstaben von a bis z, Ziffern, - und _, und beginnt mit einem Buchstaben oder einer Ziffer.',
    'server-missing': 'Für den Betreiber der Seite: Dem Element fehlt ein Server.',
  },
  pageChanged: 'Ein anderes Skript auf dieser Seite stört Anrufe. Bitte den Betreiber der Seite informieren.',
  misspelled:
    'Diese Seite will ihre Anrufe schützen, aber ihre Einstellungen sind falsch. Bitte ihren Betreiber informieren.',
  misspelledForOwner: ({ given, instead }) =>
    `Für den Betreiber der Seite: Das Element liest „${given}“ nicht. Richtig ist ${instead}.`,
  attempt: (count) => `Neuer Versuch läuft (${count}).`,
  keys: {
    missing:
      'Dieser Anruf braucht einen Schlüssel, der im Link fehlt. Bitte nach dem vollständigen Link fragen.',
    other: 'Der Link hat einen anderen Schlüssel als dieser Anruf. Bitte noch einmal nach dem Link fragen.',
    unused:
      'Der Link hat einen Schlüssel, aber die anderen sind ohne ihn beigetreten. Bitte ihnen diesen Link senden.',
    malformed: 'Der Schlüssel im Link ist unvollständig. Bitte nach dem vollständigen Link fragen.',
  },
  numbersChanged: (name) =>
    `Die Sicherheitsnummern von ${name} haben sich geändert. Bitte erneut vergleichen.`,
  safetyAbout: {
    verified:
      'Nur Personen mit dem vollständigen Link können beitreten. Niemand dazwischen kann mitlesen oder etwas an der Verbindung ändern.',
    'trusted-server': 'Video und Ton sind auf dem ganzen Weg zu den anderen verschlüsselt.',
  },
  compareNumbers:
    'Um sicherzugehen, dass niemand dazwischen ist, diese Nummern einander vorlesen. Sie müssen übereinstimmen.',
  compareLater: 'Sobald andere beitreten, stehen hier Nummern zum Vergleichen.',
  hasSecret: 'Verifiziert',
  speaker: 'Lautsprecher',
  tryAgain: 'Noch einmal versuchen',
  joinAgain: 'Wieder beitreten',
  joinHere: 'Hier beitreten',
  reload: 'Neu laden',
  details: 'Details',
  lasted: (duration) => `Dauer: ${duration}`,
  openSecurely: 'Sichere Seite öffnen',

  // Statistics
  connection: 'Verbindung',
  connectionLevel: {
    good: 'Gut',
    fair: 'Mittel',
    poor: 'Schlecht',
    lost: 'Unterbrochen',
    unknown: 'Wird gemessen…',
  },
  connectionPath: { direct: 'Direkt', relayed: 'Indirekt', unknown: '…' },
  path: 'Weg',
  roundTrip: 'Umlaufzeit',
  packetLoss: 'Paketverlust',
  receiving: 'Empfangen',
  sending: 'Senden',
  framesPerSecond: (count) => `${count} Bilder/s`,
  soundOnly: 'Nur Ton',

  // Announcements
  youJoined: 'Dem Anruf beigetreten',
  handRaised: (name) => `${name} hebt die Hand`,
  screenStarted: (name) => `${name} teilt den Bildschirm`,
  screenEnded: (name) => `${name} teilt den Bildschirm nicht mehr`,
  linkLost: (name) => `Verbindung zu ${name} verloren`,
  linkBack: (name) => `Verbindung zu ${name} wiederhergestellt`,
  reacted: (name, emoji) => `${name} reagiert mit ${emoji}`,

  // Helpful moments
  reactions: 'Reaktionen',
  mutedSpeech: 'Das Mikrofon ist stummgeschaltet. Die anderen hören nichts.',
  sharing: 'Der Bildschirm wird geteilt.',
  youAreBack: 'Die Verbindung war unterbrochen. Der Anruf geht jetzt weiter.',
  volume: 'Lautstärke',
  volumeHint: 'Nur auf diesem Gerät',
});
