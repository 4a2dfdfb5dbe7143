/**
 * The front page: a call with painted people, until somebody starts one. With a room in the address, that room. A new room has a
 * name that can be said aloud.
 */
import { mountDemoCall } from './demo-call.js';

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

const find = (id: string) => document.querySelector<HTMLElement>(`#${id}`)!;

const address = new URL(location.href);
const snippet = `<script type="module" src="${location.origin}/video-room.js"></script>
<video-room room="standup"></video-room>`;
find('snippet').textContent = snippet;

/** Replaces the demo by a call in this room. */
function enter(room: string): HTMLElement {
  const call = document.createElement('video-room');
  call.setAttribute('room', room);
  find('demo').replaceWith(call);
  find('about-demo').remove();
  find('invite').hidden = false;
  document.body.classList.add('in-room');
  document.title = `${room}: video-room`;
  return call;
}

const room = address.searchParams.get('room');
if (room) enter(room);
else {
  const demo = mountDemoCall(find('demo'));
  const start = () => {
    void demo.then((end) => end());
    address.searchParams.set('room', newRoom());
    history.pushState(null, '', address);
    const call = enter(address.searchParams.get('room')!);
    call.tabIndex = -1;
    call.focus();
  };
  find('start').addEventListener('click', start);
  find('demo').addEventListener('left', start);
}
// Back to the demo, or to another room.
addEventListener('popstate', () => location.reload());

for (const [id, text, said] of [
  ['copy-link', () => address.href, 'Link copied'],
  ['copy-snippet', () => snippet, 'Copied'],
] as const) {
  const button = find(id);
  button.addEventListener('click', async () => {
    const status = button.parentElement!.querySelector('[role="status"]')!;
    status.textContent = await navigator.clipboard.writeText(text()).then(
      () => said,
      () => 'This browser does not allow copying',
    );
  });
}
