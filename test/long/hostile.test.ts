/**
 * A participant with a client of their own, against real pages in both browsers on the real `partykit dev`: the browser might
 * accept a certificate that a description hides. Unit tests check our own parser; here the browsers decide.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Tab } from '../support/drivers.js';
import { hiddenFingerprints } from '../support/hidden-fingerprints.js';
import { pack, unpack } from '../support/payload.js';
import { Person } from '../support/person.js';
import { RawSocket } from '../support/raw-socket.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

/** State of the hostile page: its connection, and its counters. */
interface Den {
  connection: RTCPeerConnection;
}

describe('a page that is offered a description with a certificate hidden in it', {
  timeout: SUITE_TIMEOUT,
}, () => {
  let venue: Venue;
  let den: Tab;
  before(async () => {
    venue = await openVenue();
    den = await venue.chromium.newTab();
    await den.open(venue.pages.publish('<!doctype html><title>den</title>'));
  });
  after(() => venue?.close());

  /** A fresh offer in our slots, with all its candidates; closes the one before. */
  const offer = () =>
    den.evaluate(async () => {
      const it = globalThis as unknown as Den;
      it.connection?.close();
      const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      it.connection = connection;
      for (const kind of ['audio', 'video', 'video', 'audio'])
        connection.addTransceiver(kind, { direction: 'sendrecv' });
      connection.createDataChannel('control', { negotiated: true, id: 0 });
      await connection.setLocalDescription();
      while (connection.iceGatheringState !== 'complete')
        await new Promise((done) => {
          connection.onicegatheringstatechange = done;
        });
      return connection.localDescription!.sdp;
    });
  const linkState = () => den.evaluate(() => (globalThis as unknown as Den).connection.connectionState);
  const answered = (sdp: string) =>
    den.evaluate(
      (sdp) => (globalThis as unknown as Den).connection.setRemoteDescription({ type: 'answer', sdp }),
      sdp,
    );

  for (const browser of ['chromium', 'firefox'] as const) {
    it(`rejects it in any spelling, and reports it, in ${browser}`, async () => {
      const ada = new Person('Ada', await venue[browser].newTab());
      await ada.enter(
        venue.pages.publish(`<!doctype html><title>call</title><body>
          <script type="module" src="${venue.server.origin}/video-room.js"></script>
          <video-room room="den-${browser}" server="${venue.server.origin}"></video-room>`),
      );
      await ada.tab.evaluate(() => {
        const heard: string[] = [];
        Object.assign(globalThis, { heard });
        document.querySelector('video-room')!.addEventListener('room-error', ({ detail }) => {
          heard.push(detail.code);
        });
      });
      const heard = () => ada.tab.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);

      /** Joins with that description; the answer, if one comes before Ada is told. */
      async function comeWith(sid: string, sdp: string): Promise<{ sdp?: string; leave(): Promise<void> }> {
        const before = (await heard()).length;
        const url = `${venue.server.origin.replace('http', 'ws')}/parties/main/den-${browser}`;
        const socket = (await RawSocket.dial(url)).send({ type: 'hello', v: 2, sid });
        const { roster } = await socket.first('welcome');
        const { id: to, sid: toSid } = roster.find(({ name }) => name === 'Ada')!;
        const payload = await pack({ type: 'offer', neg: 1, sdp });
        socket.send({ type: 'join', name: 'Mallory', offers: [{ to, toSid, gen: 0, neg: 1, payload }] });
        const answer = async () => {
          for (const frame of socket.frames) {
            const signal = frame.type === 'signal' ? await unpack(frame.payload) : undefined;
            if (signal?.ok && signal.value.type === 'answer') return signal.value.sdp;
          }
          return undefined;
        };
        await until(
          async () => (await answer()) || (await heard()).length > before,
          `for Ada to say something to ${sid}`,
          PATIENCE,
        );
        const leave = async () => {
          socket.send({ type: 'bye' });
          await until(async () => !(await ada.others()).length, 'for the seat to be empty', PATIENCE);
          socket.lose();
        };
        const found = await answer();
        return { ...(found && { sdp: found }), leave };
      }

      // The control case: this description is accepted, and there is a link.
      const plain = await comeWith('plain', await offer());
      assert.ok(plain.sdp, 'answered');
      await answered(plain.sdp);
      await ada.sees('Mallory', { link: 'live' });
      await plain.leave();
      assert.deepEqual(await heard(), []);

      // The certificate that it claims to have, which belongs to another page.
      const honest = /a=fingerprint:(.*)\r\n/.exec(await offer())![1]!;
      const trick = await offer();
      const mine = /a=fingerprint:(.*)\r\n/.exec(trick)![1]!;
      assert.notEqual(mine, honest);
      for (const [n, [what, line]] of hiddenFingerprints(mine).entries()) {
        const before = (await heard()).length;
        const sdp = trick.replaceAll(/a=fingerprint:.*\r\n/g, `a=fingerprint:${honest}\r\n${line}`);
        const guest = await comeWith(`guest-${n}`, sdp);
        assert.equal(guest.sdp, undefined, `a fingerprint ${what} is not answered`);
        assert.deepEqual((await heard()).slice(before), ['verification-failed'], what);
        assert.equal((await ada.others())[0]?.link, 'connecting', what);
        await guest.leave();
      }
      assert.equal(await linkState(), 'new');
      assert.deepEqual(ada.tab.errors, []);
      await ada.tab.close();
    });
  }
});
