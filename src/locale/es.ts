/** Spanish, understood in all countries: “tú”. Llamada, anfitrión, silenciar, compartir pantalla, enlace completo. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('es');

const others = plural({ one: '# persona más', other: '# personas más' });
const people = (names: readonly string[]) => list(names, others);

const INVITATION = 'Tu invitación falta o ha caducado. Pide una nueva al anfitrión.';

addLanguage('es', {
  // Lobby
  joinRoom: (room) => `Unirse a ${room}`,
  join: 'Unirse',
  joining: 'Entrando…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'están' : 'está'} en la llamada`,
  nobodyHere: 'Aún no hay nadie.',
  awaitsSecret: 'Esperando la clave de esta llamada.',
  beforeJoin: 'Nadie puede verte ni oírte hasta que te unas.',
  start: 'Comprobar cámara y micrófono',
  startHint: 'El navegador te pedirá permiso.',
  yourName: 'Tu nombre',
  waiting: 'Esperando a que te admitan…',
  waitingHint: 'Te unirás en cuanto el anfitrión te admita.',
  cancel: 'Cancelar',

  // People
  guest: 'Invitado',
  you: 'Tú',
  screenOf: (name) => `Pantalla de ${name}`,
  yourScreen: 'Tu pantalla',
  muted: 'Micrófono desactivado',
  barred: 'Silenciado por el anfitrión',
  locked: 'Bloqueada',
  handUp: 'Mano levantada',
  link: { connecting: 'Conectando', reconnecting: 'Reconectando', unreachable: 'Sin conexión' },
  poor: 'Mala conexión',
  pin: (name) => `Fijar a ${name}`,
  unpin: (name) => `Dejar de fijar a ${name}`,
  people: plural({ one: '# persona', other: '# personas' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'se han unido' : 'se ha unido'}`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'han salido' : 'ha salido'}`,
  safety: { verified: 'Verificada', 'trusted-server': 'Cifrada', unverified: 'Sin verificar' },

  // View
  view: 'Vista',
  layout: 'Diseño',
  layouts: { auto: 'Automático', grid: 'Cuadrícula', speaker: 'Orador' },
  selfView: 'Tu vídeo',
  selfViews: { tile: 'En la cuadrícula', float: 'Flotante', hidden: 'Oculto' },
  fullScreen: 'Pantalla completa',
  exitFullScreen: 'Salir de pantalla completa',
  pip: 'Imagen en imagen',
  exitPip: 'Salir de imagen en imagen',
  inPip: 'La llamada está en otra ventana',
  bringBack: 'Traerla aquí',

  // Pages of tiles
  pages: 'Páginas',
  previousPage: 'Página anterior',
  nextPage: 'Página siguiente',
  pageOf: (page, pages) => `Página ${page} de ${pages}`,

  // Controls
  controls: 'Controles de la llamada',
  microphone: { name: 'Micrófono', on: 'Silenciar', off: 'Activar micrófono' },
  camera: { name: 'Cámara', on: 'Desactivar cámara', off: 'Activar cámara' },
  screen: { name: 'Compartir pantalla', on: 'Dejar de compartir', off: 'Compartir pantalla' },
  hand: { name: 'Levantar la mano', on: 'Bajar la mano', off: 'Levantar la mano' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # mensaje sin leer', other: 'Chat, # mensajes sin leer' }),
  host: 'Controles del anfitrión',
  leave: 'Salir',
  more: 'Más',

  // Alone
  alone: 'No hay nadie más aquí',
  invite: 'Comparte este enlace para invitar a otras personas.',
  copy: 'Copiar enlace',
  copied: 'Enlace copiado',
  copyKeys: (keys) => `Pulsa ${keys} para copiar el enlace.`,
  copyTouch: 'Mantén pulsado el enlace para copiarlo.',

  // Inviting
  inviteControl: 'Invitar',
  inviteTitle: 'Invitar a otras personas',
  shareLink: 'Compartir…',
  qrCode: 'Código QR del enlace',

  // The list of people
  peopleControl: 'Personas',
  peopleHere: 'En la llamada',
  peopleWaiting: 'Esperando para entrar',
  handsUp: 'Manos levantadas',
  selfNamed: (name) => `${name} (tú)`,
  microphoneOn: 'Micrófono activado',
  cameraOn: 'Cámara activada',
  cameraOff: 'Cámara desactivada',
  sharesScreen: 'Comparte pantalla',
  goodConnection: 'Buena conexión',
  fairConnection: 'Conexión regular',

  // Notices
  soundOff: 'El navegador ha pausado el sonido.',
  soundOn: 'Activar sonido',
  read: 'Leer',
  asking:
    'El navegador pide acceso a la cámara y al micrófono. Responde en la barra de direcciones o continúa sin ellos.',
  reconnecting: 'Reconectando… La llamada continúa.',
  youLeft: 'Has salido de la llamada',

  // Chat
  close: 'Cerrar',
  noMessages: 'Aún no hay mensajes',
  noMessagesHint: 'Los mensajes van directamente a las personas de esta llamada. No se guardan.',
  messages: 'Mensajes',
  newMessages: 'Mensajes nuevos',
  writeEveryone: 'Mensaje para todos',
  writeTo: (name) => `Mensaje solo para ${name}`,
  to: 'Para',
  everyone: 'Todos',
  send: 'Enviar',
  onlyYou: 'solo para ti',
  onlyTo: (name) => `solo para ${name}`,
  passedOn: (name) => `reenviado por ${name}`,
  somebody: 'alguien que ha salido',
  tooLong: 'Este mensaje es demasiado largo. Envíalo por partes.',
  notSent: 'No se ha podido enviar este mensaje. Inténtalo de nuevo.',

  // Settings and shortcuts
  settings: 'Ajustes',
  switchCamera: 'Cambiar de cámara',
  audio: 'Audio',
  video: 'Vídeo',
  general: 'General',
  microphoneLevel: 'Nivel del micrófono',
  noiseSuppression: 'Reducir el ruido de fondo',
  testSpeaker: 'Probar sonido',
  mirrorVideo: 'Ver mi vídeo en espejo',
  backgroundBlur: 'Desenfocar el fondo',
  dataSaver: 'Ahorro de datos',
  dataSavers: { off: 'Desactivado', small: 'Vídeo más pequeño', 'audio-only': 'Solo audio' },
  soundEffects: 'Efectos de sonido',
  language: 'Idioma',
  automatic: 'Automático',
  shortcuts: 'Atajos de teclado',
  shortcutsHint: 'Haz clic primero en cualquier parte de la llamada.',
  spaceKey: 'Espacio',
  shortcutNames: {
    talk: 'Mantener para hablar con el micrófono silenciado',
    microphone: 'Silenciar o activar el micrófono',
    camera: 'Activar o desactivar la cámara',
    hand: 'Levantar o bajar la mano',
    chat: 'Abrir o cerrar el chat',
    fullscreen: 'Entrar o salir de pantalla completa',
    list: 'Mostrar esta lista',
  },

  // Moderation
  knocks: (name) => `${name} está esperando`,
  knockCount: plural({ one: '# persona está esperando', other: '# personas están esperando' }),
  admit: 'Admitir',
  admitName: (name) => `Admitir a ${name}`,
  refuse: 'Rechazar',
  refuseName: (name) => `Rechazar a ${name}`,
  actionsFor: (name) => `Acciones para ${name}`,
  mutePerson: 'Silenciar para todos',
  unmutePerson: 'Permitir que active el micrófono',
  remove: 'Quitar de la llamada…',
  removeQuestion: (name) => `¿Quitar a ${name} de la llamada?`,
  removeOnly: 'Quitar',
  removeAndBan: 'Quitar y bloquear',
  lockRoom: 'Bloquear la sala',
  unlockRoom: 'Desbloquear la sala',
  endForAll: 'Finalizar para todos',
  endForAllAsk: 'Finalizar para todos…',
  endQuestion: '¿Finalizar la llamada para todos?',
  youAreMuted: 'El anfitrión te ha silenciado.',
  notLetIn: 'El anfitrión no te ha admitido.',

  // Problems
  device: {
    denied: (d) => `El navegador bloquea ${d}.`,
    dismissed: (d) => `Aún no has permitido usar ${d}. Puedes continuar sin ese acceso.`,
    'not-found': (d) => `No se ha encontrado ${d}. Conecta un dispositivo o continúa sin él.`,
    'in-use': (d) => `Otra aplicación está usando ${d}. Ciérrala e inténtalo de nuevo.`,
    constraints: (d) => `Aquí no se puede usar ${d}. Elige otro dispositivo.`,
    insecure: (d) => `Solo se puede usar ${d} en páginas seguras (https).`,
    policy: (d) => `Esta página no permite usar ${d}.`,
    unknown: (d) => `No se ha podido iniciar ${d}. Inténtalo de nuevo.`,
  },
  permissionHelp: {
    chrome: 'Haz clic en el icono junto a la dirección y permite el acceso.',
    edge: 'Haz clic en el candado junto a la dirección y permite el acceso.',
    firefox: 'Haz clic en el icono tachado de la barra de direcciones y quita el bloqueo.',
    safari: 'En el menú Safari, abre los ajustes para este sitio web y permite el acceso.',
    android: 'Toca el icono junto a la dirección, abre «Permisos» y permite el acceso.',
    ios: 'Toca el menú de página junto a la dirección, abre la configuración del sitio web y permite el acceso.',
    other: 'Permite el acceso en la barra de direcciones.',
  },
  deviceNames: { microphone: 'el micrófono', camera: 'la cámara', both: 'la cámara y el micrófono' },
  replaced: (used, gone) => `${gone && `${gone} se ha desconectado. `}Ahora se usa ${used}.`,
  screenFailed:
    'No se ha podido compartir tu pantalla. Permite la grabación de pantalla en los ajustes del sistema.',
  screenPolicy: 'Esta página no permite compartir la pantalla.',
  errors: {
    'room-missing': 'Esta página no indica a qué llamada unirse. Avisa a su propietario.',
    'room-invalid': 'Este enlace no lleva a ninguna llamada. Pídelo de nuevo.',
    'server-missing': 'Esta página aún no está preparada para llamadas. Avisa a su propietario.',
    'server-unreachable': 'No podemos conectar con el servidor. Comprueba tu conexión.',
    'browser-unsupported': 'Este navegador no admite videollamadas. Abre esta página en otro navegador.',
    'insecure-context': 'Las llamadas necesitan una página segura. Abre esta página con https.',
    'room-full': 'Esta llamada está llena. Inténtalo de nuevo cuando alguien haya salido.',
    'room-locked': 'Esta llamada está bloqueada. Pide a alguien de dentro que la desbloquee.',
    'room-ended': 'Esta llamada ha terminado.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'No tienes permiso para hacer esto. Pídeselo al anfitrión.',
    kicked: 'El anfitrión te ha quitado de la llamada.',
    replaced: 'Te has unido a esta llamada en otra ventana.',
    'rate-limited': 'Demasiados intentos. Espera un momento e inténtalo de nuevo.',
    'bad-message': 'Esta página está desactualizada. Vuelve a cargarla.',
    'peer-unreachable': 'No podemos conectar con alguien de la llamada. Seguiremos intentándolo.',
    'not-joined': 'No estás en ninguna llamada.',
    cancelled: 'Se ha cancelado la entrada.',
    'verification-failed': 'No se ha podido verificar algo de esta llamada. Lo hemos ignorado.',
    internal: 'Se ha producido un error. Inténtalo de nuevo.',
  },
  forOwner: {
    'room-missing': 'Para el propietario de esta página: al elemento le falta una sala.',
    'room-invalid':
      'Para el propietario de esta página: el nombre de una sala tiene de 1 a 64 caracteres (letras de la a a la z, dígitos, - y _) y empieza por una letra o un dígito.',
    'server-missing': 'Para el propietario de esta página: al elemento le falta un servidor.',
  },
  pageChanged: 'Otro script de esta página interfiere en las llamadas. Avisa a su propietario.',
  misspelled:
    'Esta página quiere proteger sus llamadas, pero su configuración es incorrecta. Avisa a su propietario.',
  misspelledForOwner: ({ given, instead }) =>
    `Para el propietario de esta página: el elemento no lee «${given}». Escribe ${instead}.`,
  attempt: (count) => `Seguimos intentándolo (intento ${count}).`,
  keys: {
    missing: 'Esta llamada necesita una clave que tu enlace no tiene. Pide el enlace completo.',
    other: 'La clave de tu enlace no es la de esta llamada. Pide el enlace de nuevo.',
    unused: 'Tu enlace tiene una clave, pero los demás se han unido sin ella. Envíales tu enlace.',
    malformed: 'La clave de tu enlace está incompleta. Pide el enlace completo.',
  },
  numbersChanged: (name) => `Los números de seguridad de ${name} han cambiado. Compáralos de nuevo.`,
  safetyAbout: {
    verified:
      'Solo pueden unirse las personas que tienen el enlace completo. El servidor no puede leer ni modificar lo que transmite.',
    'trusted-server':
      'El vídeo y el audio van cifrados entre tú y los demás. Para comprobar que no hay nadie en medio, conviene leer estos números en voz alta y compararlos. Deben coincidir.',
  },
  hasSecret: 'Verificado',
  speaker: 'Altavoz',
  tryAgain: 'Reintentar',
  joinAgain: 'Volver a unirse',
  joinHere: 'Unirse aquí',
  reload: 'Recargar',
  details: 'Detalles',
  lasted: (duration) => `Duración: ${duration}`,
  openSecurely: 'Abrir la página segura',

  // Statistics
  connection: 'Conexión',
  connectionLevel: { good: 'Buena', fair: 'Regular', poor: 'Mala', lost: 'Perdida', unknown: 'Midiendo…' },
  connectionPath: { direct: 'Directa', relayed: 'A través de un relé', unknown: '…' },
  path: 'Ruta',
  roundTrip: 'Ida y vuelta',
  packetLoss: 'Pérdida de paquetes',
  receiving: 'Recepción',
  sending: 'Envío',
  framesPerSecond: (count) => `${count} fps`,
  soundOnly: 'Solo audio',

  // Announcements
  youJoined: 'Te has unido a la llamada',
  handRaised: (name) => `${name} levanta la mano`,
  screenStarted: (name) => `${name} comparte una pantalla`,
  screenEnded: (name) => `${name} ha dejado de compartir`,
  linkLost: (name) => `Se ha perdido la conexión con ${name}`,
  linkBack: (name) => `Conexión con ${name} restablecida`,
  reacted: (name, emoji) => `${name} reacciona con ${emoji}`,

  // Helpful moments
  reactions: 'Reacciones',
  mutedSpeech: 'Tienes el micrófono apagado. Nadie te oye.',
  sharing: 'Estás compartiendo tu pantalla.',
  youAreBack: 'Se perdió la conexión. Ya estás de nuevo en la llamada.',
  volume: 'Volumen',
  volumeHint: 'Solo para ti',
});
