import { expect } from 'chai';
import type { ClientConnection, SocketState } from '../../party/room/host.js';
import { features } from '../../src/features/index.js';
import { clientFrame } from '../../src/protocol/client-frames.js';
import { decoder } from '../../src/protocol/codec.js';
import {
  type ClientFrame,
  decodeClientFrame,
  decodePeerMessage,
  decodeServerFrame,
  MAX_CAPACITY,
  type PeerMessage,
  type ServerFrame,
  type Signal,
} from '../../src/protocol/index.js';
import { peerMessageWith, signal } from '../../src/protocol/peer-messages.js';
import type { Schema } from '../../src/protocol/schema.js';
import { serverFrame } from '../../src/protocol/server-frames.js';
import { MemoryConnection, MemoryHost } from './memory-host.js';
import { Chance, mutant } from './mutants.js';
import { pack, unpack } from './payload.js';
import { SEED } from './property.js';

/** A whole run: more than a hundred thousand garbled frames, and valid ones among them, which let participants join. */
const COUNTS = { codec: 100_000, room: 60_000, payloads: 2_000 };
/** Minimum number of garbled frames in a whole run. */
const LEAST = 100_000;

const id = 'A'.repeat(22);
const name = 'Ada';
const offer = { gen: 0, neg: 1, payload: 'b' };
const member = { id, sid: 's', seq: 1, name };
const said = { id, text: 'a', age: 1 };

/** One valid frame of every type; the compiler reports missing ones. */
type Samples<F extends { type: string }> = { [T in F['type']]: Extract<F, { type: T }> };

const CLIENT: Samples<ClientFrame> = {
  hello: { type: 'hello', v: 2, sid: 's', resume: 'r' },
  join: { type: 'join', name, offers: [{ to: id, toSid: 's', ...offer }] },
  signal: { type: 'signal', to: id, toSid: 's', gen: 0, n: 1, payload: 'b' },
  ping: { type: 'ping', ackToken: 3 },
  probe: { type: 'probe', id },
  ice: { type: 'ice' },
  bye: { type: 'bye' },
  knock: { type: 'knock', name },
  rename: { type: 'rename', name },
  admit: { type: 'admit', n: 1, id },
  refuse: { type: 'refuse', n: 2, id },
  kick: { type: 'kick', n: 3, id, ban: true },
  mute: { type: 'mute', n: 4, id, on: true },
  lock: { type: 'lock', n: 5, on: true },
  end: { type: 'end', n: 6 },
};
const SERVER: Samples<ServerFrame> = {
  welcome: {
    type: 'welcome',
    self: { id, seq: 1, resume: 'r', grants: ['chat'] },
    epoch: 'e',
    roster: [member, { ...member, away: true }],
    ice: { servers: [{ urls: ['turn:a'], username: 'u', credential: 'c' }], ttl: 60 },
    limits: { capacity: 8 },
    locked: true,
    kicked: [id],
  },
  waiting: { type: 'waiting', id, locked: true },
  admitted: { type: 'admitted' },
  knock: { type: 'knock', id, sid: 's', name },
  gone: { type: 'gone', id },
  renamed: { type: 'renamed', id, sid: 's', name },
  changed: { type: 'changed', id, grants: 3, muted: true },
  lock: { type: 'lock', on: true },
  done: { type: 'done', n: 1, nobody: true },
  joined: { type: 'joined', member, offer, roster: [member], resume: 'r' },
  signal: { type: 'signal', from: id, fromSid: 's', gen: 0, n: 0, payload: '' },
  away: { type: 'away', id, sid: 's' },
  back: { type: 'back', id, sid: 's' },
  left: { type: 'left', id, sid: 's', reason: 'lost' },
  probe: { type: 'probe', id, alive: false },
  ping: { type: 'ping', ackToken: 7 },
  ice: { type: 'ice', servers: [{ urls: 'stun:a' }] },
  pong: { type: 'pong', resume: 'r' },
  error: { type: 'error', code: 'too-slow', about: 'join', fatal: true },
};
const source = 'on' as const;
const PEER: Partial<Samples<PeerMessage>> = {
  presence: {
    ...{ type: 'presence', rev: 1, hand: true },
    ...{ microphone: source, camera: source, screen: source, screenAudio: source },
  } as Extract<PeerMessage, { type: 'presence' }>,
  heartbeat: { type: 'heartbeat' },
  refresh: { type: 'refresh' },
  signal: { type: 'signal', gen: 1, n: 2, payload: 'b' },
  key: { type: 'key', key: id },
  relay: { type: 'relay', to: id, toSid: 's', gen: 1, n: 2, payload: 'b' },
  relayed: { type: 'relayed', from: id, fromSid: 's', gen: 1, n: 2, payload: 'b' },
  probe: { type: 'probe', id },
  vouch: { type: 'vouch', id },
  bye: { type: 'bye' },
  challenge: { type: 'challenge', nonce: 'n'.repeat(22) },
  proof: { type: 'proof', nonce: 'n'.repeat(22), key: 'k'.repeat(87), signature: 's'.repeat(86) },
  ack: { type: 'ack', n: 3 },
  chat: { type: 'chat', n: 1, after: 0, ...said, private: true },
  data: { type: 'data', n: 3, after: 2, value: { a: [1, 'x'] } },
  read: { type: 'read', n: 3 },
  reaction: { type: 'reaction', emoji: '👨‍👩‍👧‍👦' },
  view: { type: 'view', source: 'camera', width: 320, height: 180, visible: true },
  bulk: { type: 'bulk', credit: 1 },
  history: { type: 'history', list: [{ ...said, from: id, name }], more: true },
};
const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' };
const SIGNALS: Samples<Signal> = {
  offer: { type: 'offer', neg: 1, sdp: 'v=0' },
  answer: { type: 'answer', neg: 1, sdp: 'v=0' },
  candidates: { type: 'candidates', list: [candidate, candidate] },
  restart: { type: 'restart', live: true },
  rebuild: { type: 'rebuild', gen: 1 },
};

/** A value that counts how often any part of it is read. */
function counted<T>(value: T, count: () => void): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      count();
      return counted(Reflect.get(target, key), count);
    },
  }) as T;
}

/** The number of values in a value, including itself. */
function size(value: unknown): number {
  let nodes = 0;
  for (const waiting = [value]; waiting.length; ) {
    const one = waiting.pop();
    nodes++;
    if (typeof one === 'object' && one !== null) for (const item of Object.values(one)) waiting.push(item);
  }
  return nodes;
}

/** Fields of the largest schema, times the longest list that is read: no frame is read more often, except for copies. */
const MOST_LOOKS = 2_000;

/**
 * Defines tests that send frames garbled in many ways through everything that reads frames. Each run uses the same frames; another
 * seed gives others. `share`: how much of a whole run, from 0 to 1.
 */
export function defineFuzz(share: number): void {
  describe('fuzz', () => {
    /** Number of garbled frames sent, by reader. */
    const done: Record<string, number> = {};
    /** Number of valid ones among them. */
    let good = 0;
    const tally = (what: string, isGarbled: boolean) => {
      if (isGarbled) done[what] = (done[what] ?? 0) + 1;
      else good++;
    };

    /** Everything that was thrown by a reader. */
    const thrown: unknown[] = [];
    const attempt = <T>(read: () => T): T | undefined => {
      try {
        return read();
      } catch (error) {
        thrown.push(error);
        return undefined;
      }
    };
    const wasFine = () => {
      if (thrown.length) throw thrown[0];
    };
    const garbled = () => Object.values(done).reduce((sum, one) => sum + one, 0);

    after(() => {
      const parts = Object.entries(done).map(([what, count]) => `${count} ${what}`);
      console.log(
        `fuzz: ${garbled()} garbled frames, ${thrown.length} threw (seed ${SEED}: ${parts.join(', ')}; and ${good} good ones in between)`,
      );
    });

    it('the decoders never throw, are never fooled, and read no frame for too long', () => {
      const chance = new Chance(SEED);
      const readers: [
        string,
        (data: unknown) => ReturnType<typeof decodeClientFrame | typeof decodePeerMessage>,
        Schema<unknown>,
        object[],
      ][] = [
        ['client frames', decodeClientFrame, clientFrame, Object.values(CLIENT)],
        ['server frames', decodeServerFrame as never, serverFrame, Object.values(SERVER)],
        [
          'peer messages',
          decodePeerMessage,
          peerMessageWith(...features.map(({ messages }) => messages)),
          Object.values(PEER),
        ],
        ['signals', decoder(signal) as never, signal, Object.values(SIGNALS)],
      ];
      let taken = 0;
      for (let n = 0; n < COUNTS.codec * share; n++) {
        const [what, decode, schema, good] = readers[n % readers.length]!;
        const frame = chance.of(good);
        const data = mutant(frame, chance);
        const decoded = attempt(() => decode(data));
        tally(what, data !== JSON.stringify(frame));
        if (!decoded) continue;
        if (decoded.ok) {
          taken++;
          if (Object.getPrototypeOf(decoded.value) !== Object.prototype) throw new Error(`fooled by ${data}`);
          if (n % 8 === 0) expect(decode(JSON.stringify(decoded.value))).to.deep.equal(decoded);
        } else if (typeof decoded.reason !== 'string') throw new Error(`no reason for ${data}`);
        if (n % 4 || typeof data !== 'string' || data.length > 65_536) continue;
        let looks = 0;
        let value: unknown;
        try {
          value = JSON.parse(data);
        } catch {
          continue;
        }
        try {
          schema(counted(value, () => looks++));
        } catch {
          // It was rejected; the time is what matters.
        }
        if (looks > MOST_LOOKS + 3 * size(value)) throw new Error(`${looks} looks at ${data.slice(0, 200)}`);
      }
      expect(Object.hasOwn(Object.prototype, 'type') || 'x' in {}, 'a prototype was written to').to.equal(
        false,
      );
      wasFine();
      // Mutants that are always rejected would test one line only.
      expect(taken / (COUNTS.codec * share)).to.be.greaterThan(0.1);
    });

    it('payloads never throw, with any content', async () => {
      const chance = new Chance(SEED + 1);
      const good = Object.values(SIGNALS);
      for (let n = 0; n < COUNTS.payloads * share; n++) {
        const frame = chance.of(good);
        const inside = mutant(frame, chance);
        const payload = await pack(
          typeof inside === 'string' && inside.length < 20_000 ? (inside as never) : ({} as never),
        );
        const at = chance.below(payload.length);
        const broken = chance.percent(50)
          ? payload.slice(0, at) + chance.of(['A', '', '_', '=', '€']) + payload.slice(at + 1)
          : payload;
        const unpacked = await unpack(broken).catch((error: unknown) => void thrown.push(error));
        tally('payloads', broken !== payload || inside !== JSON.stringify(frame));
        if (unpacked && !unpacked.ok) expect(unpacked.reason).to.be.a('string');
      }
      wasFine();
    });

    it('a room never fails, tells outsiders nothing, and does little work for each frame', () => {
      const chance = new Chance(SEED + 2);
      const world = new World(chance);
      for (let n = 0; n < COUNTS.room * share; n++) {
        tally('frames to rooms', attempt(() => world.step()) ?? true);
      }
      wasFine();
      // Every kind of event has happened, and not just by chance.
      expect(world.seen.members).to.be.greaterThan(500 * share);
      expect(world.seen.signals).to.be.greaterThan(500 * share);
      expect(world.seen.refused).to.be.greaterThan(1_000 * share);
    });

    it('was as large as planned', () => expect(garbled()).to.be.at.least(LEAST * share));
  });
}

/** Only members may read this: it is in every payload sent here. */
const CANARY = 'CANARY';
const SOCKETS = 14;
/** Longer than the longest frame that a room can make: a roster of 16. */
const MOST_TOLD = 20_000;

/** A socket, and what the room has said about its participant. */
interface Someone {
  connection: MemoryConnection;
  sid: string;
  id: string;
  resume?: string;
  isMember: boolean;
  isWelcome: boolean;
}

/** A room with participants who keep sending, after any refusal, and who come back. */
class World {
  now = 1_700_000_000_000;
  readonly host = new MemoryHost('standup', 8, () => this.now);
  readonly #people: Someone[] = [];
  readonly #chance: Chance;
  #sent = 0;
  #told = 0;
  #asked = 0;
  readonly seen = { members: 0, signals: 0, refused: 0 };
  /** Messages that the room must never send. Stored, because an exception while sending looks like a dead socket to the room. */
  readonly #faults: string[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
    this.host.randomBytes = (length) => Uint8Array.from({ length }, () => chance.below(256));
    this.host.ice = (_connection: ClientConnection, _phase: SocketState['phase']) => {
      this.#asked++;
      return { servers: [{ urls: 'turn:a', username: 'u', credential: 'c' }], ttl: 600 };
    };
  }

  /** `true`: the frame was garbled. */
  step(): boolean {
    const { host } = this;
    const chance = this.#chance;
    this.now += chance.of([0, 20, 300, 2_000]);
    if (chance.percent(2)) host.evict();
    if (chance.percent(5)) host.tick();
    if (chance.below(5_000) === 0) this.now += 100_000;
    const slot = chance.below(SOCKETS);
    const person = this.#people[slot]?.connection.open ? this.#people[slot] : this.#open(slot);
    if (chance.percent(1)) host.close(person.connection);
    this.#sent = this.#told = this.#asked = 0;
    const before = { saves: host.saves, refused: this.seen.refused, memberships: this.#memberships };
    const { data, isGarbled } = this.#frame(person);
    if (chance.percent(1)) host.server.leaveBeacon(typeof data === 'string' ? data : (person.resume ?? ''));
    else host.message(person.connection, data);
    // All others are told about participants who are given up meanwhile, or were away for too long.
    const ends =
      before.memberships.filter((one) => !this.#memberships.includes(one)).length +
      this.seen.refused -
      before.refused;
    const most = (2 + ends) * SOCKETS;
    const length = typeof data === 'string' ? data.length : 0;
    const why = `after ${String(data).slice(0, 300)}`;
    if (host.reports.length) throw host.reports[0];
    if (this.#faults.length) throw new Error(`${this.#faults} ${why}`);
    if (this.#sent > most) throw new Error(`${this.#sent} frames, at most ${most} ${why}`);
    if (this.#told > most * (MOST_TOLD + length)) throw new Error(`${this.#told} characters ${why}`);
    if (host.saves - before.saves > 1 || this.#asked > 1)
      throw new Error(`${host.saves - before.saves} writes ${why}`);
    const memberships = host.record?.memberships ?? [];
    if (memberships.length > 8) throw new Error(`${memberships.length} memberships ${why}`);
    if (JSON.stringify(memberships).length > MAX_CAPACITY * 1_000) throw new Error(`a large record ${why}`);
    return isGarbled;
  }

  get #memberships(): string[] {
    return (this.host.record?.memberships ?? []).map((membership) => membership.id);
  }

  #open(slot: number): Someone {
    const sid = `s${this.#chance.below(30)}`;
    const person: Someone = { sid, id: '', isMember: false, isWelcome: false } as Someone;
    person.resume = this.#people[slot]?.resume;
    person.connection = new MemoryConnection(
      (text) => this.#heard(person, text),
      () => this.seen.refused++,
    );
    this.#people[slot] = person;
    this.host.connect(person.connection);
    if (this.#chance.percent(85)) {
      const resume = this.#chance.percent(30) ? person.resume : undefined;
      this.host.message(person.connection, JSON.stringify({ type: 'hello', v: 2, sid, resume }));
    }
    return person;
  }

  /** Half of the frames are valid, because only members have something to lose. */
  #frame(person: Someone): { data: unknown; isGarbled: boolean } {
    const chance = this.#chance;
    const other = chance.of(this.#people) ?? person;
    const to = { to: other.id || id, toSid: other.sid };
    const good: ClientFrame[] = [
      {
        type: 'join',
        name: chance.of(['Ada', 'x'.repeat(512), '\u202e']),
        offers: [{ ...to, gen: 0, neg: 1, payload: CANARY }],
      },
      { type: 'signal', ...to, gen: 0, n: 1, payload: CANARY + 'b'.repeat(chance.of([0, 8_000])) },
      { type: 'signal', ...to, gen: 0, n: 1, payload: CANARY },
      { type: 'probe', id: other.id || id },
      { type: 'ping', ackToken: chance.of([0, 100, 2 ** 31 - 1]) },
      chance.of(Object.values(CLIENT)),
    ];
    const frame = person.isMember ? chance.of(good) : chance.percent(40) ? good[0]! : chance.of(good);
    const text = JSON.stringify(frame);
    const data = chance.percent(60) ? text : mutant(frame, chance);
    return { data, isGarbled: data !== text };
  }

  /** A frame to a participant must be for them. */
  #heard(person: Someone, text: string): void {
    this.#sent++;
    this.#told += text.length;
    const decoded = decodeServerFrame(text);
    if (!decoded.ok) return void this.#faults.push(`a bad frame: ${decoded.reason}`);
    const frame = decoded.value;
    if (frame.type === 'welcome') {
      person.isWelcome = true;
      person.id = frame.self.id;
      person.isMember = frame.self.seq !== undefined;
      person.resume = frame.self.resume ?? person.resume;
    } else if (frame.type === 'joined' && frame.resume) {
      person.isMember = true;
      person.resume = frame.resume;
      this.seen.members++;
    }
    if (!person.isWelcome && frame.type !== 'error') this.#faults.push(`${frame.type} before a welcome`);
    if (!person.isMember && text.includes(CANARY)) this.#faults.push(`${frame.type} told an outsider`);
    // Everyone is asked how far they have read; members are also asked for a sign of life.
    const isAckToken = frame.type === 'ping' && frame.ackToken !== undefined;
    if (!person.isMember && !isAckToken && ['signal', 'probe', 'ping'].includes(frame.type))
      this.#faults.push(frame.type);
    if (frame.type === 'signal') this.seen.signals++;
  }
}
