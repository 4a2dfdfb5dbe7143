/** Italian: “tu”. Chiamata, organizzatore, disattivare il microfono, condividere lo schermo, link completo. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('it');

const others = plural({ one: 'un’altra persona', other: 'altre # persone' });
const people = (names: readonly string[]) => list(names, others);

const INVITATION = 'Il tuo invito manca o è scaduto. Chiedine uno nuovo all’organizzatore.';

addLanguage('it', {
  // Lobby
  joinRoom: (room) => `Partecipa a ${room}`,
  join: 'Partecipa',
  joining: 'Accesso in corso…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'sono' : 'è'} nella chiamata`,
  nobodyHere: 'Non c’è ancora nessuno.',
  awaitsSecret: 'In attesa della chiave di questa chiamata.',
  beforeJoin: 'Nessuno può vederti o sentirti finché non partecipi.',
  start: 'Controlla videocamera e microfono',
  startHint: 'Il browser ti chiederà l’autorizzazione.',
  yourName: 'Il tuo nome',
  waiting: 'In attesa dell’autorizzazione…',
  waitingHint: 'Parteciperai non appena l’organizzatore ti farà entrare.',
  cancel: 'Annulla',

  // People
  guest: 'Ospite',
  you: 'Tu',
  screenOf: (name) => `Schermo di ${name}`,
  yourScreen: 'Il tuo schermo',
  muted: 'Microfono disattivato',
  barred: 'Microfono disattivato dall’organizzatore',
  locked: 'Bloccata',
  handUp: 'Mano alzata',
  link: { connecting: 'Connessione', reconnecting: 'Riconnessione', unreachable: 'Non raggiungibile' },
  poor: 'Connessione scarsa',
  pin: (name) => `Fissa ${name}`,
  unpin: (name) => `Non fissare più ${name}`,
  people: plural({ one: '# persona', other: '# persone' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'partecipano' : 'partecipa'} alla chiamata`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'hanno' : 'ha'} lasciato la chiamata`,
  safety: { verified: 'Verificata', 'trusted-server': 'Crittografata', unverified: 'Non verificato' },

  // View
  view: 'Visualizzazione',
  layout: 'Layout',
  layouts: { auto: 'Automatico', grid: 'Griglia', speaker: 'Relatore' },
  selfView: 'Il tuo video',
  selfViews: { tile: 'Nella griglia', float: 'In sovrimpressione', hidden: 'Nascosto' },
  fullScreen: 'Schermo intero',
  exitFullScreen: 'Esci da schermo intero',
  pip: 'Picture in picture',
  exitPip: 'Esci da picture in picture',
  inPip: 'La chiamata è in un’altra finestra',
  bringBack: 'Riportala qui',

  // Pages of tiles
  pages: 'Pagine',
  previousPage: 'Pagina precedente',
  nextPage: 'Pagina successiva',
  pageOf: (page, pages) => `Pagina ${page} di ${pages}`,

  // Controls
  controls: 'Controlli della chiamata',
  microphone: { name: 'Microfono', on: 'Disattiva microfono', off: 'Attiva microfono' },
  camera: { name: 'Videocamera', on: 'Disattiva videocamera', off: 'Attiva videocamera' },
  screen: { on: 'Interrompi condivisione', off: 'Condividi schermo' },
  hand: { on: 'Abbassa la mano', off: 'Alza la mano' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # messaggio non letto', other: 'Chat, # messaggi non letti' }),
  host: 'Controlli dell’organizzatore',
  leave: 'Abbandona',
  more: 'Altro',
  withDetail: (label, detail) => `${label}: ${detail}`,

  // Alone
  alone: 'Per ora ci sei solo tu',
  invite: 'Condividi questo link per invitare altre persone.',
  copy: 'Copia link',
  copied: 'Link copiato',
  copyKeys: (keys) => `Premi ${keys} per copiare il link.`,
  copyTouch: 'Tocca e tieni premuto il link per copiarlo.',

  // Inviting
  inviteControl: 'Invita',
  inviteTitle: 'Invita altre persone',
  shareLink: 'Condividi…',
  qrCode: 'Codice QR del link',

  // The list of people
  peopleControl: 'Persone',
  peopleHere: 'Nella chiamata',
  peopleWaiting: 'In attesa di entrare',
  handsUp: 'Mani alzate',
  selfNamed: (name) => `${name} (tu)`,
  microphoneOn: 'Microfono attivo',
  cameraOn: 'Videocamera attiva',
  cameraOff: 'Videocamera disattivata',
  sharesScreen: 'Condivide lo schermo',
  goodConnection: 'Connessione buona',
  fairConnection: 'Connessione discreta',

  // Notices
  soundOff: 'Il browser ha messo in pausa l’audio.',
  soundOn: 'Attiva audio',
  read: 'Leggi',
  asking:
    'Il browser chiede l’accesso a videocamera e microfono. Rispondi nella barra degli indirizzi oppure continua senza.',
  reconnecting: 'Riconnessione… La chiamata continua.',
  youLeft: 'Hai lasciato la chiamata',

  // Chat
  close: 'Chiudi',
  noMessages: 'Ancora nessun messaggio',
  noMessagesHint: 'I messaggi arrivano direttamente alle persone in questa chiamata. Non vengono conservati.',
  messages: 'Messaggi',
  newMessages: 'Nuovi messaggi',
  writeEveryone: 'Scrivi a tutti',
  writeTo: (name) => `Scrivi solo a ${name}`,
  to: 'A',
  everyone: 'Tutti',
  send: 'Invia',
  onlyYou: 'solo a te',
  onlyTo: (name) => `solo a ${name}`,
  passedOn: (name) => `inoltrato da ${name}`,
  somebody: 'qualcuno che è uscito',
  tooLong: 'Questo messaggio è troppo lungo. Invialo in più parti.',
  notSent: 'Impossibile inviare questo messaggio. Riprova.',

  // Settings and shortcuts
  settings: 'Impostazioni',
  microphoneSettings: 'Impostazioni microfono',
  cameraSettings: 'Impostazioni videocamera',
  switchCamera: 'Cambia videocamera',
  audio: 'Audio',
  video: 'Video',
  general: 'Generali',
  microphoneLevel: 'Livello del microfono',
  noiseSuppression: 'Riduci il rumore di fondo',
  testSpeaker: 'Riproduci suono di prova',
  mirrorVideo: 'Specchia il mio video',
  backgroundBlur: 'Sfoca lo sfondo',
  dataSaver: 'Risparmio dati',
  dataSavers: { off: 'Disattivato', small: 'Video più piccolo', 'audio-only': 'Solo audio' },
  soundEffects: 'Effetti sonori',
  language: 'Lingua',
  automatic: 'Automatica',
  shortcuts: 'Scorciatoie da tastiera',
  shortcutsHint: 'Prima fai clic in un punto qualsiasi della chiamata.',
  spaceKey: 'Spazio',
  shortcutNames: {
    talk: 'Tieni premuto per parlare con il microfono disattivato',
    microphone: 'Disattiva o riattiva il microfono',
    camera: 'Attiva o disattiva la videocamera',
    hand: 'Alza o abbassa la mano',
    chat: 'Apri o chiudi la chat',
    fullscreen: 'Attiva o disattiva lo schermo intero',
    list: 'Mostra questo elenco',
  },

  // Moderation
  knocks: (name) => `${name} è in attesa`,
  knockCount: plural({ one: '# persona è in attesa', other: '# persone sono in attesa' }),
  admit: 'Ammetti',
  admitName: (name) => `Ammetti ${name}`,
  refuse: 'Rifiuta',
  refuseName: (name) => `Rifiuta ${name}`,
  actionsFor: (name) => `Azioni per ${name}`,
  mutePerson: 'Disattiva il microfono per tutti',
  unmutePerson: 'Consenti di riattivare il microfono',
  remove: 'Rimuovi dalla chiamata…',
  removeQuestion: (name) => `Rimuovere ${name} dalla chiamata?`,
  removeOnly: 'Rimuovi',
  removeAndBan: 'Rimuovi e blocca',
  lockRoom: 'Blocca la stanza',
  unlockRoom: 'Sblocca la stanza',
  endForAll: 'Termina per tutti',
  endForAllAsk: 'Termina per tutti…',
  endQuestion: 'Terminare la chiamata per tutti?',
  youAreMuted: 'L’organizzatore ha disattivato il tuo microfono.',
  notLetIn: 'L’organizzatore non ti ha fatto entrare.',

  // Problems
  device: {
    denied: (d) => `Il browser blocca ${d}.`,
    dismissed: (d) => `Non hai ancora consentito di usare ${d}. Puoi continuare senza.`,
    'not-found': (d) => `Impossibile trovare ${d}. Collega un dispositivo oppure continua senza.`,
    'in-use': (d) => `Un’altra app sta usando ${d}. Chiudila e riprova.`,
    constraints: (d) => `Qui non è possibile usare ${d}. Scegli un altro dispositivo.`,
    insecure: (d) => `Puoi usare ${d} solo su pagine sicure (https).`,
    policy: (d) => `Questa pagina non consente di usare ${d}.`,
    unknown: (d) => `Impossibile avviare ${d}. Riprova.`,
  },
  permissionHelp: {
    chrome: 'Fai clic sull’icona accanto all’indirizzo e consenti l’accesso.',
    edge: 'Fai clic sul lucchetto accanto all’indirizzo e consenti l’accesso.',
    firefox: 'Fai clic sull’icona barrata nella barra degli indirizzi e rimuovi il blocco.',
    safari: 'Nel menu Safari, apri le impostazioni per questo sito web e consenti l’accesso.',
    android: 'Tocca l’icona accanto all’indirizzo, apri “Autorizzazioni” e consenti l’accesso.',
    ios: 'Tocca il menu della pagina accanto all’indirizzo, apri le impostazioni del sito web e consenti l’accesso.',
    other: 'Consenti l’accesso nella barra degli indirizzi.',
  },
  deviceNames: {
    microphone: 'il microfono',
    camera: 'la videocamera',
    both: 'la videocamera e il microfono',
  },
  replaced: (used, gone) => `${gone && `${gone}: scollegato. `}Ora in uso: ${used}.`,
  screenFailed:
    'Impossibile condividere lo schermo. Consenti la registrazione dello schermo nelle impostazioni di sistema.',
  screenPolicy: 'Questa pagina non consente di condividere lo schermo.',
  errors: {
    'room-missing': 'Questa pagina non indica a quale chiamata partecipare. Avvisa il proprietario.',
    'room-invalid': 'Questo link non porta a nessuna chiamata. Chiedilo di nuovo.',
    'server-missing': 'Questa pagina non è ancora configurata per le chiamate. Avvisa il proprietario.',
    'server-unreachable': 'Impossibile raggiungere il server. Controlla la connessione.',
    'browser-unsupported':
      'Questo browser non supporta le videochiamate. Apri questa pagina in un altro browser.',
    'insecure-context': 'Le chiamate richiedono una pagina sicura. Apri questa pagina con https.',
    'room-full': 'Questa chiamata è al completo. Riprova quando qualcuno sarà uscito.',
    'room-locked': 'Questa chiamata è bloccata. Chiedi a qualcuno che è dentro di sbloccarla.',
    'room-ended': 'Questa chiamata è terminata.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Non hai l’autorizzazione per farlo. Chiedi all’organizzatore.',
    kicked: 'L’organizzatore ti ha rimosso dalla chiamata.',
    replaced: 'Stai partecipando a questa chiamata in un’altra finestra.',
    'rate-limited': 'Troppi tentativi. Attendi un momento e riprova.',
    'bad-message': 'Questa pagina non è aggiornata. Ricaricala.',
    'peer-unreachable': 'Impossibile raggiungere una persona nella chiamata. Continueremo a provare.',
    'not-joined': 'Non stai partecipando a una chiamata.',
    cancelled: 'L’accesso è stato annullato.',
    'verification-failed': 'Qualcosa in questa chiamata non ha superato la verifica ed è stato ignorato.',
    internal: 'Si è verificato un errore. Riprova.',
  },
  forOwner: {
    'room-missing': 'Per il proprietario di questa pagina: all’elemento manca una stanza.',
    'room-invalid':
      'Per il proprietario di questa pagina: il nome di una stanza ha da 1 a 64 caratteri (lettere dalla a alla z, cifre, - e _) e inizia con una lettera o una cifra.',
    'server-missing': 'Per il proprietario di questa pagina: all’elemento manca un server.',
  },
  pageChanged: 'Un altro script di questa pagina interferisce con le chiamate. Avvisa il proprietario.',
  misspelled:
    'Questa pagina vuole proteggere le sue chiamate, ma le impostazioni sono errate. Avvisa il proprietario.',
  misspelledForOwner: ({ given, instead }) =>
    `Per il proprietario di questa pagina: l’elemento non legge “${given}”. Scrivi ${instead}.`,
  attempt: (count) => `Nuovo tentativo in corso (${count}).`,
  keys: {
    missing: 'Questa chiamata richiede una chiave che il tuo link non ha. Chiedi il link completo.',
    other: 'La chiave del tuo link non è quella di questa chiamata. Chiedi di nuovo il link.',
    unused: 'Il tuo link ha una chiave, ma gli altri partecipano senza. Invia loro il tuo link.',
    malformed: 'La chiave nel tuo link è incompleta. Chiedi il link completo.',
  },
  numbersChanged: (name) => `I numeri di sicurezza di ${name} sono cambiati. Confrontateli di nuovo.`,
  safetyAbout: {
    verified:
      'Può partecipare solo chi ha il link completo. Il server non può leggere né modificare ciò che trasmette.',
    'trusted-server':
      'Video e audio sono crittografati tra te e gli altri. Per verificare che nessuno si sia intromesso, leggetevi questi numeri ad alta voce. Devono coincidere.',
  },
  hasSecret: 'Verificato',
  speaker: 'Altoparlante',
  tryAgain: 'Riprova',
  joinAgain: 'Partecipa di nuovo',
  joinHere: 'Partecipa qui',
  reload: 'Ricarica',
  details: 'Dettagli',
  lasted: (duration) => `Durata: ${duration}`,
  openSecurely: 'Apri la pagina sicura',

  // Statistics
  connection: 'Connessione',
  connectionLevel: {
    good: 'Buona',
    fair: 'Discreta',
    poor: 'Scarsa',
    lost: 'Persa',
    unknown: 'Misurazione…',
  },
  connectionPath: { direct: 'Diretta', relayed: 'Tramite relay', unknown: '…' },
  path: 'Percorso',
  roundTrip: 'Andata e ritorno',
  packetLoss: 'Pacchetti persi',
  receiving: 'Ricezione',
  sending: 'Invio',
  framesPerSecond: (count) => `${count} fps`,
  soundOnly: 'Solo audio',

  // Announcements
  youJoined: 'Partecipi alla chiamata',
  handRaised: (name) => `${name} alza la mano`,
  screenStarted: (name) => `${name} condivide uno schermo`,
  screenEnded: (name) => `${name} non condivide più lo schermo`,
  linkLost: (name) => `Connessione con ${name} persa`,
  linkBack: (name) => `Connessione con ${name} ripristinata`,
  reacted: (name, emoji) => `${name} reagisce con ${emoji}`,

  // Helpful moments
  reactions: 'Reazioni',
  mutedSpeech: 'Il microfono è spento. Nessuno può sentirti.',
  sharing: 'Stai condividendo lo schermo.',
  youAreBack: 'La connessione si era interrotta. Ora sei di nuovo nella chiamata.',
  volume: 'Volume',
  volumeHint: 'Solo per te',
});
