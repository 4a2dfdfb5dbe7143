/** A room on a host in memory with a clock that the test controls, and clients that talk to it without any delay. */
import { expect } from 'chai';
import type { Claims } from '../../party/auth/claims.js';
import type { ClientFrame, ServerFrame } from '../../src/protocol/index.js';
import { decodeServerFrame } from '../../src/protocol/index.js';
import { MemoryConnection, MemoryHost } from '../support/memory-host.js';

type Type = ServerFrame['type'];
type Of<T extends Type> = Extract<ServerFrame, { type: T }>;

/** One socket and its received frames. Every frame of the party is checked against its schema. */
export class Client {
  readonly frames: ServerFrame[] = [];
  /** Number of characters received. */
  characters = 0;
  closed: { code: number; reason: string } | undefined;
  #id: string | undefined;
  readonly connection = new MemoryConnection(
    (text) => {
      this.characters += text.length;
      const frame = decodeServerFrame(text);
      if (!frame.ok) throw new Error(`the party sent a bad frame: ${frame.reason}: ${text}`);
      this.frames.push(frame.value);
      if (frame.value.type === 'welcome') this.#id = frame.value.self.id;
    },
    (code, reason) => {
      this.closed = { code, reason };
    },
  );

  constructor(
    readonly host: MemoryHost,
    readonly sid: string,
    readonly claims?: Claims,
  ) {
    host.connect(this.connection, claims);
  }

  send(frame: ClientFrame): this {
    return this.sendRaw(JSON.stringify(frame));
  }

  sendRaw(data: unknown): this {
    this.host.message(this.connection, data);
    return this;
  }

  hello(resume?: string): this {
    return this.send({ type: 'hello', v: 2, sid: this.sid, ...(resume !== undefined && { resume }) });
  }

  join(name = this.sid, offers: Extract<ClientFrame, { type: 'join' }>['offers'] = []): this {
    return this.send({ type: 'join', name, offers });
  }

  /** Reads the received frames like a page: echoes the last ack token. */
  read(): this {
    const ackToken = this.all('ping').findLast((frame) => frame.ackToken !== undefined)?.ackToken;
    return this.send({ type: 'ping', ...(ackToken !== undefined && { ackToken }) });
  }

  /** The network loses the socket. */
  lose(): void {
    this.host.close(this.connection);
  }

  /** The page is closed and sends its leave beacon by HTTP. */
  leaveBeacon(token = this.resume): void {
    this.host.server.leaveBeacon(token, this.claims);
  }

  all<T extends Type>(type: T): Of<T>[] {
    return this.frames.filter((frame): frame is Of<T> => frame.type === type);
  }

  /** The latest frame of that type; fails if there is none. */
  last<T extends Type>(type: T): Of<T> {
    const frame = this.all(type).at(-1);
    expect(frame, `a ${type} frame`).to.be.an('object');
    return frame as Of<T>;
  }

  /** The participant that the party welcomed. */
  get id(): string {
    expect(this.#id, 'a welcome').to.be.a('string');
    return this.#id as string;
  }

  /** Our own `joined`. */
  get entry(): Of<'joined'> {
    const own = this.all('joined').findLast((frame) => frame.member.id === this.id);
    expect(own, 'our own joined').to.be.an('object');
    return own as Of<'joined'>;
  }

  get resume(): string {
    return (this.all('pong').at(-1)?.resume ??
      this.last('welcome').self.resume ??
      this.entry.resume) as string;
  }

  /** Forgets what came so far. */
  clear(): this {
    this.frames.length = 0;
    return this;
  }
}

/** A room under test. */
export class Stage {
  now = 1_700_000_000_000;
  readonly host: MemoryHost;

  /** `firstSeq`: the first join number of an empty room, which is random in production. */
  constructor(capacity?: number, { firstSeq = 1 }: { firstSeq?: 1 | 'any' } = {}) {
    this.host = new MemoryHost('standup', capacity, () => this.now);
    const { randomBytes } = this.host;
    if (firstSeq === 1)
      this.host.randomBytes = (length) => (length === 3 ? new Uint8Array(3) : randomBytes(length));
  }

  /** `claims`: the identity accepted at the edge; default a guest. */
  socket(sid: string, claims?: Claims): Client {
    return new Client(this.host, sid, claims);
  }

  visitor(sid: string, resume?: string): Client {
    return this.socket(sid).hello(resume);
  }

  member(sid: string): Client {
    return this.visitor(sid).join();
  }

  /** Time passes; the alarm fires when the room has asked for it. */
  pass(ms: number): void {
    const end = this.now + ms;
    while (this.host.alarmAt <= end) {
      this.now = Math.max(this.now, this.host.alarmAt);
      this.host.tick();
    }
    this.now = end;
  }

  /** Time passes without any alarm: it is late. */
  passSilently(ms: number): void {
    this.now += ms;
  }
}
