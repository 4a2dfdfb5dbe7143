/**
 * The socket to the party. Owns dialling, `hello`, pings and the way back after a loss.
 * Tells what the party said, as decoded frames; knows nothing of links or of who is in the room.
 */

import ReconnectingWebSocket from 'partysocket/ws';
import type { Log } from '../base/log.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import { decoder } from '../protocol/codec.js';
import { CLOSE_CODES, errorOfClose, type RoomErrorCode } from '../protocol/errors.js';
import { toJson } from '../protocol/json.js';
import { PING_INTERVAL, PROTOCOL_VERSION } from '../protocol/limits.js';
import { type ServerFrame, serverFrame } from '../protocol/server-frames.js';

const decode = decoder(serverFrame);

/** No answer to a hello, a join or a ping for this long and the socket is dialled anew; Chromium itself would take minutes. */
const PONG_TIMEOUT = 8_000;
/** The same where there is reason to doubt it. */
const CHECK_TIMEOUT = 4_000;
/** The same where every link is silent too, so that it is most likely our own network that is gone. */
const URGENT_TIMEOUT = 600;
/** Dials that somebody asked for are this far apart. */
const REDIAL_PAUSE = 2_000;
/** Dials that failed in a row before it counts as unreachable. */
const TELL_AFTER = 2;
/** Signals kept while the socket is away, the newest: what came before is stale. */
const OUTBOX = 64;

/** The socket to the party, as people need to know it. */
export type SignalingState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

export interface SignalingOptions {
  /** The party's address, asked for before every dial, so that a token in it is fresh. */
  url: () => string | Promise<string>;
  /** Our session: another one makes the party treat us as another page. */
  sid: string;
  /** Whether the page is neither in the call nor on its way in; asked before every `hello`. */
  isVisiting: () => boolean;
  createSocket: (url: string) => WebSocket;
  /** Keeps the token that brings us back to our seat; read before every `hello`. */
  seat: { readonly token: string | undefined; keep(token: string, id?: string): void };
  log: Log;
  on: {
    stateChanged(state: SignalingState): void;
    received(frame: ServerFrame): void;
    /** The party refuses us for good. */
    failed(code: RoomErrorCode): void;
    /** So many dials in a row were in vain; 0: the party has answered. `unreachable`: so many that people should know. */
    dialled(inVain: number, unreachable: boolean): void;
  };
}

export class Signaling {
  readonly #options: SignalingOptions;
  #socket: ReconnectingWebSocket | undefined;
  #state: SignalingState = 'idle';
  #refusal: RoomErrorCode | undefined;
  /** An expired token has been answered by another dial, which asks for a new one; once per welcome. */
  #renewed = false;
  /** Dials in vain, in a row. */
  #failures = 0;
  /** So many of them, and people should know. */
  #tellAt = TELL_AFTER;
  #outbox: ClientFrame[] = [];
  #pings: ReturnType<typeof setInterval> | undefined;
  #pongTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the answer to a ping is due, in `performance.now()` time. */
  #pongDue = Number.POSITIVE_INFINITY;
  #redialled = Number.NEGATIVE_INFINITY;

  constructor(options: SignalingOptions) {
    this.#options = options;
  }

  get state(): SignalingState {
    return this.#state;
  }

  /** Dials; while the socket is open or on its way: no effect. */
  open(): void {
    if (this.#socket) return;
    this.#refusal = undefined;
    this.#failures = 0;
    this.#tellAt = TELL_AFTER;
    this.#become('connecting');
    this.#dial();
  }

  #dial(): void {
    const { url, createSocket } = this.#options;
    // `partysocket/ws` rather than PartySocket: its address is a function, so token and path are new at
    // every dial (PartyKit loses a connection when two share an id), and it is 1.3 kB smaller.
    const dialled = async () => {
      try {
        return await url();
      } catch (error) {
        // It tries again, but tells nobody: a token that could not be had is a dial that failed.
        if (socket === this.#socket) this.#closed();
        throw error;
      }
    };
    const socket = new ReconnectingWebSocket(dialled, undefined, {
      // A class by shape: the library calls it with `new`, which yields the returned socket.
      WebSocket: function dial(address: string) {
        return createSocket(address);
      },
      maxEnqueuedMessages: 0, // Its queue is flushed before `open`: old signals would go ahead of `hello`.
      minReconnectionDelay: 250 + Math.random() * 500, // It has no jitter of its own.
      maxReconnectionDelay: 8_000 + Math.random() * 4_000,
      reconnectionDelayGrowFactor: 1.6,
      connectionTimeout: 8_000,
      minUptime: 2_000,
      shouldReconnectOnClose: (event: { code: number }) => {
        this.#refusal ??= errorOfClose(event.code);
        return !this.#refusal;
      },
    });
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#message(event.data);
    // Never addEventListener('close'): in browsers its event carries no code (partysocket 1.3.0).
    socket.onclose = () => this.#closed();
  }

  /** Sends a frame. While the socket is away, signals wait for the way back; everything else is dropped: `false`. */
  send(frame: ClientFrame): boolean {
    if (this.#state === 'connected') {
      const isSent = this.#write(frame);
      // Somebody waits for what comes of it: a dead socket is to be noticed now, not with the next ping.
      if (frame.type === 'join') this.#expect(PONG_TIMEOUT);
      return isSent;
    }
    if (frame.type === 'signal' && this.#outbox.push(frame) > OUTBOX) this.#outbox.shift();
    return false;
  }

  /**
   * Sees to the socket when there is reason to doubt it: a link has stalled, the network changed, the machine slept.
   * An open one has 4 s to answer (`urgent`: 0.6 s), or is dialled anew; one that is waiting for its next try is dialled now.
   */
  check(urgent = false): void {
    if (this.#state === 'connected') this.#ping(urgent ? URGENT_TIMEOUT : CHECK_TIMEOUT);
    // Not while it is dialling, unless that began on another network: asked again and again, it would not get through.
    else if (this.#socket && (urgent || this.#socket.readyState === WebSocket.CLOSED)) {
      if (performance.now() - this.#redialled > REDIAL_PAUSE) this.#redial();
    }
  }

  /** Somebody waits for the party from now on: it is dialled at once if it is not, and if that is in vain they are told once more. */
  hurry(): void {
    if (this.#state === 'connected') return;
    this.#tellAt = this.#failures + TELL_AFTER;
    if (this.#socket?.readyState === WebSocket.CLOSED) this.#redial();
  }

  /** Hangs up. `goodbye` gives up the seat, if we have one. */
  close(goodbye: boolean): void {
    if (!this.#socket) return;
    if (goodbye && this.#state === 'connected') this.#write({ type: 'bye' });
    this.#outbox = [];
    this.#drop();
    this.#become('closed');
  }

  /** Its own `reconnect()` does nothing while it waits for its next try (partysocket 1.3.0): a new one it is. */
  #redial(): void {
    this.#redialled = performance.now();
    this.#drop();
    if (this.#state !== 'connecting') this.#become('reconnecting');
    this.#dial();
  }

  #drop(): void {
    const socket = this.#socket!;
    this.#socket = undefined;
    this.#quiet();
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #opened(): void {
    const { sid, seat, isVisiting } = this.#options;
    const visiting = isVisiting() || undefined;
    this.#write({ type: 'hello', v: PROTOCOL_VERSION, sid, resume: seat.token, visiting });
    this.#expect(PONG_TIMEOUT);
  }

  #message(data: unknown): void {
    const decoded = decode(data);
    if (!decoded.ok) {
      this.#options.log.warn('a frame of the party was not understood', { reason: decoded.reason });
      return;
    }
    const frame = decoded.value;
    switch (frame.type) {
      case 'welcome':
        if (frame.self.resume) this.#options.seat.keep(frame.self.resume, frame.self.id);
        this.#welcomed(frame, frame.self.seq !== undefined);
        return;
      case 'waiting':
        this.#welcomed(frame, false);
        return;
      case 'pong':
        this.#answered();
        if (frame.resume) this.#options.seat.keep(frame.resume);
        return;
      case 'ping':
        this.#ping(PONG_TIMEOUT, frame.mark);
        return;
      case 'error':
        this.#answered();
        // The close that follows may take seconds to arrive (PartyKit while hibernating), so act on the frame.
        this.#refusal = frame.fatal
          ? errorOfClose(CLOSE_CODES[frame.code]) && (frame.code as RoomErrorCode)
          : undefined;
        if (!this.#refusal) break;
        this.#socket?.close(1000);
        return;
      case 'joined':
        if (!frame.resume) break;
        this.#answered();
        this.#options.seat.keep(frame.resume, frame.member.id);
        break;
    }
    this.#options.on.received(frame);
  }

  /** Our hello is answered: we are back in our seat, look in, or have to wait. */
  #welcomed(frame: ServerFrame, seated: boolean): void {
    this.#failures = 0;
    this.#tellAt = TELL_AFTER;
    this.#options.on.dialled(0, false);
    this.#renewed = false;
    this.#quiet();
    this.#pings = setInterval(() => this.#ping(), PING_INTERVAL);
    this.#become('connected');
    this.#options.on.received(frame);
    const waiting = this.#outbox;
    this.#outbox = [];
    // Signals of a seat that we lost are of no use to anyone.
    if (seated) for (const signal of waiting) this.#write(signal);
  }

  #closed(): void {
    this.#quiet();
    const refusal = this.#refusal;
    if (refusal === 'token-expired' && !this.#renewed) {
      this.#renewed = true;
      this.#refusal = undefined;
      this.#redial();
    } else if (refusal) {
      this.close(false);
      this.#options.on.failed(refusal);
    } else {
      this.#become(this.#state === 'connecting' ? 'connecting' : 'reconnecting');
      this.#inVain();
    }
  }

  #inVain(): void {
    this.#failures += 1;
    this.#options.on.dialled(this.#failures, this.#failures === this.#tellAt);
  }

  #ping(patience = PONG_TIMEOUT, mark?: number): void {
    this.#write({ type: 'ping', mark });
    this.#expect(patience);
  }

  /** An answer within so many milliseconds, or the socket is dialled anew. */
  #expect(patience: number): void {
    const due = performance.now() + patience;
    if (due >= this.#pongDue) return;
    this.#answered();
    this.#pongDue = due;
    this.#pongTimer = setTimeout(() => {
      this.#options.log.info('the party does not answer, dialling anew');
      this.#redial();
      this.#inVain();
    }, patience);
  }

  #answered(): void {
    clearTimeout(this.#pongTimer);
    this.#pongDue = Number.POSITIVE_INFINITY;
  }

  #write(frame: ClientFrame): boolean {
    return this.#socket?.send(toJson(frame)) ?? false;
  }

  #quiet(): void {
    clearInterval(this.#pings);
    this.#answered();
  }

  #become(state: SignalingState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.on.stateChanged(state);
  }
}
