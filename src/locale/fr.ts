/** French: “vous”, short verbs. Appel, hôte, couper le micro, partager l’écran, lien complet. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('fr');

const others = plural({ one: '# autre', other: '# autres' });
const people = (names: readonly string[]) => list(names, others);

const INVITATION = 'Votre invitation est introuvable ou a expiré. Demandez-en une nouvelle à l’hôte.';

addLanguage('fr', {
  // Lobby
  joinRoom: (room) => `Rejoindre ${room}`,
  join: 'Rejoindre',
  joining: 'Connexion…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'sont' : 'est'} dans l’appel`,
  nobodyHere: 'Il n’y a encore personne.',
  awaitsSecret: 'En attente de la clé de cet appel.',
  beforeJoin: 'Personne ne peut vous voir ni vous entendre avant que vous rejoigniez l’appel.',
  start: 'Vérifier la caméra et le micro',
  startHint: 'Votre navigateur vous demandera l’autorisation.',
  yourName: 'Votre nom',
  waiting: 'En attente d’admission…',
  waitingHint: 'Vous rejoindrez l’appel dès que l’hôte vous aura admis.',
  cancel: 'Annuler',

  // People
  guest: 'Invité',
  you: 'Vous',
  screenOf: (name) => `Écran partagé par ${name}`,
  yourScreen: 'Votre écran',
  muted: 'Micro coupé',
  barred: 'Micro coupé par l’hôte',
  locked: 'Verrouillé',
  handUp: 'Main levée',
  link: { connecting: 'Connexion…', reconnecting: 'Reconnexion…', unreachable: 'Injoignable' },
  poor: 'Mauvaise connexion',
  pin: (name) => `Épingler ${name}`,
  unpin: (name) => `Désépingler ${name}`,
  people: plural({ one: '# personne', other: '# personnes' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'ont' : 'a'} rejoint l’appel`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'ont' : 'a'} quitté l’appel`,
  safety: { verified: 'Vérifié', 'trusted-server': 'Chiffré', unverified: 'Non vérifié' },

  // View
  view: 'Affichage',
  layout: 'Disposition',
  layouts: { auto: 'Automatique', grid: 'Grille', speaker: 'Intervenant' },
  selfView: 'Votre vidéo',
  selfViews: { tile: 'Dans la grille', float: 'Flottante', hidden: 'Masquée' },
  fullScreen: 'Plein écran',
  exitFullScreen: 'Quitter le plein écran',
  pip: 'Image dans l’image',
  exitPip: 'Quitter l’image dans l’image',
  inPip: 'Votre appel est dans une autre fenêtre',
  bringBack: 'Le ramener ici',

  // Pages of tiles
  pages: 'Pages',
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',
  pageOf: (page, pages) => `Page ${page} sur ${pages}`,

  // Controls
  controls: 'Commandes de l’appel',
  microphone: { name: 'Micro', on: 'Couper le micro', off: 'Activer le micro' },
  camera: { name: 'Caméra', on: 'Désactiver la caméra', off: 'Activer la caméra' },
  screen: { on: 'Arrêter le partage', off: 'Partager l’écran' },
  hand: { on: 'Baisser la main', off: 'Lever la main' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # message non lu', other: 'Chat, # messages non lus' }),
  host: 'Commandes de l’hôte',
  leave: 'Quitter',
  more: 'Plus',
  withDetail: (label, detail) => `${label} : ${detail}`,

  // Alone
  alone: 'Vous êtes la seule personne ici',
  invite: 'Partagez ce lien pour inviter d’autres personnes.',
  copy: 'Copier le lien',
  copied: 'Lien copié',
  copyKeys: (keys) => `Appuyez sur ${keys} pour copier le lien.`,
  copyTouch: 'Appuyez longuement sur le lien pour le copier.',

  // Inviting
  inviteControl: 'Inviter',
  inviteTitle: 'Inviter d’autres personnes',
  shareLink: 'Partager…',
  qrCode: 'Code QR du lien',

  // The list of people
  peopleControl: 'Personnes',
  peopleHere: 'Dans l’appel',
  peopleWaiting: 'En attente d’admission',
  handsUp: 'Mains levées',
  selfNamed: (name) => `${name} (vous)`,
  microphoneOn: 'Micro activé',
  speaking: 'Parle',
  cameraOn: 'Caméra activée',
  cameraOff: 'Caméra désactivée',
  sharesScreen: 'Partage son écran',
  pinned: 'Épinglé',
  goodConnection: 'Bonne connexion',
  fairConnection: 'Connexion moyenne',

  // Notices
  soundOff: 'Votre navigateur a suspendu le son.',
  soundOn: 'Activer le son',
  read: 'Lire',
  asking:
    'Votre navigateur demande l’accès à la caméra et au micro. Répondez dans la barre d’adresse, ou continuez sans.',
  reconnecting: 'Reconnexion… Votre appel continue.',
  youLeft: 'Vous avez quitté l’appel',

  // Chat
  close: 'Fermer',
  noMessages: 'Aucun message pour l’instant',
  noMessagesHint:
    'Les messages vont directement aux personnes présentes dans l’appel. Ils ne sont pas conservés.',
  messages: 'Messages',
  newMessages: 'Nouveaux messages',
  writeEveryone: 'Écrire à tout le monde',
  writeTo: (name) => `Écrire à ${name} uniquement`,
  to: 'À',
  everyone: 'Tout le monde',
  send: 'Envoyer',
  onlyYou: 'à vous uniquement',
  onlyTo: (name) => `à ${name} uniquement`,
  passedOn: (name) => `transmis par ${name}`,
  somebody: 'une personne qui a quitté l’appel',
  tooLong: 'Ce message est trop long. Envoyez-le en plusieurs fois.',
  notSent: 'Ce message n’a pas pu être envoyé. Réessayez.',

  // Settings and shortcuts
  settings: 'Paramètres',
  microphoneSettings: 'Paramètres du micro',
  cameraSettings: 'Paramètres de la caméra',
  switchCamera: 'Changer de caméra',
  audio: 'Audio',
  video: 'Vidéo',
  general: 'Général',
  nameFixed: 'Ce site définit votre nom.',
  microphoneLevel: 'Niveau du micro',
  noiseSuppression: 'Réduire le bruit de fond',
  testSpeaker: 'Tester le son',
  mirrorVideo: 'Afficher ma vidéo en miroir',
  backgroundBlur: 'Flouter l’arrière-plan',
  dataSaver: 'Économie de données',
  dataSavers: { off: 'Désactivée', small: 'Vidéo plus petite', 'audio-only': 'Audio uniquement' },
  soundEffects: 'Effets sonores',
  language: 'Langue',
  automatic: 'Automatique',
  shortcuts: 'Raccourcis clavier',
  shortcutsHint: 'Les raccourcis fonctionnent pendant l’appel, mais pas pendant la saisie.',
  spaceKey: 'Espace',
  shortcutNames: {
    talk: 'Maintenir pour parler quand le micro est coupé',
    microphone: 'Couper ou réactiver le micro',
    camera: 'Activer ou désactiver la caméra',
    hand: 'Lever ou baisser la main',
    chat: 'Ouvrir ou fermer le chat',
    fullscreen: 'Activer ou quitter le plein écran',
    list: 'Afficher cette liste',
  },

  // Moderation
  knocks: (name) => `${name} attend`,
  knockCount: plural({ one: '# personne attend', other: '# personnes attendent' }),
  admit: 'Admettre',
  admitName: (name) => `Admettre ${name}`,
  refuse: 'Refuser',
  refuseName: (name) => `Refuser ${name}`,
  actionsFor: (name) => `Actions pour ${name}`,
  mutePerson: 'Couper son micro pour tous',
  unmutePerson: 'Autoriser à réactiver le micro',
  remove: 'Retirer de l’appel…',
  removeQuestion: (name) => `Retirer ${name} de l’appel ?`,
  removeOnly: 'Retirer',
  removeAndBan: 'Retirer et bloquer',
  lockRoom: 'Verrouiller l’appel',
  unlockRoom: 'Déverrouiller l’appel',
  endForAll: 'Terminer pour tous',
  endForAllAsk: 'Terminer pour tous…',
  endQuestion: 'Terminer l’appel pour tous ?',
  youAreMuted: 'L’hôte a coupé votre micro.',
  notLetIn: 'L’hôte ne vous a pas admis.',

  // Problems
  device: {
    denied: (d) => `Votre navigateur bloque ${d}.`,
    dismissed: (d) => `Vous n’avez pas encore autorisé ${d}. Vous pouvez continuer sans.`,
    'not-found': (d) => `Impossible de trouver ${d}. Branchez un appareil, ou continuez sans.`,
    'in-use': (d) => `Une autre application utilise ${d}. Fermez-la, puis réessayez.`,
    constraints: (d) => `Impossible d’utiliser ${d} ici. Choisissez un autre appareil.`,
    insecure: (d) => `Pour utiliser ${d}, il faut une page sécurisée (https).`,
    policy: (d) => `Cette page n’autorise pas ${d}.`,
    unknown: (d) => `Impossible de démarrer ${d}. Réessayez.`,
  },
  permissionHelp: {
    chrome: 'Cliquez sur l’icône à côté de l’adresse, puis autorisez l’accès.',
    edge: 'Cliquez sur le cadenas à côté de l’adresse, puis autorisez l’accès.',
    firefox: 'Cliquez sur l’icône barrée dans la barre d’adresse, puis retirez le blocage.',
    safari: 'Dans le menu Safari, ouvrez les réglages de ce site web, puis autorisez l’accès.',
    android: 'Touchez l’icône à côté de l’adresse, ouvrez « Autorisations », puis autorisez l’accès.',
    ios: 'Touchez le menu de la page à côté de l’adresse, ouvrez les réglages du site web, puis autorisez l’accès.',
    other: 'Autorisez l’accès dans la barre d’adresse.',
  },
  deviceNames: { microphone: 'le micro', camera: 'la caméra', both: 'la caméra et le micro' },
  replaced: (used, gone) => `${gone && `${gone} : déconnecté. `}Appareil utilisé : ${used}.`,
  screenFailed:
    'Votre écran n’a pas pu être partagé. Autorisez l’enregistrement de l’écran dans les réglages du système.',
  screenPolicy: 'Cette page n’autorise pas le partage d’écran.',
  errors: {
    'room-missing': 'Cette page n’indique pas quel appel rejoindre. Prévenez son propriétaire.',
    'room-invalid': 'Ce lien ne mène à aucun appel. Redemandez-le.',
    'server-missing': 'Cette page n’est pas encore configurée pour les appels. Prévenez son propriétaire.',
    'server-unreachable': 'Le serveur est injoignable. Vérifiez votre connexion.',
    'browser-unsupported':
      'Ce navigateur ne prend pas en charge les appels vidéo. Ouvrez cette page dans un autre navigateur.',
    'insecure-context': 'Les appels nécessitent une page sécurisée. Ouvrez cette page en https.',
    'room-full': 'Cet appel est complet. Réessayez quand quelqu’un sera parti.',
    'room-locked': 'Cet appel est verrouillé. Demandez à une personne présente de le déverrouiller.',
    'room-ended': 'Cet appel est terminé.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Vous n’avez pas l’autorisation de faire cela. Demandez à l’hôte.',
    kicked: 'L’hôte vous a retiré de l’appel.',
    replaced: 'Vous avez rejoint cet appel dans une autre fenêtre.',
    'rate-limited': 'Trop de tentatives. Patientez un instant, puis réessayez.',
    'bad-message': 'Cette page n’est plus à jour. Rechargez-la.',
    'peer-unreachable': 'Une personne de l’appel est injoignable. Nous réessayons.',
    'not-joined': 'Vous n’êtes pas dans un appel.',
    cancelled: 'La connexion a été annulée.',
    'verification-failed': 'Un élément de cet appel n’a pas pu être vérifié. Il a été ignoré.',
    internal: 'Une erreur s’est produite. Réessayez.',
  },
  forOwner: {
    'room-missing': 'Pour le propriétaire de cette page : il manque une salle à l’élément.',
    'room-invalid':
      'Pour le propriétaire de cette page : un nom de salle compte de 1 à 64 caractères (lettres de a à z, chiffres, - et _) et commence par une lettre ou un chiffre.',
    'server-missing': 'Pour le propriétaire de cette page : il manque un serveur à l’élément.',
  },
  pageChanged: 'Un autre script de cette page perturbe les appels. Prévenez son propriétaire.',
  misspelled:
    'Cette page veut protéger ses appels, mais ses réglages sont incorrects. Prévenez son propriétaire.',
  misspelledForOwner: ({ given, instead }) =>
    `Pour le propriétaire de cette page : l’élément ne lit pas « ${given} ». Écrivez ${instead}.`,
  attempt: (count) => `Nouvelle tentative en cours (${count}).`,
  keys: {
    missing: 'Cet appel nécessite une clé que votre lien n’a pas. Demandez le lien complet.',
    other: 'La clé de votre lien n’est pas celle de cet appel. Redemandez le lien.',
    unused:
      'Votre lien contient une clé, mais les autres ont rejoint l’appel sans elle. Envoyez-leur votre lien.',
    malformed: 'La clé de votre lien est incomplète. Demandez le lien complet.',
  },
  numbersChanged: (name) => `Les numéros de sécurité ont changé pour ${name}. Comparez-les de nouveau.`,
  safetyAbout: {
    verified:
      'Seules les personnes qui ont le lien complet peuvent rejoindre l’appel. Personne entre vous ne peut lire ni modifier ce que vous échangez.',
    'trusted-server': 'La vidéo et le son sont chiffrés entre vous et les autres.',
  },
  compareNumbers:
    'Pour vérifier que personne ne s’est interposé, lisez-vous mutuellement ces numéros à voix haute. Ils doivent être identiques.',
  compareLater: 'Quand d’autres personnes rejoindront l’appel, vous trouverez ici des numéros à comparer.',
  hasSecret: 'Vérifié',
  speaker: 'Haut-parleur',
  tryAgain: 'Réessayer',
  joinAgain: 'Rejoindre à nouveau',
  joinHere: 'Rejoindre ici',
  reload: 'Recharger',
  details: 'Détails',
  lasted: (duration) => `Durée : ${duration}`,
  openSecurely: 'Ouvrir la page sécurisée',

  // Statistics
  connection: 'Connexion',
  connectionLevel: {
    good: 'Bonne',
    fair: 'Moyenne',
    poor: 'Mauvaise',
    lost: 'Perdue',
    unknown: 'Mesure en cours…',
  },
  connectionPath: { direct: 'Direct', relayed: 'Par un relais', unknown: '…' },
  path: 'Chemin',
  roundTrip: 'Aller-retour',
  packetLoss: 'Perte de paquets',
  receiving: 'Réception',
  sending: 'Envoi',
  framesPerSecond: (count) => `${count} i/s`,
  soundOnly: 'Audio seul',

  // Announcements
  youJoined: 'Vous avez rejoint l’appel',
  handRaised: (name) => `${name} lève la main`,
  screenStarted: (name) => `${name} partage son écran`,
  screenEnded: (name) => `${name} ne partage plus son écran`,
  linkLost: (name) => `Connexion avec ${name} perdue`,
  linkBack: (name) => `Connexion avec ${name} rétablie`,
  reacted: (name, emoji) => `Réaction de ${name} : ${emoji}`,

  // Helpful moments
  reactions: 'Réactions',
  mutedSpeech: 'Votre micro est coupé. Personne ne vous entend.',
  sharing: 'Vous partagez votre écran.',
  youAreBack: 'La connexion a été perdue. Vous êtes de retour dans l’appel.',
  volume: 'Volume',
  volumeHint: 'Seulement pour vous',
});
