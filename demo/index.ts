/** The front page: a room from the address, or a new one with a name that can be said aloud. */

const MOODS = [
  'amber',
  'brisk',
  'calm',
  'clear',
  'early',
  'gentle',
  'golden',
  'lucky',
  'merry',
  'quiet',
  'silver',
  'sunny',
];
const PLACES = [
  'bay',
  'brook',
  'field',
  'forest',
  'garden',
  'harbour',
  'hill',
  'island',
  'meadow',
  'orchard',
  'river',
  'valley',
];

/** Such as `quiet-harbour-7f3a91`: the words to say it, the digits so that nobody guesses it. */
function newRoom(): string {
  const random = crypto.getRandomValues(new Uint8Array(5));
  const digits = [...random.slice(2)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${MOODS[random[0]! % MOODS.length]}-${PLACES[random[1]! % PLACES.length]}-${digits}`;
}

const address = new URL(location.href);
if (!address.searchParams.get('room')) {
  address.searchParams.set('room', newRoom());
  history.replaceState(null, '', address);
}
const room = address.searchParams.get('room')!;
document.querySelector('video-room')!.setAttribute('room', room);

const snippet = `<script type="module" src="${location.origin}/video-room.js"></script>
<video-room room="${room.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></video-room>`;
document.querySelector('#snippet')!.textContent = snippet;

for (const [id, text, said] of [
  ['copy-link', address.href, 'Link copied'],
  ['copy-snippet', snippet, 'Snippet copied'],
] as const) {
  document.querySelector(`#${id}`)!.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    document.querySelector('#copied')!.textContent = said;
  });
}
