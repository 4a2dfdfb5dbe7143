import { expect } from 'chai';
import {
  type ClientFrame,
  decodeClientFrame,
  decodePeerMessage,
  decodeServerFrame,
  MAX_CAPACITY,
  MAX_CHAT_BYTES,
  MAX_DATA_BYTES,
  MAX_FRAME_BYTES,
  MAX_NAME_BYTES,
  MAX_PAYLOAD_BYTES,
  type PeerMessage,
  type ServerFrame,
} from '../../src/protocol/index.js';
import fc from '../support/property.js';

const decoders = { decodeClientFrame, decodeServerFrame, decodePeerMessage };
const id = 'A'.repeat(22);
const offer = { to: id, toSid: 's', gen: 0, neg: 1, payload: 'b' };
const member = { id, sid: 's', seq: 1, name: 'Ada' };

const CLIENT: ClientFrame[] = [
  { type: 'hello', v: 2, sid: 's' },
  { type: 'hello', v: 2, sid: 'x'.repeat(43), resume: 'r'.repeat(512) },
  { type: 'join', name: '', offers: [] },
  { type: 'join', name: 'n'.repeat(MAX_NAME_BYTES), offers: Array(MAX_CAPACITY).fill(offer) },
  { type: 'signal', to: id, toSid: 's', gen: 0, n: 0x7fffffff, payload: '-_' },
  { type: 'signal', to: id, toSid: 's', gen: 0, n: 0, payload: 'b'.repeat(MAX_PAYLOAD_BYTES) },
  { type: 'ping' },
  { type: 'ping', ackToken: 2 ** 31 - 1 },
  { type: 'probe', id },
  { type: 'ice' },
  { type: 'bye' },
];
const SERVER: ServerFrame[] = [
  { type: 'welcome', self: { id }, epoch: 'e', roster: [], ice: { servers: [] }, limits: { capacity: 8 } },
  {
    type: 'welcome',
    self: { id, seq: 1, resume: 'r' },
    epoch: 'e',
    roster: [member, { ...member, away: true }],
    ice: { servers: [{ urls: ['turn:a'], username: 'u', credential: 'c' }], ttl: 60 },
    limits: { capacity: 8 },
  },
  { type: 'joined', member },
  { type: 'joined', member, offer: { gen: 0, neg: 1, payload: 'b' } },
  { type: 'joined', member, roster: [member], resume: 'r' },
  { type: 'signal', from: id, fromSid: 's', gen: 0, n: 0, payload: '' },
  { type: 'away', id, sid: 's' },
  { type: 'back', id, sid: 's' },
  { type: 'left', id, sid: 's' },
  { type: 'left', id, sid: 's', reason: 'kicked' },
  { type: 'probe', id, alive: false },
  { type: 'ice', servers: [{ urls: 'stun:a' }] },
  { type: 'pong' },
  { type: 'error', code: 'room-full' },
  { type: 'error', code: 'too-slow', about: 'join', fatal: true },
];
const PEER: PeerMessage[] = [
  {
    type: 'presence',
    rev: 1,
    microphone: 'on',
    camera: 'off',
    screen: 'lost',
    screenAudio: 'blocked',
    hand: true,
  },
  { type: 'heartbeat' },
  { type: 'signal', gen: 1, n: 2, payload: 'b' },
  { type: 'bye' },
  { type: 'chat', n: 1, after: 0, id, text: 'a\n<b>', age: 0 },
  { type: 'chat', n: 2, after: 1, id, text: 'x'.repeat(MAX_CHAT_BYTES), age: 0x7fffffff, private: true },
  { type: 'data', n: 3, after: 2, value: null },
  { type: 'data', n: 3, after: 2, value: { a: [1, 'x'.repeat(MAX_DATA_BYTES - 12)] } },
  { type: 'read', n: 3 },
  { type: 'reaction', emoji: '👨‍👩‍👧‍👦' },
  { type: 'view', source: 'screen', width: 1280, height: 720, visible: false },
  { type: 'bulk', credit: 262_144 },
  { type: 'history' },
  { type: 'history', list: [{ id, from: id, name: '', text: 'a', age: 1 }], more: true },
];

describe('the wire contract', () => {
  const good = [
    [CLIENT, decodeClientFrame],
    [SERVER, decodeServerFrame],
    [PEER, decodePeerMessage],
  ] as const;
  for (const [frames, decode] of good) {
    for (const frame of frames) {
      it(`accepts ${JSON.stringify(frame).slice(0, 90)} unchanged`, () => {
        expect(decode(JSON.stringify(frame))).to.deep.equal({ ok: true, value: frame });
      });
    }
  }

  it('drops unknown fields, so that newer clients may add some', () => {
    expect(decodeClientFrame('{"type":"ping","ackToken":1,"from":"me","__proto__":{"x":1}}')).to.deep.equal({
      ok: true,
      value: { type: 'ping', ackToken: 1 },
    });
  });

  it('accepts a frame with invalid ICE servers: the code that uses them ignores those', () => {
    for (const servers of [[{ urls: 'turn:a' }], [{ urls: 'stun.example.org' }, 5], 'none', null]) {
      const frame = {
        type: 'welcome',
        self: { id },
        epoch: 'e',
        roster: [],
        ice: { servers },
        limits: { capacity: 8 },
      };
      expect(decodeServerFrame(JSON.stringify(frame))).to.deep.equal({ ok: true, value: frame });
    }
  });

  it('tells a type of a newer version from an invalid frame', () => {
    const typeOf = (text: string) => {
      const decoded = decodeClientFrame(text);
      return decoded.ok ? 'valid' : decoded.unknownType;
    };
    expect(typeOf('{"type":"fly-away","n":1}')).to.equal('fly-away');
    expect(typeOf('{"type":"constructor"}')).to.equal('constructor');
    for (const text of ['{"type":"ping","ackToken":-1}', '{}', '{"type":7}', '{"type":"a b"}', 'null', '{'])
      expect(typeOf(text), text).to.equal(undefined);
    expect(typeOf(`{"type":"${'a'.repeat(33)}"}`)).to.equal(undefined);
  });

  it('keeps at most 16 capabilities, and drops those that are no short names', () => {
    const told = (can: unknown) => {
      const frame = decodeClientFrame(JSON.stringify({ type: 'join', name: '', offers: [], can }));
      return frame.ok && frame.value.type === 'join' ? frame.value.can : frame;
    };
    expect(told(['bulk', 'bulk', 'New', '', 'a b', 7, null, 'x'.repeat(25), 'view-2'])).to.deep.equal([
      'bulk',
      'view-2',
    ]);
    expect(told(Array.from({ length: 40 }, (_, i) => `c${i}`))).to.have.length(16);
    expect(told(undefined)).to.equal(undefined);
    expect(told('bulk')).to.deep.equal({ ok: false, reason: 'bad field: can' });
  });

  const bad: [what: string, text: unknown, reason: string][] = [
    ['bytes', new ArrayBuffer(2), 'not text, or too large'],
    ['nothing', undefined, 'not text, or too large'],
    ['a frame over 64 KiB', ' '.repeat(MAX_FRAME_BYTES + 1), 'not text, or too large'],
    ['an empty frame', '', 'not JSON'],
    ['half a frame', '{"type":"ping"', 'not JSON'],
    ['no type', '{}', 'bad field: type'],
    ['null', 'null', 'bad field: type'],
    ['an array', '[]', 'bad field: type'],
    ['a number for an id', '{"type":"probe","id":7}', 'bad field: id'],
    ['an id with a dot', '{"type":"probe","id":"a.b"}', 'bad field: id'],
    ['an id that is too long', `{"type":"probe","id":"${'a'.repeat(44)}"}`, 'bad field: id'],
    ['a negative counter', '{"type":"ping","ackToken":-1}', 'bad field: ackToken'],
    ['a broken counter', '{"type":"ping","ackToken":1.5}', 'bad field: ackToken'],
    ['an endless counter', '{"type":"ping","ackToken":1e999}', 'bad field: ackToken'],
    ['a counter over 31 bits', '{"type":"ping","ackToken":2147483648}', 'bad field: ackToken'],
    [
      'a payload over 8 KiB',
      JSON.stringify({ ...offer, type: 'signal', n: 0, payload: 'b'.repeat(8193) }),
      'bad field: payload',
    ],
    [
      'a payload that is not base64url',
      JSON.stringify({ ...offer, type: 'signal', n: 0, payload: 'a+b=' }),
      'bad field: payload',
    ],
    [
      'a name over 512 bytes',
      JSON.stringify({ type: 'join', name: '€'.repeat(171), offers: [] }),
      'bad field: name',
    ],
    [
      '17 offers',
      JSON.stringify({ type: 'join', name: '', offers: Array(17).fill(offer) }),
      'bad field: offers',
    ],
    [
      'an offer without a session',
      JSON.stringify({ type: 'join', name: '', offers: [{ ...offer, toSid: 1 }] }),
      'bad field: offers.toSid',
    ],
    [
      'a resume token over 512 bytes',
      JSON.stringify({ type: 'hello', v: 2, sid: 's', resume: 'r'.repeat(513) }),
      'bad field: resume',
    ],
  ];
  for (const [what, text, reason] of bad) {
    it(`rejects ${what}: ${reason}`, () =>
      expect(decodeClientFrame(text)).to.deep.equal({ ok: false, reason }));
  }

  it('never repeats the input in its reason', () => {
    const frame = JSON.stringify({ type: 'join', name: 5, offers: 'SECRET', SECRET: 'SECRET' });
    expect(JSON.stringify(decodeClientFrame(frame))).not.to.contain('SECRET');
  });

  it('accepts a join with 15 real offers, which fits into a frame', () => {
    const offers = Array(15).fill({ ...offer, to: id, toSid: id, payload: 'b'.repeat(2400) });
    const text = JSON.stringify({ type: 'join', name: 'n', offers });
    expect(text.length).to.be.lessThan(MAX_FRAME_BYTES);
    expect(decodeClientFrame(text).ok).to.equal(true);
  });
});

describe('decoders, with any input', () => {
  const nasty = fc.constantFrom(
    '['.repeat(60_000),
    '{"a":'.repeat(10_000),
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    '"\\ud800"',
    '\u0000',
    '{"type":"join","name":"\\udfff","offers":[]}',
    '{"__proto__":{"type":"bye"}}',
    '1e308',
    '-0',
    '{"type":["bye"]}',
    '{"type":"join","name":"x","offers":{"length":3}}',
    '{"type":"toString"}',
    '{"type":"__proto__"}',
  );
  const sample = fc.constantFrom(...[...CLIENT, ...SERVER, ...PEER].map((frame) => JSON.stringify(frame)));
  /** A valid frame with one piece replaced. */
  const mutated = fc
    .tuple(
      sample,
      fc.nat(),
      fc.nat(8),
      fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('"', '{', ']', 'null')),
    )
    .map(([text, at, length, put]) => {
      const start = at % text.length;
      return text.slice(0, start) + put + text.slice(start + length);
    });
  const anything = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.json(), nasty, mutated, sample);

  for (const [name, decode] of Object.entries(decoders)) {
    it(`${name} never throws, and is never fooled`, () => {
      fc.assert(
        fc.property(anything, (data) => {
          const decoded = decode(data);
          if (!decoded.ok) {
            expect(decoded.reason).to.be.a('string');
            return;
          }
          // The result is plain data that decodes to itself.
          expect(Object.getPrototypeOf(decoded.value)).to.equal(Object.prototype);
          expect(decode(JSON.stringify(decoded.value))).to.deep.equal(decoded);
        }),
        { numRuns: 3000 },
      );
      expect('type' in {}).to.equal(false);
    });
  }

  it('rejects messages that nobody should see', () => {
    const chat = { type: 'chat', n: 1, after: 0, id, text: 'a', age: 0 };
    const entry = { id, from: id, name: '', text: 'a', age: 1 };
    const bad: [what: string, message: object][] = [
      ['no text', { ...chat, text: '' }],
      ['blank text', { ...chat, text: ' \n' }],
      ['text over 4 KiB', { ...chat, text: '€'.repeat(1366) }],
      ['a message from the future', { ...chat, age: -1 }],
      ['data over 16 KiB', { type: 'data', n: 1, after: 0, value: '€'.repeat(5462) }],
      ['no data', { type: 'data', n: 1, after: 0 }],
      ['a reaction of two', { type: 'reaction', emoji: '👍👍' }],
      ['a reaction in letters', { type: 'reaction', emoji: 'ok' }],
      ['a reaction without end', { type: 'reaction', emoji: `👍${'\ufe0f'.repeat(40)}` }],
      ['an unsigned message passed on', { type: 'history', list: [{ ...entry, from: undefined }] }],
      ['too many of them', { type: 'history', list: Array(201).fill(entry) }],
    ];
    for (const [what, message] of bad)
      expect(decodePeerMessage(JSON.stringify(message)).ok, what).to.equal(false);
  });
});
