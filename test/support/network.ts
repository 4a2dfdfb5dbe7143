/**
 * A network in memory with the real RoomServer behind it, for calls inside one page. The test controls time and faults: delays,
 * holds, lost sockets, a party that dies, sleeps or forgets. No PartyKit, no port.
 */
import type { Claims } from '../../party/auth/claims.js';
import {
  type ClientFrame,
  canonicalRoom,
  type IceConfig,
  type PartyErrorCode,
  type ServerFrame,
} from '../../src/protocol/index.js';
import { MemoryHost } from './memory-host.js';
import { MemorySocket } from './memory-socket.js';

export { MemorySocket } from './memory-socket.js';

/** A frame on the network. */
export interface PassedFrame {
  /** When it was sent, in milliseconds of `performance.now()`. */
  at: number;
  /** `up`: from a client to the party. */
  direction: 'up' | 'down';
  room: string;
  socket: MemorySocket;
  text: string;
  /** The frame, if it is JSON. */
  frame: ClientFrame | ServerFrame | undefined;
}

export interface MemoryNetworkOptions {
  /** One way, in milliseconds; default 5. */
  delay?: number;
  /** Capacity of every room; default 8. */
  capacity?: number;
  /** The party's ICE servers; default none. */
  ice?: IceConfig;
}

/** Faults of frames on their way, as probabilities from 0 to 1. */
export interface Faults {
  lost?: number;
  /** Sent once more, immediately or late. */
  doubled?: number;
  /** Overtaken by frames sent within the next {@link LATE} milliseconds. */
  late?: number;
  /** The affected frames; default: signals. All others are from the party itself, and a socket keeps their order. */
  match?: (frame: PassedFrame) => boolean;
  /** From 0 to 1; default `Math.random`. */
  random?: () => number;
}

/** Maximum delay of a late frame (ms). */
const LATE = 300;

export class MemoryNetwork {
  /** One way, in milliseconds; may change at any time, the order is kept. */
  delay: number;
  /** Every frame sent so far, in either direction, including held and lost ones. */
  readonly frames: PassedFrame[] = [];
  /** Every socket ever created; see `readyState` for the open ones. */
  readonly sockets: MemorySocket[] = [];
  /** What a dishonest party does with a frame: the texts that arrive in its place. */
  meddle: (frame: PassedFrame) => readonly string[] = ({ text }) => [text];
  /** The access check for a URL: `undefined`, or a code if access is refused. */
  guard: (url: string) => PartyErrorCode | undefined = () => undefined;
  /** The identity of a client; default a guest. */
  claims: (url: string) => Claims | undefined = () => undefined;
  readonly #rooms = new Map<string, MemoryHost>();
  readonly #options: MemoryNetworkOptions;
  #held: (() => void)[] | undefined;
  #holds: (frame: PassedFrame) => boolean = () => true;
  /** Sockets with a held frame, by direction; and those that had one when the present hold began. */
  #holding = { up: new Set<MemorySocket>(), down: new Set<MemorySocket>() };
  #stuck = { up: new Set<MemorySocket>(), down: new Set<MemorySocket>() };
  #faults: Faults | undefined;
  readonly #queue: (() => void)[] = [];
  #lastDue = 0;
  #skew = 0;
  #up = true;
  #closed = false;
  readonly #alarms = new Map<MemoryHost, ReturnType<typeof setTimeout>>();

  constructor(options: MemoryNetworkOptions = {}) {
    this.#options = options;
    this.delay = options.delay ?? 5;
  }

  /** Dials; like `new WebSocket(url)`. Bound, so it can be handed on. */
  readonly createSocket = (url: string): WebSocket => {
    const socket = new MemorySocket(url, this);
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };

  /** A leave beacon by HTTP; like `navigator.sendBeacon`. */
  readonly sendBeacon = (url: string, text: string): void =>
    this.later(() => {
      const host = this.accept(url);
      if (!host) return;
      host.server.leaveBeacon(text);
      this.arm(host);
    });

  /** The host of a room, created on first use. */
  host(room: string): MemoryHost {
    let host = this.#rooms.get(room);
    if (!host) {
      host = new MemoryHost(room, this.#options.capacity, () => Date.now() + this.#skew);
      host.iceConfig = this.#options.ice ?? host.iceConfig;
      this.#rooms.set(room, host);
    }
    return host;
  }

  /** The room in a URL; `undefined` where the party would answer 404 or is down. */
  accept(url: string): MemoryHost | undefined {
    const room = /^\/parties\/main\/([^/]+)(\/\w+)?$/.exec(new URL(url).pathname)?.[1];
    if (!this.#up || !room || canonicalRoom(room) !== room) return undefined;
    return this.host(room);
  }

  /** The open socket on which the party last welcomed that participant. */
  socketOf(participantId: string): MemorySocket | undefined {
    return this.sockets.findLast(
      (socket) => socket.participantId === participantId && socket.readyState === 1,
    );
  }

  /** The frames of one direction and type. */
  passed(direction: 'up' | 'down', type?: (ClientFrame | ServerFrame)['type']): PassedFrame[] {
    return this.frames.filter((f) => f.direction === direction && (!type || f.frame?.type === type));
  }

  /** Bytes of UTF-8 sent so far in one direction. */
  bytes(direction: 'up' | 'down'): number {
    const encoder = new TextEncoder();
    return this.passed(direction).reduce((sum, { text }) => sum + encoder.encode(text).length, 0);
  }

  /**
   * Holds frames (those that `match`; default all) until {@link flush}. Frames of a socket never overtake what an earlier hold still
   * holds: a WebSocket keeps their order.
   */
  hold(match: (frame: PassedFrame) => boolean = () => true): void {
    this.#held ??= [];
    this.#stuck = { up: new Set(this.#holding.up), down: new Set(this.#holding.down) };
    this.#holds = match;
  }

  /** Delivers held frames, in order, and holds no more. */
  flush(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const sockets of [this.#holding, this.#stuck]) {
      sockets.up.clear();
      sockets.down.clear();
    }
    for (const deliver of held) deliver();
  }

  /** From now on frames are lost, doubled and late; without faults, no longer. */
  disturb(faults?: Faults): void {
    this.#faults = faults;
  }

  /**
   * Loses a socket: both ends see it closed without a close frame (1006). `unnoticed`: neither end gets a close, frames just
   * vanish, like with a pulled cable.
   */
  drop(socket: MemorySocket | WebSocket | undefined, { unnoticed = false } = {}): void {
    (socket as MemorySocket | undefined)?.lose(unnoticed);
  }

  /** Ends the party: every socket is lost, dials are refused. */
  kill(): void {
    this.#up = false;
    // The party is gone first: it sees no socket close.
    for (const host of this.#rooms.values()) host.kill();
    for (const socket of this.sockets) socket.lose();
  }

  /** Starts it again on its storage; `forget`: on empty storage. */
  restart({ forget = false } = {}): void {
    if (forget) for (const host of this.#rooms.values()) host.kill(true);
    this.#up = true;
  }

  /** Removes the memory of every room, like hibernation; sockets stay open. */
  evict(): void {
    for (const host of this.#rooms.values()) host.evict();
  }

  /** Moves the party's clock ahead and fires the alarms that are due. */
  advance(ms: number): void {
    this.#skew += ms;
    for (const host of this.#rooms.values()) host.tick();
    for (const host of this.#rooms.values()) this.arm(host);
  }

  /** Ends everything: no timer remains. */
  close(): void {
    this.#closed = true;
    for (const socket of this.sockets) socket.lose(true);
    for (const timer of this.#alarms.values()) clearTimeout(timer);
    this.#alarms.clear();
  }

  /** Delivers a frame, once it is recorded, after the delay or on flush. */
  carry(frame: PassedFrame, deliver: (text: string) => void): void {
    this.frames.push(frame);
    const texts = this.meddle(frame);
    for (const wait of this.#fate(frame)) {
      const send = () => {
        for (const text of texts) this.later(() => deliver(text));
      };
      const { socket, direction } = frame;
      if (this.#held && (this.#holds(frame) || this.#stuck[direction].has(socket))) {
        this.#holding[direction].add(socket);
        this.#held.push(send);
      } else if (wait) setTimeout(send, wait);
      else send();
    }
  }

  /** The delay of each copy of a frame. */
  #fate(frame: PassedFrame): number[] {
    const isSignal = ({ frame }: PassedFrame) => frame?.type === 'signal';
    const { lost = 0, doubled = 0, late = 0, random = Math.random, match = isSignal } = this.#faults ?? {};
    if (!this.#faults || !match(frame)) return [0];
    if (random() < lost) return [];
    const wait = () => (random() < late ? LATE * random() : 0);
    return random() < doubled ? [wait(), wait()] : [wait()];
  }

  /** A close travels behind held frames, never past them. */
  carryClose(deliver: () => void): void {
    if (this.#held) this.#held.push(() => this.later(deliver));
    else this.later(deliver);
  }

  /** Runs `step` after one delay, and never before an earlier one. */
  later(step: () => void): void {
    const now = performance.now();
    this.#lastDue = Math.max(now + this.delay, this.#lastDue);
    this.#queue.push(step);
    setTimeout(() => {
      const next = this.#queue.shift();
      if (!this.#closed) next?.();
    }, this.#lastDue - now);
  }

  /** Makes sure that the room's alarm fires. */
  arm(host: MemoryHost): void {
    clearTimeout(this.#alarms.get(host));
    if (this.#closed || !Number.isFinite(host.alarmAt)) return;
    const timer = setTimeout(
      () => {
        if (this.#up) host.tick();
        this.arm(host);
      },
      Math.min(Math.max(10, host.alarmAt - host.now()), 0x7fffffff),
    );
    this.#alarms.set(host, timer);
  }
}
