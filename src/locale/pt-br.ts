/** Portuguese (Brazil): “você”. Chamada, anfitrião, desativar o microfone, compartilhar tela, link completo. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('pt-BR');

const others = plural({ one: 'mais # pessoa', other: 'mais # pessoas' });
const people = (names: readonly string[]) => list(names, others);

const INVITATION = 'Seu convite não foi encontrado ou expirou. Peça um novo ao anfitrião.';

addLanguage('pt-BR', {
  // Lobby
  joinRoom: (room) => `Entrar em ${room}`,
  join: 'Entrar',
  joining: 'Entrando…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'estão' : 'está'} na chamada`,
  nobodyHere: 'Ainda não há ninguém aqui.',
  awaitsSecret: 'Aguardando a chave desta chamada.',
  beforeJoin: 'Ninguém pode ver nem ouvir você até você entrar.',
  start: 'Verificar câmera e microfone',
  startHint: 'O navegador vai pedir permissão.',
  yourName: 'Seu nome',
  waiting: 'Aguardando permissão para entrar…',
  waitingHint: 'Você entrará assim que o anfitrião permitir.',
  cancel: 'Cancelar',

  // People
  guest: 'Convidado',
  you: 'Você',
  screenOf: (name) => `Tela de ${name}`,
  yourScreen: 'Sua tela',
  muted: 'Microfone desativado',
  barred: 'Microfone desativado pelo anfitrião',
  locked: 'Bloqueada',
  handUp: 'Mão levantada',
  link: { connecting: 'Conectando', reconnecting: 'Reconectando', unreachable: 'Sem conexão' },
  poor: 'Conexão ruim',
  pin: (name) => `Fixar ${name}`,
  unpin: (name) => `Desafixar ${name}`,
  people: plural({ one: '# pessoa', other: '# pessoas' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'entraram' : 'entrou'}`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'saíram' : 'saiu'}`,
  safety: { verified: 'Verificada', 'trusted-server': 'Criptografada', unverified: 'Não verificado' },

  // View
  view: 'Visualização',
  layout: 'Layout',
  layouts: { auto: 'Automático', grid: 'Grade', speaker: 'Orador' },
  selfView: 'Seu vídeo',
  selfViews: { tile: 'Na grade', float: 'Flutuante', hidden: 'Oculto' },
  fullScreen: 'Tela cheia',
  exitFullScreen: 'Sair da tela cheia',
  pip: 'Picture-in-picture',
  exitPip: 'Sair do picture-in-picture',
  inPip: 'A chamada está em outra janela',
  bringBack: 'Trazer de volta',

  // Pages of tiles
  pages: 'Páginas',
  previousPage: 'Página anterior',
  nextPage: 'Próxima página',
  pageOf: (page, pages) => `Página ${page} de ${pages}`,

  // Controls
  controls: 'Controles da chamada',
  microphone: { name: 'Microfone', on: 'Desativar microfone', off: 'Ativar microfone' },
  camera: { name: 'Câmera', on: 'Desativar câmera', off: 'Ativar câmera' },
  screen: { name: 'Compartilhar tela', on: 'Parar de compartilhar', off: 'Compartilhar tela' },
  hand: { name: 'Levantar a mão', on: 'Abaixar a mão', off: 'Levantar a mão' },
  chat: 'Chat',
  unread: plural({ one: 'Chat, # mensagem não lida', other: 'Chat, # mensagens não lidas' }),
  host: 'Controles do anfitrião',
  leave: 'Sair',
  more: 'Mais',

  // Alone
  alone: 'Só você está aqui',
  invite: 'Compartilhe este link para convidar outras pessoas.',
  copy: 'Copiar link',
  copied: 'Link copiado',
  copyKeys: (keys) => `Pressione ${keys} para copiar o link.`,
  copyTouch: 'Toque no link e segure para copiá-lo.',

  // Inviting
  inviteControl: 'Convidar',
  inviteTitle: 'Convidar outras pessoas',
  shareLink: 'Compartilhar…',
  qrCode: 'Código QR do link',

  // The list of people
  peopleControl: 'Pessoas',
  peopleHere: 'Na chamada',
  peopleWaiting: 'Aguardando para entrar',
  handsUp: 'Mãos levantadas',
  selfNamed: (name) => `${name} (você)`,
  microphoneOn: 'Microfone ativado',
  cameraOn: 'Câmera ativada',
  cameraOff: 'Câmera desativada',
  sharesScreen: 'Compartilhando a tela',
  goodConnection: 'Conexão boa',
  fairConnection: 'Conexão razoável',

  // Notices
  soundOff: 'O navegador pausou o som.',
  soundOn: 'Ativar som',
  read: 'Ler',
  asking:
    'O navegador está pedindo acesso à câmera e ao microfone. Responda na barra de endereço ou continue sem eles.',
  reconnecting: 'Reconectando… Sua chamada continua.',
  youLeft: 'Você saiu da chamada',

  // Chat
  close: 'Fechar',
  noMessages: 'Nenhuma mensagem ainda',
  noMessagesHint: 'As mensagens vão direto para as pessoas nesta chamada. Elas não são armazenadas.',
  messages: 'Mensagens',
  newMessages: 'Novas mensagens',
  writeEveryone: 'Mensagem para todos',
  writeTo: (name) => `Mensagem só para ${name}`,
  to: 'Para',
  everyone: 'Todos',
  send: 'Enviar',
  onlyYou: 'só para você',
  onlyTo: (name) => `só para ${name}`,
  passedOn: (name) => `retransmitida por ${name}`,
  somebody: 'alguém que saiu',
  tooLong: 'Esta mensagem é longa demais. Envie-a em partes.',
  notSent: 'Não foi possível enviar esta mensagem. Tente novamente.',

  // Settings and shortcuts
  settings: 'Configurações',
  switchCamera: 'Trocar de câmera',
  audio: 'Áudio',
  video: 'Vídeo',
  general: 'Geral',
  microphoneLevel: 'Nível do microfone',
  noiseSuppression: 'Reduzir ruído de fundo',
  testSpeaker: 'Testar som',
  mirrorVideo: 'Espelhar meu vídeo',
  backgroundBlur: 'Desfocar o fundo',
  dataSaver: 'Economia de dados',
  dataSavers: { off: 'Desativada', small: 'Vídeo menor', 'audio-only': 'Somente áudio' },
  soundEffects: 'Efeitos sonoros',
  language: 'Idioma',
  automatic: 'Automático',
  shortcuts: 'Atalhos do teclado',
  shortcutsHint: 'Primeiro, clique em qualquer lugar da chamada.',
  spaceKey: 'Espaço',
  shortcutNames: {
    talk: 'Segure para falar com o microfone desativado',
    microphone: 'Desativar ou ativar o microfone',
    camera: 'Ativar ou desativar a câmera',
    hand: 'Levantar ou abaixar a mão',
    chat: 'Abrir ou fechar o chat',
    fullscreen: 'Entrar ou sair da tela cheia',
    list: 'Mostrar esta lista',
  },

  // Moderation
  knocks: (name) => `${name} está aguardando`,
  knockCount: plural({ one: '# pessoa está aguardando', other: '# pessoas estão aguardando' }),
  admit: 'Permitir',
  admitName: (name) => `Permitir a entrada de ${name}`,
  refuse: 'Recusar',
  refuseName: (name) => `Recusar a entrada de ${name}`,
  actionsFor: (name) => `Ações para ${name}`,
  mutePerson: 'Desativar microfone para todos',
  unmutePerson: 'Permitir que ative o microfone',
  remove: 'Remover da chamada…',
  removeQuestion: (name) => `Remover ${name} da chamada?`,
  removeOnly: 'Remover',
  removeAndBan: 'Remover e bloquear',
  lockRoom: 'Bloquear a sala',
  unlockRoom: 'Desbloquear a sala',
  endForAll: 'Encerrar para todos',
  endForAllAsk: 'Encerrar para todos…',
  endQuestion: 'Encerrar a chamada para todos?',
  youAreMuted: 'O anfitrião desativou seu microfone.',
  notLetIn: 'O anfitrião não permitiu sua entrada.',

  // Problems
  device: {
    denied: (d) => `O navegador está bloqueando ${d}.`,
    dismissed: (d) => `Você ainda não permitiu usar ${d}. É possível continuar sem esse acesso.`,
    'not-found': (d) => `Não foi possível encontrar ${d}. Conecte um dispositivo ou continue sem ele.`,
    'in-use': (d) => `Outro app está usando ${d}. Feche esse app e tente novamente.`,
    constraints: (d) => `Não é possível usar ${d} aqui. Escolha outro dispositivo.`,
    insecure: (d) => `Só é possível usar ${d} em páginas seguras (https).`,
    policy: (d) => `Esta página não permite usar ${d}.`,
    unknown: (d) => `Não foi possível iniciar ${d}. Tente novamente.`,
  },
  permissionHelp: {
    chrome: 'Clique no ícone ao lado do endereço e permita o acesso.',
    edge: 'Clique no cadeado ao lado do endereço e permita o acesso.',
    firefox: 'Clique no ícone riscado na barra de endereço e remova o bloqueio.',
    safari: 'No menu Safari, abra os ajustes deste site e permita o acesso.',
    android: 'Toque no ícone ao lado do endereço, abra “Permissões” e permita o acesso.',
    ios: 'Toque no menu da página ao lado do endereço, abra os ajustes do site e permita o acesso.',
    other: 'Permita o acesso na barra de endereço.',
  },
  deviceNames: { microphone: 'o microfone', camera: 'a câmera', both: 'a câmera e o microfone' },
  replaced: (used, gone) => `${gone && `${gone} foi desconectado. `}Usando agora: ${used}.`,
  screenFailed:
    'Não foi possível compartilhar sua tela. Permita a gravação de tela nas configurações do sistema.',
  screenPolicy: 'Esta página não permite compartilhar a tela.',
  errors: {
    'room-missing': 'Esta página não informa em qual chamada entrar. Avise o proprietário dela.',
    'room-invalid': 'Este link não leva a nenhuma chamada. Peça-o novamente.',
    'server-missing': 'Esta página ainda não está configurada para chamadas. Avise o proprietário dela.',
    'server-unreachable': 'Não foi possível acessar o servidor. Verifique sua conexão.',
    'browser-unsupported':
      'Este navegador não oferece suporte a chamadas de vídeo. Abra esta página em outro navegador.',
    'insecure-context': 'As chamadas precisam de uma página segura. Abra esta página com https.',
    'room-full': 'Esta chamada está cheia. Tente novamente quando alguém sair.',
    'room-locked': 'Esta chamada está bloqueada. Peça a alguém que está nela para desbloqueá-la.',
    'room-ended': 'Esta chamada foi encerrada.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Você não tem permissão para fazer isso. Peça ao anfitrião.',
    kicked: 'O anfitrião removeu você da chamada.',
    replaced: 'Você entrou nesta chamada em outra janela.',
    'rate-limited': 'Muitas tentativas. Aguarde um momento e tente novamente.',
    'bad-message': 'Esta página está desatualizada. Recarregue-a.',
    'peer-unreachable': 'Não foi possível conectar com alguém da chamada. Continuaremos tentando.',
    'not-joined': 'Você não está em uma chamada.',
    cancelled: 'A entrada foi cancelada.',
    'verification-failed': 'Não foi possível verificar algo nesta chamada, e isso foi ignorado.',
    internal: 'Algo deu errado. Tente novamente.',
  },
  forOwner: {
    'room-missing': 'Para o proprietário desta página: falta uma sala no elemento.',
    'room-invalid':
      'Para o proprietário desta página: o nome de uma sala tem de 1 a 64 caracteres (letras de a a z, dígitos, - e _) e começa com uma letra ou um dígito.',
    'server-missing': 'Para o proprietário desta página: falta um servidor no elemento.',
  },
  pageChanged: 'Outro script desta página interfere nas chamadas. Avise o proprietário dela.',
  misspelled:
    'Esta página quer proteger suas chamadas, mas as configurações estão incorretas. Avise o proprietário dela.',
  misspelledForOwner: ({ given, instead }) =>
    `Para o proprietário desta página: o elemento não lê “${given}”. Escreva ${instead}.`,
  attempt: (count) => `Ainda tentando (tentativa ${count}).`,
  keys: {
    missing: 'Esta chamada precisa de uma chave que não está no seu link. Peça o link completo.',
    other: 'A chave do seu link não é a desta chamada. Peça o link novamente.',
    unused: 'Seu link tem uma chave, mas os outros entraram sem ela. Envie seu link a eles.',
    malformed: 'A chave do seu link está incompleta. Peça o link completo.',
  },
  numbersChanged: (name) => `Os números de segurança de ${name} mudaram. Compare-os novamente.`,
  safetyAbout: {
    verified: 'Só quem tem o link completo pode entrar. O servidor não pode ler nem alterar o que transmite.',
    'trusted-server':
      'O vídeo e o áudio são criptografados entre você e os outros. Para confirmar que não há ninguém no meio, leiam estes números em voz alta. Eles devem ser iguais.',
  },
  hasSecret: 'Verificado',
  speaker: 'Alto-falante',
  tryAgain: 'Tentar novamente',
  joinAgain: 'Entrar novamente',
  joinHere: 'Entrar aqui',
  reload: 'Recarregar',
  details: 'Detalhes',
  lasted: (duration) => `Duração: ${duration}`,
  openSecurely: 'Abrir a página segura',

  // Statistics
  connection: 'Conexão',
  connectionLevel: { good: 'Boa', fair: 'Regular', poor: 'Ruim', lost: 'Perdida', unknown: 'Medindo…' },
  connectionPath: { direct: 'Direta', relayed: 'Por um relay', unknown: '…' },
  path: 'Caminho',
  roundTrip: 'Ida e volta',
  packetLoss: 'Perda de pacotes',
  receiving: 'Recebendo',
  sending: 'Enviando',
  framesPerSecond: (count) => `${count} fps`,
  soundOnly: 'Só áudio',

  // Announcements
  youJoined: 'Você entrou na chamada',
  handRaised: (name) => `${name} levantou a mão`,
  screenStarted: (name) => `${name} está compartilhando uma tela`,
  screenEnded: (name) => `${name} parou de compartilhar`,
  linkLost: (name) => `Conexão com ${name} perdida`,
  linkBack: (name) => `Conexão com ${name} restabelecida`,
  reacted: (name, emoji) => `${name} reagiu com ${emoji}`,

  // Helpful moments
  reactions: 'Reações',
  mutedSpeech: 'Seu microfone está desligado. Ninguém ouve você.',
  sharing: 'Você está compartilhando sua tela.',
  youAreBack: 'A conexão caiu. Você já voltou à chamada.',
  volume: 'Volume',
  volumeHint: 'Só para você',
});
