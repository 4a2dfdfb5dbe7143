/** How often a shared screen is sent: text five times a second, and what moves up to thirty times. By the sender's own statistics. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { smallCameras } from '../support/small-cameras.js';
import { until } from '../support/until.js';

declare global {
  /** Pictures per second that the painted screen shows. */
  var painted: number;
  var shared: MediaStreamTrack | undefined;
}

/** A screen of 640 × 360 that is painted by the page. */
function paintedScreen(): void {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const pen = canvas.getContext('2d')!;
    let picture = 0;
    globalThis.painted = 3;
    const paint = () => {
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = '#000';
      pen.fillText(`picture ${picture++}`, (picture * 7) % 500, 100);
      setTimeout(paint, 1_000 / globalThis.painted);
    };
    paint();
    const stream = canvas.captureStream();
    [globalThis.shared] = stream.getVideoTracks();
    return stream;
  };
}

describe('a shared screen', { timeout: 200_000 }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let ada: Person;
  let ben: Person;

  before(async () => {
    [server, pages, chromium] = await Promise.all([startServer(), startPages(), openChromium()]);
    const url = pages.publish(
      `<!doctype html><body style="margin: 0"><script type="module" src="${server.origin}/video-room.js"></script>
       <video-room room="screen" style="height: 500px"></video-room>`,
    );
    ada = new Person('Ada', await chromium.newTab());
    ben = new Person('Ben', await chromium.newTab());
    for (const { tab } of [ada, ben]) {
      await tab.before(smallCameras);
      await tab.before(paintedScreen);
    }
    for (const person of [ada, ben]) await person.enter(url);
    await ada.sees('Ben', { link: 'live' });
    await ada.switch('toggleScreenShare', true);
    await ben.watchesScreenOf('Ada');
  });

  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
  });

  /** Pictures of the screen that Ada sends per second, over two seconds. */
  async function rate(): Promise<number> {
    const read = async () => {
      const stats = (await ada.statsOf('Ben'))!;
      return { at: stats.at, pictures: stats.sources.screen?.framesEncoded ?? 0 };
    };
    const start = await read();
    const end = await until(async () => {
      const now = await read();
      return now.at - start.at >= 2_000 ? now : undefined;
    });
    return ((end.pictures - start.pictures) * 1_000) / (end.at - start.at);
  }

  const becomes = (isWanted: (rate: number) => boolean, what: string) =>
    until(
      async () => {
        const now = await rate();
        if (isWanted(now)) return now;
        throw new Error(`${now.toFixed(1)} per second`);
      },
      `for ${what}`,
      30_000,
    );

  const paint = (rate: number) =>
    ada.tab.evaluate((rate) => {
      globalThis.painted = rate;
    }, rate);

  /** Something moves from now on: the first pictures are sent like those of text. */
  async function startsLikeText(): Promise<void> {
    await paint(30);
    const now = await rate();
    console.log(`${now.toFixed(1)} pictures per second at first`);
    assert.ok(now > 3 && now < 7, `${now.toFixed(1)} per second`);
  }

  it('is sent five times a second at first, and up to thirty times soon after something has begun to move on it', async () => {
    const startedAt = performance.now();
    await startsLikeText();
    const now = await becomes((rate) => rate >= 20, 'twenty pictures per second');
    console.log(
      `${now.toFixed(1)} pictures per second after ${Math.round(performance.now() - startedAt)} ms`,
    );
  });

  it('is text again when it has rested for a while', async () => {
    await paint(2);
    await until(
      () => ada.tab.evaluate(() => globalThis.shared?.contentHint === 'detail'),
      'for the screen to count as text',
      40_000,
    );
    await startsLikeText();
  });
});
