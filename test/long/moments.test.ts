/** Small helps in a call, with real devices, links and the real party: two people in Chromium, one of them with much to say. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { allMeet, Person } from '../support/person.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';
import { wav } from '../support/wav.js';

/** One of so many sounds must be played: other tests use the machine, too. */
const TRIES = 3;

/** What the pages record of the browser, before any script of theirs. */
interface Recorded {
  locks: WakeLockSentinel[];
  tones: number;
}

/** Speech without a pause, as a WAV file: a buzz with four syllables in a second, which no noise suppression removes. */
function speech(): Buffer {
  const [rate, seconds] = [48_000, 2];
  const samples = new Int16Array(rate * seconds).map((_, at) => {
    const time = at / rate;
    const buzz = 2 * ((time * 160) % 1) - 1;
    return buzz * 12_000 * (0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * time));
  });
  return wav(samples, rate);
}

describe('small helps in a call', { timeout: SUITE_TIMEOUT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'video-room-'));
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let url: string;
  let ada: Person;
  let ben: Person;

  const person = async (name: string) => {
    const tab = await chromium.newTab();
    await tab.before(() => {
      const recorded: Recorded = { locks: [], tones: 0 };
      Object.assign(globalThis, { recorded });
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const lock = await request(type);
        recorded.locks.push(lock);
        return lock;
      };
      const Tone = OscillatorNode;
      globalThis.OscillatorNode = class extends Tone {
        override start(when?: number): void {
          recorded.tones++;
          super.start(when);
        }
      };
    });
    return new Person(name, tab);
  };

  before(async () => {
    const voice = join(folder, 'speech.wav');
    writeFileSync(voice, speech());
    [server, pages, chromium] = await allOf([
      startServer(),
      startPages(),
      openChromium({ args: [`--use-file-for-fake-audio-capture=${voice}`] }),
    ]);
    url = pages.publish(
      `<script type="module" src="${server.origin}/video-room.js"></script>
       <video-room room="standup" style="block-size: 90vh"></video-room>`,
    );
    ada = await person('Ada');
    ben = await person('Ben');
    await Promise.all([ada.enter(url), ben.enter(url)]);
    await allMeet([ada, ben]);
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const notices = ({ tab }: Person) =>
    tab.evaluate(
      () => document.querySelector('video-room')!.shadowRoot!.querySelector('[part=notices]')!.textContent!,
    );
  /** Presses the first visible button with this label or text. */
  const press = ({ tab }: Person, name: string) =>
    until(
      () =>
        tab.evaluate((name) => {
          const root = document.querySelector('video-room')!.shadowRoot!;
          const found = [...root.querySelectorAll('button')].find(
            (one) => (one.ariaLabel ?? one.textContent?.trim()) === name && one.getClientRects().length,
          );
          found?.click();
          return !!found;
        }, name),
      `for the button ${name}`,
    );

  it('tell people who talk while they are muted, and are still silent for the others', async () => {
    await press(ada, 'Mute');
    await ben.sees('Ada', { microphone: 'off' });
    await until(async () => (await notices(ada)).includes('You’re muted.'), 'for the notice');
    await ben.hearsNothingOf('Ada');
    assert.ok(!(await notices(ben)).includes('You’re muted.'));
    await press(ada, 'Unmute');
    await ben.sees('Ada', { microphone: 'on' });
    await ben.hears('Ada');
    await until(async () => !(await notices(ada)).includes('You’re muted.'), 'for the notice to go');
  });

  it('tell people that they share their screen, and stop it', async () => {
    assert.equal(await ada.switch('toggleScreenShare', true), true);
    await ben.sees('Ada', { screen: 'on' });
    await until(async () => (await notices(ada)).includes('You’re sharing your screen.'));
    await press(ada, 'Stop sharing');
    await ben.sees('Ada', { screen: 'off' });
    await until(async () => !(await notices(ada)).includes('You’re sharing your screen.'));
  });

  const recorded = ({ tab }: Person) =>
    tab.evaluate(() => {
      const { locks, tones } = (globalThis as unknown as { recorded: Recorded }).recorded;
      return { held: locks.filter(({ released }) => !released).length, tones };
    });

  it('keep the screen on as long as the call lasts', async () => {
    await until(async () => (await recorded(ada)).held === 1, 'for the wake lock');
  });

  it('play a sound when somebody joins', async () => {
    // Ada may have heard Ben join: on a slow machine he comes later than those who were there before her.
    const { tones } = await recorded(ada);
    const isPlayed = async () => (await recorded(ada)).tones > tones;
    // A sound that the browser starts late is not played: it would be about something long past.
    for (let n = 0; n < TRIES && !(await isPlayed()); n += 1) {
      const eve = await person('Eve');
      await eve.enter(url);
      await ada.sees('Eve', { link: 'live' });
      await until(isPlayed, 'for the sound', 5_000).catch(() => {});
      await eve.tab.close();
      await ada.isWith(['Ben']);
    }
    assert.ok(await isPlayed(), `${TRIES} people have joined`);
  });

  it('play one person quieter for one person', async () => {
    await press(ada, 'Actions for Ben');
    const set = (percent: string) =>
      ada.tab.evaluate((percent) => {
        const root = document.querySelector('video-room')!.shadowRoot!;
        const slider = root.querySelector<HTMLInputElement>('[part~=volume__slider]');
        if (!slider) return false;
        slider.value = percent;
        return slider.dispatchEvent(new Event('input', { bubbles: true }));
      }, percent);
    await until(() => set('20'), 'for the slider');
    const volumes = ({ tab }: Person) =>
      tab.evaluate(() =>
        [...document.querySelector('video-room')!.shadowRoot!.querySelectorAll('audio')].map(
          (one) => one.volume,
        ),
      );
    await until(async () => (await volumes(ada)).includes(0.2), 'for a quieter Ben');
    assert.deepEqual([...new Set(await volumes(ben))], [1]);
    await ada.hears('Ben');
  });

  it('lead straight back into the call, and say how long it was', async () => {
    await press(ada, 'Close');
    await press(ada, 'Leave');
    await ben.isWith([]);
    await until(async () => (await recorded(ada)).held === 0, 'for the screen to be let off');
    const screen = await until(() =>
      ada.tab.evaluate(
        () => document.querySelector('video-room')!.shadowRoot!.querySelector('[part=problem]')?.textContent,
      ),
    );
    assert.match(screen, /You left the call/);
    assert.match(screen, /Duration: \d+ (sec|min)/);
    await press(ada, 'Join again');
    await allMeet([ada, ben]);
    assert.equal(await ada.state(), 'joined');
  });

  it('write no error to the console', () => {
    for (const { name, tab } of [ada, ben]) assert.deepEqual(tab.errors, [], `the console of ${name}`);
  });
});
