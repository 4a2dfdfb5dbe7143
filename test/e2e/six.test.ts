/** Six people, as many as a mesh is good for, with small pictures so that one machine can play them all. */
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn'];

/** A page that brings a stream of its own: 320×180 at 15 frames a second, and a tone. */
const page = (origin: string) => `<!doctype html>
<video-room room="six"></video-room>
<script type="module">
  import '${origin}/video-room.js';
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const pen = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    pen.fillStyle = 'hsl(' + (frame++ * 3) % 360 + ' 70% 50%)';
    pen.fillRect(0, 0, 320, 180);
  }, 66);
  const sound = new AudioContext();
  const tone = new OscillatorNode(sound, { frequency: 300 });
  const out = new MediaStreamAudioDestinationNode(sound);
  tone.connect(out);
  tone.start();
  document.querySelector('video-room').stream =
    new MediaStream([...canvas.captureStream(15).getTracks(), ...out.stream.getTracks()]);
</script>`;

describe('a call of six', { timeout: 300_000 }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;

  before(async () => {
    [server, pages, chromium] = await Promise.all([startServer(), startPages(), openChromium()]);
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
  });

  it('shows and lets hear everybody to everybody, also when all come at once', async () => {
    const url = pages.publish(page(server.origin));
    const people: Person[] = [];
    for (const name of NAMES) people.push(new Person(name, await chromium.newTab()));
    await Promise.all(people.map((person) => person.enter(url)));
    await allMeet(people);
  });
});
