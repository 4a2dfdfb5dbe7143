/** Polish: second person without pronouns, names outside of cases. Rozmowa, organizator, wyłącz mikrofon, udostępnij ekran, pełny link. */
import { grammar } from './grammar.js';
import { addLanguage } from './registry.js';

const { list, plural } = grammar('pl');

const others = plural({ one: '# inna osoba', few: '# inne osoby', many: '# innych osób' });
const people = (names: readonly string[]) => list(names, others);

/** Devices are named in the accusative; some sentences need the genitive. */
const GENITIVE: Record<string, string> = {
  mikrofon: 'mikrofonu',
  kamerę: 'kamery',
  'kamerę i mikrofon': 'kamery i mikrofonu',
};
const genitive = (device: string) => GENITIVE[device] ?? device;

const INVITATION = 'Brakuje zaproszenia lub straciło ono ważność. Poproś organizatora o nowe.';

addLanguage('pl', {
  // Lobby
  joinRoom: (room) => `Dołącz do ${room}`,
  join: 'Dołącz',
  joining: 'Dołączanie…',
  here: (names) => `${people(names)} ${names.length > 1 ? 'są' : 'jest'} w rozmowie`,
  nobodyHere: 'Nikogo tu jeszcze nie ma.',
  awaitsSecret: 'Oczekiwanie na klucz tej rozmowy.',
  beforeJoin: 'Nikt Cię nie widzi ani nie słyszy, dopóki nie dołączysz.',
  start: 'Sprawdź kamerę i mikrofon',
  startHint: 'Przeglądarka poprosi o zgodę.',
  yourName: 'Twoje imię',
  waiting: 'Oczekiwanie na wpuszczenie…',
  waitingHint: 'Dołączysz, gdy tylko organizator Cię wpuści.',
  cancel: 'Anuluj',

  // People
  guest: 'Gość',
  you: 'Ty',
  screenOf: (name) => `Ekran: ${name}`,
  yourScreen: 'Twój ekran',
  muted: 'Mikrofon wyłączony',
  barred: 'Organizator wyłączył mikrofon',
  locked: 'Wstęp zablokowany',
  handUp: 'Podniesiona ręka',
  link: { connecting: 'Łączenie', reconnecting: 'Ponowne łączenie', unreachable: 'Brak połączenia' },
  poor: 'Słabe połączenie',
  pin: (name) => `Przypnij: ${name}`,
  unpin: (name) => `Odepnij: ${name}`,
  people: plural({ one: '# osoba', few: '# osoby', many: '# osób' }),
  joined: (names) => `${people(names)} ${names.length > 1 ? 'dołączają' : 'dołącza'} do rozmowy`,
  left: (names) => `${people(names)} ${names.length > 1 ? 'opuszczają' : 'opuszcza'} rozmowę`,
  safety: { verified: 'Zweryfikowano', 'trusted-server': 'Zaszyfrowano', unverified: 'Nie zweryfikowano' },

  // View
  view: 'Widok',
  layout: 'Układ',
  layouts: { auto: 'Automatyczny', grid: 'Siatka', speaker: 'Mówca' },
  selfView: 'Twój obraz',
  selfViews: { tile: 'W siatce', float: 'Pływający', hidden: 'Ukryty' },
  fullScreen: 'Pełny ekran',
  exitFullScreen: 'Zamknij pełny ekran',
  pip: 'Obraz w obrazie',
  exitPip: 'Zamknij obraz w obrazie',
  inPip: 'Rozmowa jest w innym oknie',
  bringBack: 'Przywróć tutaj',

  // Pages of tiles
  pages: 'Strony',
  previousPage: 'Poprzednia strona',
  nextPage: 'Następna strona',
  pageOf: (page, pages) => `Strona ${page} z ${pages}`,

  // Controls
  controls: 'Sterowanie rozmową',
  microphone: { name: 'Mikrofon', on: 'Wyłącz mikrofon', off: 'Włącz mikrofon' },
  camera: { name: 'Kamera', on: 'Wyłącz kamerę', off: 'Włącz kamerę' },
  screen: { on: 'Zakończ udostępnianie', off: 'Udostępnij ekran' },
  hand: { on: 'Opuść rękę', off: 'Podnieś rękę' },
  chat: 'Czat',
  unread: plural({
    one: 'Czat, # nieprzeczytana wiadomość',
    few: 'Czat, # nieprzeczytane wiadomości',
    many: 'Czat, # nieprzeczytanych wiadomości',
  }),
  host: 'Opcje organizatora',
  leave: 'Opuść',
  more: 'Więcej',
  withDetail: (label, detail) => `${label}: ${detail}`,

  // Alone
  alone: 'Nie ma tu nikogo poza Tobą',
  invite: 'Udostępnij ten link, aby zaprosić innych.',
  copy: 'Kopiuj link',
  copied: 'Link skopiowany',
  copyKeys: (keys) => `Naciśnij ${keys}, aby skopiować link.`,
  copyTouch: 'Dotknij linku i przytrzymaj go, aby skopiować.',

  // Inviting
  inviteControl: 'Zaproś',
  inviteTitle: 'Zaproś innych',
  shareLink: 'Udostępnij…',
  qrCode: 'Kod QR linku',

  // The list of people
  peopleControl: 'Osoby',
  peopleHere: 'W rozmowie',
  peopleWaiting: 'Czekają na wpuszczenie',
  handsUp: 'Podniesione ręce',
  selfNamed: (name) => `${name} (ty)`,
  microphoneOn: 'Mikrofon włączony',
  speaking: 'Mówi',
  cameraOn: 'Kamera włączona',
  cameraOff: 'Kamera wyłączona',
  sharesScreen: 'Udostępnia ekran',
  pinned: 'Przypięto',
  goodConnection: 'Dobre połączenie',
  fairConnection: 'Średnie połączenie',

  // Notices
  soundOff: 'Przeglądarka wstrzymała dźwięk.',
  soundOn: 'Włącz dźwięk',
  read: 'Przeczytaj',
  asking:
    'Przeglądarka prosi o dostęp do kamery i mikrofonu. Odpowiedz na pasku adresu lub kontynuuj bez nich.',
  reconnecting: 'Ponowne łączenie… Rozmowa trwa.',
  youLeft: 'Opuszczono rozmowę',

  // Chat
  close: 'Zamknij',
  noMessages: 'Nie ma jeszcze wiadomości',
  noMessagesHint: 'Wiadomości trafiają bezpośrednio do osób w tej rozmowie. Nie są przechowywane.',
  messages: 'Wiadomości',
  newMessages: 'Nowe wiadomości',
  writeEveryone: 'Wiadomość do wszystkich',
  writeTo: (name) => `Wiadomość tylko do: ${name}`,
  to: 'Do',
  everyone: 'Wszyscy',
  send: 'Wyślij',
  onlyYou: 'tylko do Ciebie',
  onlyTo: (name) => `tylko do: ${name}`,
  passedOn: (name) => `przekazuje ${name}`,
  somebody: 'osoba, która wyszła',
  tooLong: 'Ta wiadomość jest za długa. Wyślij ją w częściach.',
  notSent: 'Nie udało się wysłać tej wiadomości. Spróbuj ponownie.',

  // Settings and shortcuts
  settings: 'Ustawienia',
  microphoneSettings: 'Ustawienia mikrofonu',
  cameraSettings: 'Ustawienia kamery',
  switchCamera: 'Zmień kamerę',
  audio: 'Dźwięk',
  video: 'Obraz',
  general: 'Ogólne',
  nameFixed: 'Twoje imię ustawia ta strona.',
  microphoneLevel: 'Poziom mikrofonu',
  noiseSuppression: 'Redukuj szumy w tle',
  testSpeaker: 'Odtwórz dźwięk testowy',
  mirrorVideo: 'Lustrzane odbicie mojego obrazu',
  backgroundBlur: 'Rozmyj tło',
  dataSaver: 'Oszczędzanie danych',
  dataSavers: { off: 'Wyłączone', small: 'Mniejszy obraz', 'audio-only': 'Tylko dźwięk' },
  soundEffects: 'Efekty dźwiękowe',
  language: 'Język',
  automatic: 'Automatycznie',
  shortcuts: 'Skróty klawiszowe',
  shortcutsHint: 'Skróty działają podczas rozmowy, ale nie podczas pisania.',
  spaceKey: 'Spacja',
  shortcutNames: {
    talk: 'Przytrzymaj, aby mówić, gdy mikrofon jest wyłączony',
    microphone: 'Wyłącz lub włącz mikrofon',
    camera: 'Włącz lub wyłącz kamerę',
    hand: 'Podnieś lub opuść rękę',
    chat: 'Otwórz lub zamknij czat',
    fullscreen: 'Włącz lub wyłącz pełny ekran',
    list: 'Pokaż tę listę',
  },

  // Moderation
  knocks: (name) => `${name} czeka`,
  knockCount: plural({ one: '# osoba czeka', few: '# osoby czekają', many: '# osób czeka' }),
  admit: 'Wpuść',
  admitName: (name) => `Wpuść: ${name}`,
  refuse: 'Odmów',
  refuseName: (name) => `Odmów: ${name}`,
  actionsFor: (name) => `Działania: ${name}`,
  mutePerson: 'Wycisz dla wszystkich',
  unmutePerson: 'Pozwól włączyć mikrofon',
  remove: 'Usuń z rozmowy…',
  removeQuestion: (name) => `Usunąć osobę ${name} z rozmowy?`,
  removeOnly: 'Usuń',
  removeAndBan: 'Usuń i zablokuj',
  lockRoom: 'Zablokuj wstęp',
  unlockRoom: 'Odblokuj wstęp',
  endForAll: 'Zakończ dla wszystkich',
  endForAllAsk: 'Zakończ dla wszystkich…',
  endQuestion: 'Zakończyć rozmowę dla wszystkich?',
  youAreMuted: 'Organizator wyłączył Twój mikrofon.',
  notLetIn: 'Organizator Cię nie wpuścił.',

  // Problems
  device: {
    denied: (d) => `Przeglądarka blokuje ${d}.`,
    dismissed: (d) => `Nie ma jeszcze zgody na użycie ${genitive(d)}. Możesz kontynuować bez niej.`,
    'not-found': (d) => `Nie znaleziono ${genitive(d)}. Podłącz urządzenie lub kontynuuj bez niego.`,
    'in-use': (d) => `Inna aplikacja używa ${genitive(d)}. Zamknij ją i spróbuj ponownie.`,
    constraints: (d) => `Nie można tu użyć ${genitive(d)}. Wybierz inne urządzenie.`,
    insecure: (d) => `Użycie ${genitive(d)} jest możliwe tylko na bezpiecznych stronach (https).`,
    policy: (d) => `Ta strona nie zezwala na użycie ${genitive(d)}.`,
    unknown: (d) => `Nie udało się uruchomić ${genitive(d)}. Spróbuj ponownie.`,
  },
  permissionHelp: {
    chrome: 'Kliknij ikonę obok adresu i zezwól na dostęp.',
    edge: 'Kliknij kłódkę obok adresu i zezwól na dostęp.',
    firefox: 'Kliknij przekreśloną ikonę na pasku adresu i usuń blokadę.',
    safari: 'W menu Safari otwórz ustawienia tej witryny i zezwól na dostęp.',
    android: 'Dotknij ikony obok adresu, otwórz „Uprawnienia” i zezwól na dostęp.',
    ios: 'Dotknij menu strony obok adresu, otwórz ustawienia witryny i zezwól na dostęp.',
    other: 'Zezwól na dostęp na pasku adresu.',
  },
  deviceNames: { microphone: 'mikrofon', camera: 'kamerę', both: 'kamerę i mikrofon' },
  replaced: (used, gone) => `${gone && `Odłączono: ${gone}. `}Używane urządzenie: ${used}.`,
  screenFailed: 'Nie udało się udostępnić ekranu. Zezwól na nagrywanie ekranu w ustawieniach systemu.',
  screenPolicy: 'Ta strona nie zezwala na udostępnianie ekranu.',
  errors: {
    'room-missing': 'Ta strona nie wskazuje, do której rozmowy dołączyć. Powiadom jej właściciela.',
    'room-invalid': 'Ten link nie prowadzi do żadnej rozmowy. Poproś o niego ponownie.',
    'server-missing': 'Ta strona nie jest jeszcze przygotowana do rozmów. Powiadom jej właściciela.',
    'server-unreachable': 'Nie możemy połączyć się z serwerem. Sprawdź połączenie.',
    'browser-unsupported': 'Ta przeglądarka nie obsługuje rozmów wideo. Otwórz stronę w innej przeglądarce.',
    'insecure-context': 'Rozmowy wymagają bezpiecznej strony. Otwórz tę stronę przez https.',
    'room-full': 'Ta rozmowa jest pełna. Spróbuj ponownie, gdy ktoś wyjdzie.',
    'room-locked': 'Wstęp do tej rozmowy jest zablokowany. Poproś kogoś w środku o odblokowanie.',
    'room-ended': 'Ta rozmowa się zakończyła.',
    'token-missing': INVITATION,
    'token-invalid': INVITATION,
    'token-expired': INVITATION,
    forbidden: 'Nie masz do tego uprawnień. Zapytaj organizatora.',
    kicked: 'Organizator usunął Cię z rozmowy.',
    replaced: 'Ta rozmowa jest teraz otwarta w innym oknie.',
    'rate-limited': 'Za dużo prób. Poczekaj chwilę i spróbuj ponownie.',
    'bad-message': 'Ta strona jest nieaktualna. Odśwież ją.',
    'peer-unreachable': 'Nie możemy połączyć się z jedną z osób. Będziemy próbować dalej.',
    'not-joined': 'Nie uczestniczysz w rozmowie.',
    cancelled: 'Anulowano dołączanie.',
    'verification-failed': 'Nie udało się zweryfikować czegoś w tej rozmowie. Zostało to pominięte.',
    internal: 'Coś poszło nie tak. Spróbuj ponownie.',
  },
  forOwner: {
    'room-missing': 'Dla właściciela strony: elementowi brakuje pokoju.',
    'room-invalid':
      'Dla właściciela strony: nazwa pokoju ma od 1 do 64 znaków (litery od a do z, cyfry, - i _) i zaczyna się literą lub cyfrą.',
    'server-missing': 'Dla właściciela strony: elementowi brakuje serwera.',
  },
  pageChanged: 'Inny skrypt na tej stronie zakłóca rozmowy. Powiadom jej właściciela.',
  misspelled: 'Ta strona chce chronić rozmowy, ale jej ustawienia są błędne. Powiadom jej właściciela.',
  misspelledForOwner: ({ given, instead }) =>
    `Dla właściciela strony: element nie odczytuje „${given}”. Wpisz ${instead}.`,
  attempt: (count) => `Próbujemy dalej (próba ${count}).`,
  keys: {
    missing: 'Ta rozmowa wymaga klucza, którego nie ma w Twoim linku. Poproś o pełny link.',
    other: 'Twój link ma inny klucz niż ta rozmowa. Poproś o link ponownie.',
    unused: 'Twój link ma klucz, ale pozostali dołączyli bez niego. Wyślij im swój link.',
    malformed: 'Klucz w Twoim linku jest niepełny. Poproś o pełny link.',
  },
  numbersChanged: (name) => `Zmieniły się numery bezpieczeństwa (${name}). Porównajcie je ponownie.`,
  safetyAbout: {
    verified:
      'Dołączyć mogą tylko osoby, które mają pełny link. Nikt po drodze nie może odczytać ani zmienić danych Waszego połączenia.',
    'trusted-server': 'Obraz i dźwięk są szyfrowane między Tobą a innymi.',
  },
  compareNumbers:
    'Aby sprawdzić, czy nikt nie pośredniczy, przeczytajcie sobie te numery na głos. Muszą być takie same.',
  compareLater: 'Gdy dołączą inni, znajdziesz tu numery do porównania.',
  hasSecret: 'Zweryfikowano',
  speaker: 'Głośnik',
  tryAgain: 'Spróbuj ponownie',
  joinAgain: 'Dołącz ponownie',
  joinHere: 'Dołącz tutaj',
  reload: 'Wczytaj ponownie',
  details: 'Szczegóły',
  lasted: (duration) => `Czas trwania: ${duration}`,
  openSecurely: 'Otwórz bezpieczną stronę',

  // Statistics
  connection: 'Połączenie',
  connectionLevel: { good: 'Dobre', fair: 'Średnie', poor: 'Słabe', lost: 'Utracone', unknown: 'Mierzenie…' },
  connectionPath: { direct: 'Bezpośrednio', relayed: 'Przez przekaźnik', unknown: '…' },
  path: 'Trasa',
  roundTrip: 'Czas w obie strony',
  packetLoss: 'Utrata pakietów',
  receiving: 'Odbieranie',
  sending: 'Wysyłanie',
  framesPerSecond: (count) => `${count} kl./s`,
  soundOnly: 'Tylko dźwięk',

  // Announcements
  youJoined: 'Jesteś w rozmowie',
  handRaised: (name) => `${name} podnosi rękę`,
  screenStarted: (name) => `${name} udostępnia ekran`,
  screenEnded: (name) => `${name} kończy udostępnianie`,
  linkLost: (name) => `Utracono połączenie: ${name}`,
  linkBack: (name) => `Przywrócono połączenie: ${name}`,
  reacted: (name, emoji) => `${name} reaguje: ${emoji}`,

  // Helpful moments
  reactions: 'Reakcje',
  mutedSpeech: 'Mikrofon jest wyłączony. Nikt Cię nie słyszy.',
  sharing: 'Udostępniasz ekran.',
  youAreBack: 'Połączenie zostało przerwane. Jesteś z powrotem w rozmowie.',
  volume: 'Głośność',
  volumeHint: 'Tylko u Ciebie',
});
