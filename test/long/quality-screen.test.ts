/** How often a shared screen is sent: text five times a second, and what moves up to thirty times. By the sender's own statistics. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { smallCameras } from '../support/small-cameras.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

/** Motion is sent at this many times the rate of text, at least: as fast as this machine can. */
const MORE = 2;
const TRIES = 3;

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

describe('a shared screen', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let ada: Person;
  let ben: Person;

  before(async () => {
    [server, pages, chromium] = await allOf([startServer(), startPages(), openChromium()]);
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

  /** Pictures of the screen that Ada sends per second, over two seconds, and what it counts as at the end. */
  const measure = () =>
    ada.tab.evaluate(async () => {
      const element = document.querySelector('video-room')!;
      const { id } = element.participants[0]!;
      const read = async () => {
        const { at, sources } = (await element.getStats())[id]!;
        return { at, pictures: sources.screen?.framesEncoded ?? 0 };
      };
      const start = await read();
      let end = start;
      while (end.at - start.at < 2_000) {
        await new Promise((done) => setTimeout(done, 50));
        end = await read();
      }
      return {
        rate: ((end.pictures - start.pictures) * 1_000) / (end.at - start.at),
        content: globalThis.shared?.contentHint,
      };
    });

  const countsAs = (content: 'detail' | 'motion') =>
    until(
      () => ada.tab.evaluate((content) => globalThis.shared?.contentHint === content, content),
      `for the screen to count as ${content}`,
    );

  const paint = (rate: number) =>
    ada.tab.evaluate((rate) => {
      globalThis.painted = rate;
    }, rate);

  /**
   * Something moves from now on: the first pictures are sent like those of text. Resolves with their rate. Where the machine is so slow
   * that it has become motion meanwhile, or that hardly any picture was sent, it rests and moves again.
   */
  async function startsLikeText(): Promise<number> {
    for (let n = 0; n < TRIES; n += 1) {
      await paint(30);
      const { rate, content } = await measure();
      console.log(`${rate.toFixed(1)} pictures per second at first, as ${content}`);
      if (content === 'detail') {
        assert.ok(rate < 7, `${rate.toFixed(1)} per second`);
        if (rate > 1) return rate;
      }
      await paint(2);
      await countsAs('detail');
    }
    throw new Error('became motion at once, or was hardly sent, each time');
  }

  it('is sent five times a second at first, and up to thirty times soon after something has begun to move on it', async () => {
    const asText = await startsLikeText();
    const startedAt = performance.now();
    await countsAs('motion');
    console.log(`motion after ${Math.round(performance.now() - startedAt)} ms`);
    await until(async () => {
      const { rate } = await measure();
      if (rate >= MORE * asText) return true;
      throw new Error(`${rate.toFixed(1)} per second, ${asText.toFixed(1)} as text`);
    }, 'for more pictures per second');
  });

  it('is text again when it has rested for a while', async () => {
    await paint(2);
    await countsAs('detail');
    await startsLikeText();
  });
});
