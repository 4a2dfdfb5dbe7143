/**
 * The socket to the party. Owns dialing, `hello`, pings and reconnecting. Reports the party's messages as decoded frames; knows
 * nothing of links or of the roster.
 */

import ReconnectingWebSocket from 'partysocket/ws';
import { CAPABILITIES } from '../../protocol/capabilities.js';
import type { ClientFrame } from '../../protocol/client-frames.js';
import { decoder } from '../../protocol/codec.js';
import { errorOfClose, RETRYABLE_ERRORS, type RoomErrorCode } from '../../protocol/errors.js';
import { toJson } from '../../protocol/json.js';
import { PING_INTERVAL, PROTOCOL_VERSION } from '../../protocol/limits.js';
import { type ServerFrame, serverFrame } from '../../protocol/server-frames.js';
import { IgnoredTypes } from '../../shared/ignored-types.js';
import type { Log } from '../../shared/log.js';

const decode = decoder(serverFrame);

/** The socket is dialed again if a hello, join or ping has no answer for this long (ms); Chromium itself would take minutes. */
const PONG_TIMEOUT = 8_000;
/** The same when there is a reason to suspect the socket (ms). */
const CHECK_TIMEOUT = 4_000;
/** The same when every link is silent too, so that our own network is most likely gone (ms). */
const URGENT_TIMEOUT = 600;
/** Minimum time between dials that were requested (ms). */
const REDIAL_PAUSE = 2_000;
/** Failed dials in a row after which the party counts as unreachable. */
const TELL_AFTER = 2;
/** Number of signals kept while the socket is down. The newest are kept, because older ones are stale. */
const OUTBOX = 64;

/** The state of the socket to the party, for the public API. */
export type SignalingState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

export interface SignalingOptions {
  /** The party's address, evaluated before every dial, so that its token is fresh. */
  url: () => string | Promise<string>;
  /** Our session id: with another one, the party treats us as another page. */
  sid: string;
  /** Whether the page is only visiting, neither in the call nor joining; evaluated before every `hello`. */
  isVisiting: () => boolean;
  createSocket: (url: string) => WebSocket;
  /** Stores the resume token that restores our membership; read before every `hello`. */
  resumeTokens: { readonly token: string | undefined; keep(token: string, id?: string): void };
  log: Log;
  on: {
    stateChanged(state: SignalingState): void;
    received(frame: ServerFrame): void;
    /** The party refuses us for good. */
    failed(code: RoomErrorCode): void;
    /** Number of failed dials in a row; 0: the party has answered. `unreachable`: enough of them to tell the user. */
    dialled(inVain: number, unreachable: boolean): void;
  };
}

export class Signaling {
  /** The party's frames that only a newer client understands. */
  readonly ignored = new IgnoredTypes();
  readonly #options: SignalingOptions;
  #socket: ReconnectingWebSocket | undefined;
  #state: SignalingState = 'idle';
  #refusal: RoomErrorCode | undefined;
  /** An expired token was answered by another dial, which asks for a new token; once per welcome. */
  #renewed = false;
  /** Failed dials in a row. */
  #failures = 0;
  /** The number of failed dials at which the user is told. */
  #tellAt = TELL_AFTER;
  #outbox: ClientFrame[] = [];
  #pings: ReturnType<typeof setInterval> | undefined;
  #pongTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the answer to a ping is due, in `performance.now()` time. */
  #pongDue = Number.POSITIVE_INFINITY;
  /** Number of sockets opened; a hello that arrives late is recognized by it. */
  #dials = 0;
  #redialled = Number.NEGATIVE_INFINITY;

  constructor(options: SignalingOptions) {
    this.#options = options;
  }

  get state(): SignalingState {
    return this.#state;
  }

  /** Dials. No effect while the socket is open or connecting. */
  open(): void {
    if (this.#socket) return;
    this.#become('connecting');
    this.#dial();
  }

  #dial(): void {
    const { url, createSocket } = this.#options;
    // `partysocket/ws` instead of PartySocket: its address is a function, so token and path are new for every dial (PartyKit
    // loses a connection when two share an id). It is also 1.3 kB smaller.
    const dialled = async () => {
      try {
        return await url();
      } catch (error) {
        // The socket retries by itself but does not report this: a token that could not be fetched counts as a failed dial.
        if (socket === this.#socket) this.#closed();
        // The library reads the message of what it is given, and never dials again if there is none (partysocket 1.3.0).
        throw error ?? new Error('no address');
      }
    };
    const socket = new ReconnectingWebSocket(dialled, undefined, {
      // Used as a class: the library calls it with `new`, which returns the socket.
      WebSocket: function dial(address: string) {
        return createSocket(address);
      },
      maxEnqueuedMessages: 0, // The library flushes its queue before `open`: old signals would arrive before `hello`.
      minReconnectionDelay: 250 + Math.random() * 500, // The library adds no jitter itself.
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
    // Do not use addEventListener('close'): in browsers its event has no code (partysocket 1.3.0).
    socket.onclose = () => this.#closed();
  }

  /** Sends a frame. While the socket is down, signals are queued; other frames are dropped, and the result is `false`. */
  send(frame: ClientFrame): boolean {
    if (this.#state === 'connected') {
      const isSent = this.#write(frame);
      // A user is waiting for the result: a dead socket must be noticed now, not with the next ping.
      if (frame.type === 'join') this.#expect(PONG_TIMEOUT);
      return isSent;
    }
    if (frame.type === 'signal' && this.#outbox.push(frame) > OUTBOX) this.#outbox.shift();
    return false;
  }

  /**
   * Checks the socket when it is suspect: a link has stalled, the network changed, or the machine slept. An open socket has 4 s
   * to answer (`urgent`: 0.6 s) before it is dialed again. A socket that waits for its next retry is dialed now.
   */
  check(urgent = false): void {
    if (this.#state === 'connected') this.#ping(urgent ? URGENT_TIMEOUT : CHECK_TIMEOUT);
    // Not while it is connecting, unless that started on another network: constant redialing would never succeed.
    else if (this.#socket && (urgent || this.#socket.readyState === WebSocket.CLOSED)) {
      if (performance.now() - this.#redialled > REDIAL_PAUSE) this.#redial();
    }
  }

  /** A user waits for the party from now on: dials at once if needed, and reports once more if that fails. */
  hurry(): void {
    if (this.#state === 'connected') return;
    this.#tellAt = this.#failures + TELL_AFTER;
    if (this.#socket?.readyState === WebSocket.CLOSED) this.#redial();
  }

  /** Closes the socket. `goodbye` also gives up our membership, if we have one. */
  close(goodbye: boolean): void {
    if (!this.#socket) return;
    if (goodbye && this.#state === 'connected') this.#write({ type: 'bye' });
    this.#outbox = [];
    this.#drop();
    this.#become('closed');
  }

  /** The library's `reconnect()` does nothing while it waits for its next retry (partysocket 1.3.0), so make a new socket. */
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
    const { sid, resumeTokens, isVisiting } = this.#options;
    const visiting = isVisiting() || undefined;
    const dial = ++this.#dials;
    const can = [...CAPABILITIES];
    this.#write({ type: 'hello', v: PROTOCOL_VERSION, sid, resume: resumeTokens.token, visiting, dial, can });
    this.#expect(PONG_TIMEOUT);
  }

  #message(data: unknown): void {
    const decoded = decode(data);
    if (!decoded.ok) {
      if (decoded.unknownType !== undefined) this.ignored.count(decoded.unknownType);
      else this.#options.log.warn('frame not understood', { reason: decoded.reason });
      return;
    }
    const frame = decoded.value;
    switch (frame.type) {
      case 'welcome':
        if (frame.self.resume) this.#options.resumeTokens.keep(frame.self.resume, frame.self.id);
        this.#welcomed(frame, frame.self.seq !== undefined);
        return;
      case 'waiting':
        this.#welcomed(frame, false);
        return;
      case 'pong':
        this.#answered();
        if (frame.resume) this.#options.resumeTokens.keep(frame.resume);
        return;
      case 'ping':
        this.#ping(PONG_TIMEOUT, frame.ackToken);
        return;
      case 'error':
        this.#answered();
        // The close event may take seconds to arrive (PartyKit while hibernating), so react to the frame.
        if (!frame.fatal || RETRYABLE_ERRORS.includes(frame.code)) break;
        this.#refusal = frame.code as RoomErrorCode;
        this.#socket?.close(1000);
        return;
      case 'joined':
        if (!frame.resume) break;
        this.#answered();
        this.#options.resumeTokens.keep(frame.resume, frame.member.id);
        break;
    }
    this.#options.on.received(frame);
  }

  /** The party answered our hello: we are a member again, a visitor, or waiting. */
  #welcomed(frame: ServerFrame, isMember: boolean): void {
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
    // Signals of a membership that we lost are useless.
    if (isMember) for (const signal of waiting) this.#write(signal);
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
      if (this.#state !== 'connecting') this.#become('reconnecting');
      this.#inVain();
    }
  }

  #inVain(): void {
    this.#failures += 1;
    this.#options.on.dialled(this.#failures, this.#failures === this.#tellAt);
  }

  #ping(patience = PONG_TIMEOUT, ackToken?: number): void {
    this.#write({ type: 'ping', ackToken });
    this.#expect(patience);
  }

  /**
   * Dials again unless an answer comes within `patience` milliseconds. A page that stands still reads its answers late, so it waits
   * as long again as its timer was late.
   */
  #expect(patience: number, isLate?: boolean): void {
    const due = performance.now() + patience;
    if (due >= this.#pongDue) return;
    this.#answered();
    this.#pongDue = due;
    this.#pongTimer = setTimeout(() => {
      this.#answered();
      if (isLate) {
        this.#options.log.info('no answer, dialling');
        this.#redial();
        this.#inVain();
      } else this.#expect(performance.now() - due, true);
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
