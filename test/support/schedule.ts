/**
 * Schedules: what happens to a few participants in a call, step by step, and what must be true after the recovery. Real Rooms and
 * the real party over a network in memory, with model connections, so that hundreds run in one page.
 */

import type { TokenStorage } from '../../src/room/resume-token-store.js';
import { Room } from '../../src/room/room.js';
import type { RoomState } from '../../src/room/state.js';
import { createLog } from '../../src/shared/log.js';
import { ModelPaths, type Place } from './model-paths.js';
import { MemoryNetwork, type MemorySocket } from './network.js';
import fc from './property.js';
import { until } from './until.js';

/** Maximum number of participants in one schedule. */
const PEOPLE = 5;
/**
 * Time for a call to recover completely, and how long it must stay so (ms). A silently dead socket is noticed after up to 33 s by
 * a participant without a link that could stall: a ping every 25 s, 8 s for its answer. A join over such a socket is noticed
 * after 8 s more, and a link is rebuilt within 12 s. That is 53 s, and many schedules share a page: twice as long on a slow machine.
 */
const HEALED_WITHIN = 120_000;
const STAYS = 1_000;
/** For every link, whichever side made the first offer: an offer collision doubles nothing. */
const SLOT_KINDS = 'audio video video audio';

const who = fc.nat(PEOPLE - 1);
const two = { who, whom: who };
const chance = fc.constantFrom(0, 0.1, 0.4);
/** Milliseconds until the next step. */
const wait = fc.oneof(
  { weight: 6, arbitrary: fc.nat(40) },
  { weight: 3, arbitrary: fc.nat(600) },
  fc.nat(5000),
);

const a = <D extends string, F extends object>(
  weight: number,
  does: D,
  fields?: { [K in keyof F]: fc.Arbitrary<F[K]> },
) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(does), wait, ...fields }) as fc.Arbitrary<
    { do: D; wait: number } & F
  >,
});

/** `pull` loses a socket silently, `drop` with a close; `crash` is a page that is killed; `glare`: two restart ICE at once. */
const step = fc.oneof(
  a(8, 'join', { who }),
  a(3, 'leave', { who }),
  a(2, 'reload', { who }),
  a(1, 'crash', { who, loud: fc.boolean() }),
  a(3, 'drop', { who }),
  a(2, 'pull', { who }),
  a(3, 'online', { who }),
  a(4, 'glare', two),
  a(4, 'cut', two),
  a(3, 'heal', two),
  a(1, 'kill', { forget: fc.boolean() }),
  a(2, 'restart'),
  a(1, 'evict'),
  a(2, 'hold', { only: fc.boolean() }),
  a(3, 'flush'),
  a(2, 'disturb', { lost: chance, doubled: chance, late: chance }),
  a(1, 'calm'),
);

export const schedule = fc.record({
  /** Number of participants at the start. */
  present: fc.integer({ min: 0, max: PEOPLE }),
  /** Whether media flows in addition to messages. */
  media: fc.boolean(),
  /** Seed for random decisions. */
  seed: fc.integer({ min: 1, max: 0x7fffffff }),
  steps: fc.array(step, { minLength: 2, maxLength: 16, size: 'max' }),
});
export type Schedule = typeof schedule extends fc.Arbitrary<infer S> ? S : never;
type Step = Schedule['steps'][number];

/** A page without content. */
class ModelPage extends EventTarget {
  readonly hidden = false;
  allows(): boolean {
    return true;
  }
}

/** The token storage of a new tab. */
function keepers(): TokenStorage {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { storage: storage as Storage, locks: navigator.locks, taken: new Set() };
}

/** A participant with one page at a time. */
class Person {
  place: Place;
  room: Room | undefined;
  page = new ModelPage();
  sockets: MemorySocket[] = [];
  /** The storage that outlives a page, like sessionStorage. */
  seats = keepers();
  /** The participant id, once the party has sent it; the same until they leave. */
  id = '';
  /** In the call, or joining. */
  isIn = false;

  constructor(readonly name: string) {
    this.place = { name, gone: false };
  }
}

export class ScheduledCall {
  readonly people = Array.from({ length: PEOPLE }, (_, index) => new Person('abcde'[index]!));
  /** What happened, a line each. */
  readonly trace: string[] = [];
  /** How long the recovery took after the last repair (ms). */
  healedIn = Number.NaN;
  readonly #network = new MemoryNetwork({ capacity: 16 });
  readonly #paths: ModelPaths;
  readonly #roomId: string;
  readonly #random: () => number;
  readonly #started = performance.now();
  /** Rules that were broken. */
  readonly #broken: string[] = [];
  readonly #rooms: Room[] = [];
  #isUp = true;
  /** The party lost its storage: then ids change. */
  #forgot = false;

  constructor(roomId: string, { media, seed }: Schedule) {
    this.#roomId = roomId;
    this.#paths = new ModelPaths({ media, say: (text) => this.#say(text) });
    this.#random = randomFrom(seed);
  }

  /** Runs the schedule, repairs everything, and waits until all is well; rejects with what is wrong. */
  async run({ present, steps }: Schedule): Promise<void> {
    for (const person of this.people.slice(0, present)) this.#join(person);
    for (const step of steps) {
      this.#say(JSON.stringify(step));
      this.#do(step);
      await new Promise((done) => setTimeout(done, step.wait));
    }
    this.#mend();
    const mended = performance.now();
    let well = Number.POSITIVE_INFINITY;
    await until(
      () => {
        const wrong = this.#wrong();
        well = wrong ? Number.POSITIVE_INFINITY : Math.min(well, performance.now());
        if (wrong) throw new Error(wrong);
        return performance.now() - well > STAYS;
      },
      'for the call to be whole',
      HEALED_WITHIN,
    );
    this.healedIn = well - mended;
    this.#say('whole');
  }

  close(): void {
    for (const room of this.#rooms) room.dispose();
    this.#network.close();
  }

  #do(step: Step): void {
    const network = this.#network;
    const one = 'who' in step ? this.people[step.who]! : this.people[0]!;
    const other = 'whom' in step ? this.people[step.whom]! : one;
    switch (step.do) {
      case 'join':
        this.#join(one);
        break;
      case 'leave':
        one.isIn = false;
        one.id = '';
        one.room?.leave();
        break;
      case 'reload':
        this.#reload(one);
        break;
      case 'crash':
        this.#crash(one, step.loud);
        break;
      case 'drop':
      case 'pull':
        for (const socket of one.sockets) network.drop(socket, { unnoticed: step.do === 'pull' });
        break;
      case 'online':
      case 'glare':
        for (const person of new Set([one, other])) person.page.dispatchEvent(new Event('online'));
        break;
      case 'cut':
        if (one !== other) this.#paths.cut(one.name, other.name);
        break;
      case 'heal':
        this.#paths.heal(one.name, other.name);
        break;
      case 'kill':
        if (!this.#isUp) break;
        this.#isUp = false;
        this.#forgot ||= step.forget;
        network.kill();
        if (step.forget) for (const host of [network.host(this.#roomId)]) host.kill(true);
        break;
      case 'restart':
        this.#restart();
        break;
      case 'evict':
        network.evict();
        break;
      case 'hold':
        network.hold(step.only ? ({ frame }) => frame?.type === 'signal' : undefined);
        break;
      case 'flush':
        network.flush();
        break;
      case 'disturb': {
        const { lost, doubled, late } = step;
        network.disturb({ lost, doubled, late, random: this.#random });
        break;
      }
      case 'calm':
        network.disturb();
        break;
      default:
        step satisfies never;
    }
  }

  #mend(): void {
    this.#say('mended');
    this.#restart();
    this.#network.flush();
    this.#network.disturb();
    this.#paths.heal();
  }

  #restart(): void {
    if (!this.#isUp) this.#network.restart();
    this.#isUp = true;
  }

  #join(person: Person): void {
    if (person.isIn) return;
    person.isIn = true;
    person.room ??= this.#room(person);
    void this.#enter(person, person.room);
  }

  /** Presses Join again whenever it failed. */
  async #enter(person: Person, room: Room): Promise<void> {
    while (person.isIn && person.room === room) {
      const error = await room.join().then(
        () => undefined,
        ({ code }) => code,
      );
      if (!error) return;
      this.#say(`${person.name} could not join: ${error}`);
      await new Promise((done) => setTimeout(done, 500));
    }
  }

  #room(person: Person): Room {
    const { place, page } = person;
    const options = {
      room: this.#roomId,
      server: 'ws://party.test',
      displayName: person.name,
      stream: new MediaStream(),
      startAudioOff: true,
      startVideoOff: true,
    };
    const room = new Room(options, {
      createSocket: (url) => {
        const socket = this.#network.createSocket(url);
        person.sockets.push(socket as unknown as MemorySocket);
        return socket;
      },
      createConnection: (configuration) => this.#paths.connect(place, configuration),
      page,
      devices: undefined,
      tokenStorage: () => person.seats,
      sendBeacon: this.#network.sendBeacon,
      log: createLog(
        logTo((text) => this.#say(`${place.name}: ${text}`)),
        'info',
      ),
    });
    room.subscribe((next, previous) => this.#changed(person, room, next, previous));
    this.#rooms.push(room);
    return room;
  }

  /** The page closes, and another one replaces it. */
  #reload(person: Person): void {
    if (!person.room) return;
    const { isIn } = person;
    person.isIn = false;
    person.page.dispatchEvent(new Event('hide'));
    this.#turn(person);
    if (isIn) this.#join(person);
  }

  /** Another page. */
  #turn(person: Person): void {
    person.room = undefined;
    person.place = { name: person.name, gone: false };
    person.page = new ModelPage();
    person.sockets = [];
  }

  /** The page is killed: its sockets close (`loud`) or not, and nothing else of it arrives. */
  #crash(person: Person, loud: boolean): void {
    if (!person.room) return;
    person.isIn = false;
    this.#paths.vanish(person.place);
    for (const socket of person.sockets) this.#network.drop(socket, { unnoticed: !loud });
    person.room.dispose();
    person.seats = keepers();
    person.id = '';
    this.#turn(person);
  }

  #changed(person: Person, room: Room, next: RoomState, previous: RoomState): void {
    const { name } = person;
    if (next.phase !== previous.phase || next.signaling !== previous.signaling)
      this.#say(`${name} ${next.phase} ${next.signaling}`);
    if (next.fault && next.fault !== previous.fault) this.#say(`${name} fault ${next.fault.code}`);
    const links = (state: RoomState) => state.participants.map((one) => `${one.name}:${one.link}`).join(' ');
    if (links(next) !== links(previous)) this.#say(`${name} sees ${links(next) || 'nobody'}`);
    if (person.room !== room || !person.isIn) return;
    if (this.#forgot || (previous.phase !== 'joined' && next.phase !== 'joined')) return;
    if (next.phase !== 'joined') this.#broken.push(`${name} is ${next.phase}`);
    if (person.id && next.self.id !== person.id) this.#broken.push(`${name} is another participant`);
    person.id = next.self.id;
  }

  /** What is wrong, if anything. */
  #wrong(): string {
    const wrong = [...this.#broken];
    const inside = this.people.filter(({ isIn }) => isIn);
    const { reports, record } = this.#network.host(this.#roomId);
    const held = (record?.memberships.length ?? 0) - inside.length;
    if (reports.length) wrong.push(`the party reports ${reports}`);
    for (const person of this.people) {
      const open = this.#paths.connections.filter(
        ({ place, signalingState }) => place === person.place && signalingState !== 'closed',
      );
      if (!person.isIn) {
        if (open.length) wrong.push(`${person.name} is out and has ${open.length} connections`);
        continue;
      }
      const { phase, signaling, participants } = person.room!.state;
      if (phase !== 'joined' || signaling !== 'connected')
        wrong.push(`${person.name} is ${phase}, ${signaling}`);
      const others = inside.filter((other) => other !== person);
      const seen = participants.map(({ id, link, camera }) => `${id} ${link} ${camera}`).sort();
      const due = others.map(({ room }) => `${room!.state.self.id} live off`).sort();
      const names = participants.map(({ name, link, camera }) => `${name} ${link} ${camera}`);
      if (seen.join() !== due.join()) wrong.push(`${person.name} sees [${names}]`);
      for (const other of others) {
        const ends = open.filter((end) => end.link?.isUp && end.link.other(end).place === other.place);
        if (ends.length !== 1) wrong.push(`${person.name} has ${ends.length} links with ${other.name}`);
        for (const end of ends) {
          const slots = end.getTransceivers().map(({ kind }) => kind);
          if (slots.join(' ') !== SLOT_KINDS)
            wrong.push(`${person.name} has slots ${slots} to ${other.name}`);
        }
      }
      // A participant who could not say goodbye to the party keeps the membership for longer than this test waits, and others
      // keep trying to reach them.
      if (open.length > others.length + held) wrong.push(`${person.name} has ${open.length} connections`);
    }
    return wrong.join('; ');
  }

  #say(text: string): void {
    this.trace.push(`${String(Math.round(performance.now() - this.#started)).padStart(6)} ${text}`);
  }
}

function logTo(say: (text: string) => void): Pick<Console, 'debug' | 'info' | 'warn' | 'error'> {
  return { debug: say, info: say, warn: say, error: say };
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
