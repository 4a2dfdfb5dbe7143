import { expect } from 'chai';
import { type PageId, RoomCipher } from '../../../src/mesh/encryption/room-cipher.js';
import { Allowances } from '../../../src/mesh/peer/cpu-allowance.js';
import { deflate, inflate, type Label } from '../../../src/mesh/signaling/payload.js';
import { SignalQueue } from '../../../src/mesh/signaling/signal-queue.js';
import { isEncryptedName } from '../../../src/protocol/encrypted-name.js';
import { MAX_NAME_BYTES, MAX_NAME_POINTS, MAX_PAYLOAD_BYTES } from '../../../src/protocol/limits.js';
import type { Signal } from '../../../src/protocol/peer-messages.js';
import { pack } from '../../support/payload.js';
import { until } from '../../support/until.js';

const SECRET = 'AbCdEfGhIjKlMnOpQrStUv';
const ada: PageId = { id: 'ada', sid: 'ada-page' };
const grace: PageId = { id: 'grace', sid: 'grace-page' };
const kate: PageId = { id: 'kate', sid: 'kate-page' };
/** A thumbprint. */
const PERSON = `${'p'.repeat(42)}w`;
const OFFER: Signal = { type: 'offer', neg: 1, sdp: 'v=0\r\na=ice-ufrag:abcd\r\n' };

/** The result when `ours` opens payloads from `theirs`. */
function between(ours: PageId, theirs: PageId, roomCipher = new RoomCipher(SECRET, 'standup')) {
  const told = { opened: 0, failed: 0 };
  const cipher = roomCipher.cipher(() => ours, theirs, {
    opened: () => told.opened++,
    failed: () => told.failed++,
  });
  return { ...cipher, told };
}

describe('An encrypted payload', () => {
  const labels: Label[] = [{ gen: 0 }, { gen: 0, n: 0 }, { gen: 3, n: 17 }];
  for (const label of labels) {
    it(`is opened by the page that it was encrypted for, as ${JSON.stringify(label)}`, async () => {
      const payload = await between(ada, grace).encrypt(await deflate(OFFER), label);
      const { decrypt, told } = between(grace, ada);
      const bytes = await decrypt({ ...label, payload }, true);
      expect(await inflate(bytes!)).to.deep.equal({ ok: true, value: OFFER });
      expect(told).to.deep.equal({ opened: 1, failed: 0 });
    });
  }

  it('reveals nothing of its content, not even inflated', async () => {
    const payload = await between(ada, grace).encrypt(await deflate(OFFER), { gen: 0 });
    expect(payload).to.match(/^[\w-]+$/);
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    expect(bytes).not.to.include('ufrag');
    expect(await inflate(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))).to.include({ ok: false });
  });

  it('of a real offer is well below the limit', async () => {
    const connection = new RTCPeerConnection();
    for (const kind of ['audio', 'video', 'video', 'audio']) connection.addTransceiver(kind);
    connection.createDataChannel('control', { negotiated: true, id: 0 });
    await connection.setLocalDescription();
    const offer = { type: 'offer', neg: 1, sdp: connection.localDescription!.sdp } as const;
    connection.close();
    const payload = await between(ada, grace).encrypt(await deflate(offer), { gen: 0 });
    expect(payload.length).to.be.within(500, MAX_PAYLOAD_BYTES / 2);
  });

  /** Each is a payload that Grace gets as if from Ada, but is forged. */
  const forgeries: Record<string, (payload: string) => Promise<[Label, string]> | [Label, string]> = {
    'altered in one bit': (payload) => [
      { gen: 1, n: 4 },
      payload.slice(0, 40) + (payload[40] === 'A' ? 'B' : 'A') + payload.slice(41),
    ],
    'cut short': (payload) => [{ gen: 1, n: 4 }, payload.slice(0, -4)],
    empty: () => [{ gen: 1, n: 4 }, ''],
    'moved to another generation': (payload) => [{ gen: 2, n: 4 }, payload],
    'moved to another number': (payload) => [{ gen: 1, n: 5 }, payload],
    'passed off as a first offer': (payload) => [{ gen: 1 }, payload],
    plain: async () => [{ gen: 1, n: 4 }, await pack(OFFER)],
    'sealed for somebody else': async () => [
      { gen: 1, n: 4 },
      await between(ada, kate).encrypt(await deflate(OFFER), { gen: 1, n: 4 }),
    ],
    'sealed by somebody else': async () => [
      { gen: 1, n: 4 },
      await between(kate, grace).encrypt(await deflate(OFFER), { gen: 1, n: 4 }),
    ],
    'her own, reflected': async () => [
      { gen: 1, n: 4 },
      await between(grace, ada).encrypt(await deflate(OFFER), { gen: 1, n: 4 }),
    ],
    'of an earlier page of Ada': async () => [
      { gen: 1, n: 4 },
      await between({ ...ada, sid: 'ada-earlier' }, grace).encrypt(await deflate(OFFER), { gen: 1, n: 4 }),
    ],
    'for an earlier page of hers': async () => [
      { gen: 1, n: 4 },
      await between(ada, { ...grace, sid: 'grace-earlier' }).encrypt(await deflate(OFFER), { gen: 1, n: 4 }),
    ],
    'sealed with another secret': async () => [
      { gen: 1, n: 4 },
      await between(ada, grace, new RoomCipher(`${SECRET}w`, 'standup')).encrypt(await deflate(OFFER), {
        gen: 1,
        n: 4,
      }),
    ],
    'sealed for another room': async () => [
      { gen: 1, n: 4 },
      await between(ada, grace, new RoomCipher(SECRET, 'retro')).encrypt(await deflate(OFFER), {
        gen: 1,
        n: 4,
      }),
    ],
    'a name': async () => {
      const sealed = await new RoomCipher(SECRET, 'standup').encryptName('Ada', ada, PERSON);
      return [{ gen: 1, n: 4 }, sealed.slice(1)];
    },
  };
  for (const [what, forge] of Object.entries(forgeries)) {
    it(`is dropped and reported when it is ${what}`, async () => {
      const real = await between(ada, grace).encrypt(await deflate(OFFER), { gen: 1, n: 4 });
      const { decrypt, told } = between(grace, ada);
      const [label, payload] = await forge(real);
      expect(await decrypt({ ...label, payload }, true)).to.equal(undefined);
      expect(told).to.deep.equal({ opened: 0, failed: 1 });
      expect(await decrypt({ gen: 1, n: 4, payload: real }, true), 'the real one').not.to.equal(undefined);
    });
  }

  it('is a replay when the party delivers it twice, even for a rebuilt link', async () => {
    const payload = await between(ada, grace).encrypt(await deflate(OFFER), { gen: 0 });
    const roomCipher = new RoomCipher(SECRET, 'standup');
    const first = between(grace, ada, roomCipher);
    expect(await first.decrypt({ gen: 0, payload }, true)).not.to.equal(undefined);
    expect(await first.decrypt({ gen: 0, payload }, true)).to.equal(undefined);
    const anew = between(grace, ada, roomCipher);
    expect(await anew.decrypt({ gen: 0, payload }, true)).to.equal(undefined);
    expect([first.told.failed, anew.told.failed]).to.deep.equal([1, 1]);
  });

  it('is a replay even if the unused bits of base64 were changed', async () => {
    // 9 bytes and the 28 of the encryption: the last character has four unused bits.
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    const payload = await between(ada, grace).encrypt(bytes, { gen: 0 });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const changed = payload.slice(0, -1) + letters[letters.indexOf(payload.at(-1)!) ^ 1];
    const { decrypt, told } = between(grace, ada);
    expect(await decrypt({ gen: 0, payload }, true)).not.to.equal(undefined);
    expect(await decrypt({ gen: 0, payload: changed }, true)).to.equal(undefined);
    expect(told.failed).to.equal(1);
  });

  for (const [what, page] of [
    ['', ada],
    [' under another session', { ...ada, sid: 'other' }],
    [' under another id', { ...ada, id: 'other' }],
  ] as const)
    it(`is never accepted when it is our own, sent back to us${what}`, async () => {
      const ours = between(ada, page);
      const payload = await ours.encrypt(await deflate(OFFER), { gen: 0, n: 0 });
      expect(await ours.decrypt({ gen: 0, n: 0, payload }, true)).to.equal(undefined);
      expect(ours.told).to.deep.equal({ opened: 0, failed: 1 });
    });

  it('is not a replay when it also comes by another route, and is read once', async () => {
    const read: Signal[] = [];
    const { told, ...cipher } = between(grace, ada);
    const signals = new SignalQueue(
      () => {},
      async (signal) => void read.push(signal),
      new Allowances().of('ada'),
      cipher,
    );
    const frame = {
      gen: 0,
      n: 2,
      payload: await between(ada, grace).encrypt(await deflate(OFFER), { gen: 0, n: 2 }),
    };
    signals.receive(frame, true);
    signals.receive(frame);
    signals.receive(frame);
    await until(() => told.opened === 3);
    signals.receive({ ...frame, payload: 'AAAA' });
    await until(() => told.failed === 1);
    expect(read).to.deep.equal([OFFER]);
  });
});

describe('An encrypted name', () => {
  const roomCipher = new RoomCipher(SECRET, 'standup');

  for (const name of [
    '',
    'Ada',
    '\u{1F9D1}\u200d\u{1F680}'.repeat(20),
    '\u{1F600}'.repeat(MAX_NAME_POINTS),
  ]) {
    it(`is restored, and the party accepts it: ${[...name].length} code points`, async () => {
      const sealed = await roomCipher.encryptName(name, ada, PERSON);
      expect(isEncryptedName(sealed)).to.equal(true);
      expect(new TextEncoder().encode(sealed).length).to.be.at.most(MAX_NAME_BYTES);
      expect(await new RoomCipher(SECRET, 'standup').decryptName(sealed, ada)).to.deep.equal({
        name: [...name].slice(0, MAX_NAME_POINTS).join(''),
        person: PERSON,
      });
    });
  }

  it('hides its length', async () => {
    const lengths = await Promise.all(
      ['', 'Jo', 'Augusta Ada King, Countess of Lovelace'].map(
        async (name) => (await roomCipher.encryptName(name, ada, PERSON)).length,
      ),
    );
    expect(new Set(lengths).size).to.equal(1);
  });

  it('is invalid for any other participant, page, room or secret', async () => {
    const sealed = await roomCipher.encryptName('Ada', ada, PERSON);
    for (const [other, page] of [
      [roomCipher, grace],
      [roomCipher, { ...ada, sid: 'ada-later' }],
      [new RoomCipher(SECRET, 'retro'), ada],
      [new RoomCipher(SECRET.toLowerCase(), 'standup'), ada],
    ] as [RoomCipher, PageId][]) {
      expect(await other.decryptName(sealed, page)).to.equal(undefined);
    }
  });

  it('never equals a plain name', async () => {
    for (const name of ['Ada', '', '\u0001', `\u0001${'A'.repeat(60)}`, '\u0001😀'])
      expect(await roomCipher.decryptName(name, ada)).to.equal(undefined);
  });
});
