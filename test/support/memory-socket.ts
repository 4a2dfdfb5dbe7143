/** A WebSocket of the in-memory network, as far as clients use one: text frames, close codes, events. */
import {
  CLOSE_CODES,
  type ClientFrame,
  type PartyErrorCode,
  type ServerFrame,
} from '../../src/protocol/index.js';
import { MemoryConnection, type MemoryHost } from './memory-host.js';
import type { MemoryNetwork, PassedFrame } from './network.js';

const parse = (text: string): ClientFrame | ServerFrame | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export class MemorySocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly protocol = '';
  readonly extensions = '';
  readonly bufferedAmount = 0;
  binaryType: BinaryType = 'blob';
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;

  /** Name of the room in its address; empty if the party would reject it. */
  readonly room: string;
  /** The participant id in the party's welcome. */
  participantId: string | undefined;
  readyState: 0 | 1 | 2 | 3 = 0;
  readonly #network: MemoryNetwork;
  readonly #host: MemoryHost | undefined;
  readonly #connection: MemoryConnection;
  /** Nothing arrives any more, in either direction. */
  #cut = false;

  constructor(
    readonly url: string,
    network: MemoryNetwork,
  ) {
    super();
    this.#network = network;
    this.#host = network.accept(url);
    this.room = this.#host?.room ?? '';
    this.#connection = new MemoryConnection(
      (text) => this.#carry('down', text, (arrived) => this.#receive(arrived)),
      (code, reason) => network.carryClose(() => this.#close(code, reason, true)),
    );
    network.later(() => {
      const host = network.accept(url);
      if (this.readyState !== 0) return;
      if (!host) {
        this.#emit(new Event('error'));
        return this.#close(1006, '', false);
      }
      const refusal = network.guard(url);
      if (refusal) return this.#refused(refusal);
      host.connect(this.#connection, network.claims(url));
      network.arm(host);
      network.later(() => {
        if (this.readyState !== 0 || this.#cut) return;
        this.readyState = 1;
        this.#emit(new Event('open'));
      });
    });
  }

  /** Like the edge: opened, an error frame, closed. The room hears nothing of it. */
  #refused(code: PartyErrorCode): void {
    this.readyState = 1;
    this.#emit(new Event('open'));
    this.#receive(JSON.stringify({ type: 'error', code, fatal: true } satisfies ServerFrame));
    this.#close(CLOSE_CODES[code], code, true);
  }

  send(data: unknown): void {
    if (this.readyState === 0) throw new DOMException('still connecting', 'InvalidStateError');
    if (this.readyState !== 1) return;
    const text = String(data);
    this.#carry('up', text, (arrived) =>
      this.#tell((host) => host.message(this.#connection, arrived === text ? data : arrived)),
    );
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState > 1) return;
    this.readyState = 2;
    this.#network.carryClose(() => {
      this.#tell((host) => host.close(this.#connection));
      this.#network.later(() => this.#close(code, reason, true));
    });
  }

  /** The network loses it. `unnoticed`: neither end gets a close. */
  lose(unnoticed = false): void {
    if (this.readyState === 3 || this.#cut) return;
    if (!unnoticed) {
      this.#tell((host) => host.close(this.#connection));
      this.#network.later(() => {
        this.#emit(new Event('error'));
        this.#close(1006, '', false);
      });
    }
    this.#cut = true;
  }

  #tell(event: (host: MemoryHost) => void): void {
    if (this.#cut || !this.#host) return;
    event(this.#host);
    this.#network.arm(this.#host);
  }

  #carry(direction: PassedFrame['direction'], text: string, deliver: (text: string) => void): void {
    const frame = parse(text);
    this.#network.carry(
      { at: performance.now(), direction, room: this.room, socket: this, text, frame },
      deliver,
    );
  }

  /** The party sends a frame that nobody sent, or repeats one. */
  hear(frame: ServerFrame): void {
    this.#receive(JSON.stringify(frame));
  }

  #receive(text: string): void {
    if (this.#cut || this.readyState > 1) return;
    const frame = parse(text);
    if (frame?.type === 'welcome') this.participantId = frame.self.id;
    this.#emit(new MessageEvent('message', { data: text, origin: new URL(this.url).origin }));
  }

  #close(code: number, reason: string, wasClean: boolean): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#emit(new CloseEvent('close', { code, reason, wasClean }));
  }

  #emit(event: Event): void {
    const handler = this[`on${event.type}` as 'onopen'];
    handler?.call(this, event);
    this.dispatchEvent(event);
  }
}
