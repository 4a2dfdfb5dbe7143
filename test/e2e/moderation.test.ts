/**
 * Moderation on the real `partykit dev` with real tokens: a waiting room, a lock, mute, removal of a client that does not obey,
 * and the end.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeKeys, mintToken } from '../../party/auth/mint.js';
import { type Driver, openChromium } from '../support/drivers.js';
import { type Pages, startPages } from '../support/pages.js';
import { type Server, startServer } from '../support/party-process.js';
import { Person } from '../support/person.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

/** Stores every connection where the test can find it. */
const WATCHED = `<script>
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...given) { super(...given); window.connections.push(this); }
  };
</script>`;

/** A page that does not obey: it ignores that it was removed or muted, and that its socket is closed. */
const DEFIANT = `<script>
  window.WebSocket = class extends WebSocket {
    addEventListener(type, listener, options) {
      if (type === 'close') return;
      const heard = type !== 'message' ? listener : (event) => {
        if (!['error', 'left', 'changed'].includes(JSON.parse(event.data).type)) listener.call(this, event);
      };
      super.addEventListener(type, heard, options);
    }
  };
</script>`;

interface Watched {
  connections: RTCPeerConnection[];
}

describe('moderation', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let pages: Pages;
  let chromium: Driver;
  let host: Person;
  let mia: Person;
  let raw: Person;
  let key: string;

  before(async () => {
    const { VR_KEYS, VR_KEY } = await makeKeys('EdDSA');
    key = VR_KEY!;
    [server, pages, chromium] = await allOf([
      startServer({ VR_ACCESS: 'token', VR_KEYS, VR_WAITING_ROOM: '1' }),
      startPages(),
      openChromium(),
    ]);
    host = new Person('Ada', await chromium.newTab());
    mia = new Person('Mia', await chromium.newTab());
    raw = new Person('Mallory', await chromium.newTab());
  });
  after(async () => {
    await Promise.allSettled([chromium?.close(), pages?.close(), server?.stop()]);
  });

  const page = async (said: Partial<Parameters<typeof mintToken>[1]>, head = '') => {
    const token = await mintToken(key, { room: 'standup', ttl: 600, ...said });
    return pages.publish(`${WATCHED}${head}<script type="module" src="${server.origin}/video-room.js"></script>
      <video-room room="standup" token="${token}" style="block-size: 400px"></video-room>`);
  };
  /** The result of an action or a join: its error code, or `done`. */
  const outcome = (doing: Promise<unknown>) =>
    doing.then(
      () => 'done',
      (error: Error) => /[a-z]+(-[a-z]+)*(?=,? see|$)/.exec(error.message)?.[0] ?? error.message,
    );
  const knocker = (name: string) =>
    until(
      () =>
        host.tab.evaluate(
          (name) => document.querySelector('video-room')!.waiting.find((one) => one.name === name)?.id,
          name,
        ),
      `for ${name} to knock`,
      PATIENCE,
    );
  /** An action of the host; repeated if the socket was just being dialed again, as happens on a busy machine. */
  const order = <A>(ask: (id: A) => Promise<void>, id?: A) =>
    until(
      async () => {
        await host.tab.evaluate(ask as (id: unknown) => Promise<void>, id);
        return true;
      },
      'for an order to be obeyed',
      PATIENCE,
    );
  const admit = (id: string) => order((id: string) => document.querySelector('video-room')!.admit(id), id);
  const received = (person: Person) =>
    person.tab.evaluate(async () => {
      let bytes = 0;
      for (const connection of (window as unknown as Watched).connections)
        for (const row of (await connection.getStats()).values())
          if (row.type === 'inbound-rtp') bytes += row.bytesReceived;
      return bytes;
    });
  const linked = (person: Person) =>
    person.tab.evaluate(
      () =>
        (window as unknown as Watched).connections.filter((one) => one.connectionState === 'connected')
          .length,
    );
  const enter = async (person: Person, url: string) => {
    const entered = outcome(person.enter(url));
    await admit(await knocker(person.name));
    assert.equal(await entered, 'done');
  };

  it('makes participants without the grant wait, shows them to members with the grant, and lets in the admitted ones', async () => {
    await host.enter(await page({ role: 'host', sub: 'ada' }));
    const entered = outcome(mia.enter(await page({ sub: 'mia' })));
    const id = await knocker('Mia');
    assert.equal(await mia.state(), 'waiting');
    assert.deepEqual(await mia.others(), []);
    assert.equal(await linked(mia), 0);
    await admit(id);
    assert.equal(await entered, 'done');
    await host.sees('Mia', { link: 'live' });
    await Promise.all([host.watches('Mia'), mia.watches('Ada')]);
  });

  it('tells refused participants in words that they were refused', async () => {
    const entered = outcome(raw.enter(await page({ sub: 'mallory' })));
    const id = await knocker('Mallory');
    await order((id: string) => document.querySelector('video-room')!.refuse(id), id);
    assert.match(await entered, /forbidden/);
    const text = () =>
      raw.tab.evaluate(() => document.querySelector('video-room')!.shadowRoot!.textContent ?? '');
    await until(
      async () => (await text()).includes('The host didn’t let you in.'),
      'for the sentence',
      PATIENCE,
    );
  });

  it('mutes a participant for everyone, even if they go on sending', async () => {
    await enter(raw, await page({ sub: 'mallory' }, DEFIANT));
    await Promise.all(
      [host, mia].map((person) => person.sees('Mallory', { link: 'live', microphone: 'on' })),
    );
    const { id } = await host.sees('Mallory', {});
    await order((id: string) => document.querySelector('video-room')!.mute(id), id);
    for (const person of [host, mia]) {
      await person.sees('Mallory', { muted: true, microphone: 'off' });
      const played = () =>
        person.tab.evaluate((id) => {
          const found = document.querySelector('video-room')!.participants.find((one) => one.id === id);
          return Object.keys(found?.streams ?? {});
        }, id);
      assert.ok(!(await played()).includes('microphone'));
    }
    await mia.watches('Mallory');
  });

  it('locks the room, and tells everyone', async () => {
    await order(() => document.querySelector('video-room')!.lock(true));
    await until(
      () => mia.tab.evaluate(() => document.querySelector('video-room')!.locked),
      'for the lock',
      PATIENCE,
    );
    assert.match(
      await outcome(mia.tab.evaluate(() => document.querySelector('video-room')!.lock(false))),
      /forbidden/,
    );
  });

  it('removes a client that does not obey: nothing passes between it and the others any more', async () => {
    const { id } = await host.sees('Mallory', {});
    await until(async () => (await linked(raw)) === 2, 'for the links of Mallory');
    await order((id: string) => document.querySelector('video-room')!.kick(id, { ban: true }), id);
    await Promise.all([host.isWith(['Mia']), mia.isWith(['Ada'])]);
    let before = -1;
    await until(
      async () => {
        const now = await received(raw);
        const isSilent = now === before && (await linked(raw)) === 0;
        before = now;
        if (!isSilent) await new Promise((done) => setTimeout(done, 500));
        return isSilent;
      },
      'for nothing more to arrive at Mallory',
      PATIENCE,
    );
    await until(async () => (await linked(host)) === 1 && (await linked(mia)) === 1, 'for their only links');
    // Banned: the same person cannot come back, with a new page and a new token.
    assert.match(await outcome(raw.enter(await page({ sub: 'mallory' }))), /kicked/);
    await Promise.all([host.watches('Mia'), mia.watches('Ada')]);
  });

  it('ends for everyone', async () => {
    await order(() => document.querySelector('video-room')!.end());
    await until(
      async () => (await mia.state()) === 'left' && (await host.state()) === 'left',
      'for the end',
      PATIENCE,
    );
    await until(
      async () => (await linked(host)) === 0 && (await linked(mia)) === 0,
      'for the end of all links',
    );
  });
});
