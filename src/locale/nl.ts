/** Dutch: “je”. Gesprek, host, dempen, scherm delen, volledige link. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('nl');

const others = plural({ one: '# ander', other: '# anderen' });
const people = (names: readonly string[]) => list(names, others);

/** A device at the beginning of a sentence. */
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const INVITATION = 'Je uitnodiging ontbreekt of is verlopen. Vraag de host om een nieuwe.';

addLanguage('nl', {
  // Lobby
  joinRoom: (room) => `Deelnemen aan ${room}`,
  join: 'Deelnemen',
  joining: 'Bezig met deelnemen…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'zijn' : 'is'} in het gesprek`,
  nobodyHere: 'Er is nog niemand.',
  awaitsSecret: 'Wachten op de sleutel van dit gesprek.',
  beforeJoin: 'Niemand kan je zien of horen voordat je deelneemt.',
  start: 'Camera en microfoon controleren',
  startHint: 'Je browser vraagt om toestemming.',
  yourName: 'Je naam',
  waiting: 'Wachten op toelating…',
  waitingHint: 'Je neemt deel zodra de host je toelaat.',
  cancel: 'Annuleren',

  // People
  guest: 'Gast',
  you: 'Jij',
  screenOf: (name) => `Scherm van ${name}`,
  yourScreen: 'Je scherm',
  muted: 'Microfoon uit',
  barred: 'Gedempt door de host',
  locked: 'Vergrendeld',
  handUp: 'Hand opgestoken',
  link: { connecting: 'Verbinden', reconnecting: 'Opnieuw verbinden', unreachable: 'Niet bereikbaar' },
  poor: 'Slechte verbinding',
  pin: (name) => `${name} vastzetten`,
  unpin: (name) => `${name} losmaken`,
  people: plural({ one: '# persoon', other: '# personen' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'nemen' : 'neemt'} nu deel`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'hebben' : 'heeft'} het gesprek verlaten`,
  safety: { verified: 'Geverifieerd', 'trusted-server': 'Versleuteld', unverified: 'Niet geverifieerd' },

  // View
  view: 'Weergave',
  layout: 'Indeling',
  layouts: { auto: 'Automatisch', grid: 'Raster', speaker: 'Spreker' },
  selfView: 'Je video',
  selfViews: { tile: 'In het raster', float: 'Zwevend', hidden: 'Verborgen' },
  fullScreen: 'Volledig scherm',
  exitFullScreen: 'Volledig scherm sluiten',
  pip: 'Beeld-in-beeld',
  exitPip: 'Beeld-in-beeld sluiten',
  inPip: 'Je gesprek is in een ander venster',
  bringBack: 'Terughalen',

  // Pages of tiles
  pages: 'Pagina’s',
  previousPage: 'Vorige pagina',
  nextPage: 'Volgende pagina',
  pageOf: (page, pages) => `Pagina ${page} van ${pages}`,

  // Controls
  controls: 'Gespreksknoppen',
  microphone: { name: 'Microfoon', on: 'Dempen', off: 'Dempen opheffen' },
  camera: { name: 'Camera', on: 'Camera uitzetten', off: 'Camera aanzetten' },
  screen: { on: 'Stoppen met delen', off: 'Scherm delen' },
  hand: { on: 'Hand omlaag doen', off: 'Hand opsteken' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # ongelezen bericht', other: 'Chat, # ongelezen berichten' }),
  host: 'Hostopties',
  leave: 'Verlaten',
  more: 'Meer',
  withDetail: (label, detail) => `${label}: ${detail}`,

  // Alone
  alone: 'Je bent de enige hier',
  invite: 'Deel deze link om anderen uit te nodigen.',
  copy: 'Link kopiëren',
  copied: 'Link gekopieerd',
  copyKeys: (keys) => `Druk op ${keys} om de link te kopiëren.`,
  copyTouch: 'Houd de link ingedrukt om deze te kopiëren.',

  // Inviting
  inviteControl: 'Uitnodigen',
  inviteTitle: 'Anderen uitnodigen',
  shareLink: 'Delen…',
  qrCode: 'QR-code van de link',

  // The list of people
  peopleControl: 'Personen',
  peopleHere: 'In het gesprek',
  peopleWaiting: 'Wachten op toelating',
  handsUp: 'Opgestoken handen',
  selfNamed: (name) => `${name} (jij)`,
  microphoneOn: 'Microfoon aan',
  cameraOn: 'Camera aan',
  cameraOff: 'Camera uit',
  sharesScreen: 'Deelt het scherm',
  goodConnection: 'Goede verbinding',
  fairConnection: 'Matige verbinding',

  // Notices
  soundOff: 'Je browser heeft het geluid onderbroken.',
  soundOn: 'Geluid aanzetten',
  read: 'Lezen',
  asking: 'Je browser vraagt om je camera en microfoon. Antwoord in de adresbalk of ga zonder verder.',
  reconnecting: 'Opnieuw verbinden… Je gesprek gaat door.',
  youLeft: 'Je hebt het gesprek verlaten',

  // Chat
  close: 'Sluiten',
  noMessages: 'Nog geen berichten',
  noMessagesHint: 'Berichten gaan rechtstreeks naar de mensen in dit gesprek. Ze worden niet opgeslagen.',
  messages: 'Berichten',
  newMessages: 'Nieuwe berichten',
  writeEveryone: 'Bericht aan iedereen',
  writeTo: (name) => `Bericht alleen aan ${name}`,
  to: 'Aan',
  everyone: 'Iedereen',
  send: 'Verzenden',
  onlyYou: 'alleen aan jou',
  onlyTo: (name) => `alleen aan ${name}`,
  passedOn: (name) => `doorgestuurd door ${name}`,
  somebody: 'iemand die weg is',
  tooLong: 'Dit bericht is te lang. Verstuur het in delen.',
  notSent: 'Dit bericht kon niet worden verzonden. Probeer het opnieuw.',

  // Settings and shortcuts
  settings: 'Instellingen',
  microphoneSettings: 'Microfooninstellingen',
  cameraSettings: 'Camera-instellingen',
  switchCamera: 'Camera wisselen',
  audio: 'Audio',
  video: 'Video',
  general: 'Algemeen',
  microphoneLevel: 'Microfoonniveau',
  noiseSuppression: 'Achtergrondgeluid verminderen',
  testSpeaker: 'Testgeluid afspelen',
  mirrorVideo: 'Mijn video spiegelen',
  backgroundBlur: 'Achtergrond vervagen',
  dataSaver: 'Databesparing',
  dataSavers: { off: 'Uit', small: 'Kleinere video', 'audio-only': 'Alleen audio' },
  soundEffects: 'Geluidseffecten',
  language: 'Taal',
  automatic: 'Automatisch',
  shortcuts: 'Sneltoetsen',
  shortcutsHint: 'Klik eerst ergens in het gesprek.',
  spaceKey: 'Spatie',
  shortcutNames: {
    talk: 'Ingedrukt houden om te praten terwijl je gedempt bent',
    microphone: 'Microfoon dempen of aanzetten',
    camera: 'Camera aan- of uitzetten',
    hand: 'Hand opsteken of laten zakken',
    chat: 'Chat openen of sluiten',
    fullscreen: 'Volledig scherm aan of uit',
    list: 'Deze lijst tonen',
  },

  // Moderation
  knocks: (name) => `${name} wacht`,
  knockCount: plural({ one: '# persoon wacht', other: '# personen wachten' }),
  admit: 'Toelaten',
  admitName: (name) => `${name} toelaten`,
  refuse: 'Weigeren',
  refuseName: (name) => `${name} weigeren`,
  actionsFor: (name) => `Acties voor ${name}`,
  mutePerson: 'Voor iedereen dempen',
  unmutePerson: 'Dempen opheffen toestaan',
  remove: 'Uit het gesprek verwijderen…',
  removeQuestion: (name) => `${name} uit het gesprek verwijderen?`,
  removeOnly: 'Verwijderen',
  removeAndBan: 'Verwijderen en blokkeren',
  lockRoom: 'Ruimte vergrendelen',
  unlockRoom: 'Ruimte ontgrendelen',
  endForAll: 'Voor iedereen beëindigen',
  endForAllAsk: 'Voor iedereen beëindigen…',
  endQuestion: 'Het gesprek voor iedereen beëindigen?',
  youAreMuted: 'De host heeft je gedempt.',
  notLetIn: 'De host heeft je niet toegelaten.',

  // Problems
  device: {
    denied: (d) => `Je browser blokkeert ${d}.`,
    dismissed: (d) => `Je hebt ${d} nog niet toegestaan. Je kunt zonder verdergaan.`,
    'not-found': (d) => `Niet gevonden: ${d}. Sluit een apparaat aan of ga zonder verder.`,
    'in-use': (d) => `Een andere app gebruikt ${d}. Sluit die app en probeer het opnieuw.`,
    constraints: (d) => `${upper(d)} werkt hier niet. Kies een ander apparaat.`,
    insecure: (d) => `${upper(d)}: alleen beschikbaar op beveiligde pagina’s (https).`,
    policy: (d) => `Deze pagina geeft geen toegang tot ${d}.`,
    unknown: (d) => `Starten is niet gelukt: ${d}. Probeer het opnieuw.`,
  },
  permissionHelp: {
    chrome: 'Klik op het pictogram naast het adres en sta de toegang toe.',
    edge: 'Klik op het slotje naast het adres en sta de toegang toe.',
    firefox: 'Klik op het doorgestreepte pictogram in de adresbalk en hef de blokkering op.',
    safari: 'Open in het Safari-menu de instellingen voor deze website en sta de toegang toe.',
    android: 'Tik op het pictogram naast het adres, open “Rechten” en sta de toegang toe.',
    ios: 'Tik op het paginamenu naast het adres, open de website-instellingen en sta de toegang toe.',
    other: 'Sta de toegang toe in de adresbalk.',
  },
  deviceNames: { microphone: 'de microfoon', camera: 'de camera', both: 'de camera en microfoon' },
  replaced: (used, gone) => `${gone && `${gone} is losgekoppeld. `}Nu in gebruik: ${used}.`,
  screenFailed: 'Je scherm kon niet worden gedeeld. Sta schermopname toe in je systeeminstellingen.',
  screenPolicy: 'Deze pagina staat scherm delen niet toe.',
  errors: {
    'room-missing': 'Deze pagina geeft niet aan om welk gesprek het gaat. Laat het de eigenaar weten.',
    'room-invalid': 'Deze link leidt niet naar een gesprek. Vraag er opnieuw om.',
    'server-missing': 'Deze pagina is nog niet ingesteld voor gesprekken. Laat het de eigenaar weten.',
    'server-unreachable': 'We kunnen de server niet bereiken. Controleer je verbinding.',
    'browser-unsupported':
      'Deze browser ondersteunt geen videogesprekken. Open deze pagina in een andere browser.',
    'insecure-context': 'Voor gesprekken is een beveiligde pagina nodig. Open deze pagina met https.',
    'room-full': 'Dit gesprek is vol. Probeer het opnieuw als iemand is weggegaan.',
    'room-locked': 'Dit gesprek is vergrendeld. Vraag iemand in het gesprek om het te ontgrendelen.',
    'room-ended': 'Dit gesprek is beëindigd.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Je hebt hier geen toestemming voor. Vraag het de host.',
    kicked: 'De host heeft je uit het gesprek verwijderd.',
    replaced: 'Je neemt in een ander venster deel aan dit gesprek.',
    'rate-limited': 'Te veel pogingen. Wacht even en probeer het opnieuw.',
    'bad-message': 'Deze pagina is verouderd. Laad de pagina opnieuw.',
    'peer-unreachable': 'We kunnen iemand in het gesprek niet bereiken. We blijven het proberen.',
    'not-joined': 'Je bent niet in een gesprek.',
    cancelled: 'Deelnemen is geannuleerd.',
    'verification-failed': 'Iets in dit gesprek kon niet worden geverifieerd. We hebben het genegeerd.',
    internal: 'Er is iets misgegaan. Probeer het opnieuw.',
  },
  forOwner: {
    'room-missing': 'Voor de eigenaar van deze pagina: het element heeft een ruimte nodig.',
    'room-invalid':
      'Voor de eigenaar van deze pagina: de naam van een ruimte heeft 1 tot 64 tekens (letters a tot en met z, cijfers, - en _) en begint met een letter of cijfer.',
    'server-missing': 'Voor de eigenaar van deze pagina: het element heeft een server nodig.',
  },
  pageChanged: 'Een ander script op deze pagina verstoort gesprekken. Laat het de eigenaar weten.',
  misspelled:
    'Deze pagina wil haar gesprekken beveiligen, maar de instellingen kloppen niet. Laat het de eigenaar weten.',
  misspelledForOwner: ({ given, instead }) =>
    `Voor de eigenaar van deze pagina: het element leest ‘${given}’ niet. Schrijf ${instead}.`,
  attempt: (count) => `We blijven het proberen (poging ${count}).`,
  keys: {
    missing: 'Dit gesprek vereist een sleutel die niet in je link staat. Vraag om de volledige link.',
    other: 'De sleutel in je link is niet die van dit gesprek. Vraag opnieuw om de link.',
    unused: 'Je link heeft een sleutel, maar de anderen nemen zonder deel. Stuur ze jouw link.',
    malformed: 'De sleutel in je link is onvolledig. Vraag om de volledige link.',
  },
  numbersChanged: (name) => `De veiligheidsnummers van ${name} zijn veranderd. Vergelijk ze opnieuw.`,
  safetyAbout: {
    verified:
      'Alleen mensen met de volledige link kunnen deelnemen. De server kan niet lezen of wijzigen wat hij doorstuurt.',
    'trusted-server':
      'Beeld en geluid zijn versleuteld tussen jou en de anderen. Lees elkaar deze nummers voor om te controleren dat niemand ertussen zit. Ze moeten gelijk zijn.',
  },
  hasSecret: 'Geverifieerd',
  speaker: 'Luidspreker',
  tryAgain: 'Opnieuw proberen',
  joinAgain: 'Opnieuw deelnemen',
  joinHere: 'Hier deelnemen',
  reload: 'Opnieuw laden',
  details: 'Details',
  lasted: (duration) => `Duur: ${duration}`,
  openSecurely: 'Beveiligde pagina openen',

  // Statistics
  connection: 'Verbinding',
  connectionLevel: { good: 'Goed', fair: 'Redelijk', poor: 'Slecht', lost: 'Verbroken', unknown: 'Meten…' },
  connectionPath: { direct: 'Direct', relayed: 'Via een relay', unknown: '…' },
  path: 'Route',
  roundTrip: 'Retourtijd',
  packetLoss: 'Pakketverlies',
  receiving: 'Ontvangen',
  sending: 'Verzenden',
  framesPerSecond: (count) => `${count} fps`,
  soundOnly: 'Alleen geluid',

  // Announcements
  youJoined: 'Je neemt deel aan het gesprek',
  handRaised: (name) => `${name} steekt een hand op`,
  screenStarted: (name) => `${name} deelt een scherm`,
  screenEnded: (name) => `${name} deelt niet meer`,
  linkLost: (name) => `Verbinding met ${name} verbroken`,
  linkBack: (name) => `Verbinding met ${name} hersteld`,
  reacted: (name, emoji) => `${name} reageert met ${emoji}`,

  // Helpful moments
  reactions: 'Reacties',
  mutedSpeech: 'Je microfoon staat uit. Niemand hoort je.',
  sharing: 'Je deelt je scherm.',
  youAreBack: 'De verbinding was verbroken. Je bent weer in het gesprek.',
  volume: 'Volume',
  volumeHint: 'Alleen voor jou',
});
