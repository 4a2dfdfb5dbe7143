/**
 * The way into the room as a state machine: from the click to the membership, and in again after the party has lost it. Owns the
 * promise of `join()`, and sends the request as soon as everything it needs is there. Knows neither links nor devices.
 */

import { CAPABILITIES } from '../protocol/capabilities.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import { VideoRoomError } from '../shared/errors.js';
import * as reducers from './reducers.js';
import type { FaultDetail, RoomState } from './state.js';

/**
 * `lobby`: the user has not asked to join · `pending`: they have, and something that the request needs is missing · `preparing`:
 * the request is being made (our name is encrypted, offers are encoded) · `requested`: it is sent, and the party has not let us in
 * yet · `joined`: we are a member · `ended`: the session is over.
 */
export type JoinState = 'lobby' | 'pending' | 'preparing' | 'requested' | 'joined' | 'ended';

/**
 * `interrupted`: the request does not count any more, because the socket or our place at the party changed · `given-up`: the
 * join failed, and only another click starts it again.
 */
export type JoinEvent =
  | 'asked'
  | 'request-started'
  | 'request-sent'
  | 'interrupted'
  | 'entered'
  | 'membership-lost'
  | 'given-up'
  | 'ended';

const STEPS: Record<JoinState, Partial<Record<JoinEvent, JoinState>>> = {
  lobby: { asked: 'pending', entered: 'joined', ended: 'ended' },
  pending: { 'request-started': 'preparing', entered: 'joined', 'given-up': 'lobby', ended: 'ended' },
  preparing: {
    'request-sent': 'requested',
    interrupted: 'pending',
    entered: 'joined',
    'given-up': 'lobby',
    ended: 'ended',
  },
  requested: { interrupted: 'pending', entered: 'joined', 'given-up': 'lobby', ended: 'ended' },
  joined: { 'membership-lost': 'pending', ended: 'ended' },
  ended: {},
};

/** The state after an event; events without a meaning in a state change nothing. */
export const joinStateAfter = (state: JoinState, event: JoinEvent): JoinState => STEPS[state][event] ?? state;

/** If the user is neither in nor waiting to be let in this long after the click, the join has failed (ms). */
const JOIN_PATIENCE = 40_000;

type Request = Extract<ClientFrame, { type: 'join' | 'knock' }>;

export interface JoinFlowOptions {
  state(): RoomState;
  apply(fact: (state: RoomState) => RoomState): void;
  /** Whether offers can be made: the certificate and the ICE servers are there. A `knock` does not need them. */
  canOffer(): boolean;
  /** Makes the name, encrypted if there is a secret. */
  ownName(): Promise<string>;
  /** Makes the offers to all members. */
  offers(): Promise<Extract<ClientFrame, { type: 'join' }>['offers']>;
  /** Sends a frame; `false` if it could not be sent. */
  send(frame: Request): boolean;
  /** Resolves when the user has entered the secret; the time until then does not count. */
  secretReady(): Promise<void>;
  /** Reports a failure. `change`: what else changes in the state, in the same step. */
  failed(
    code: RoomErrorCode,
    fatal: boolean,
    cause?: unknown,
    detail?: FaultDetail,
    change?: Partial<RoomState>,
  ): VideoRoomError;
  /** Aborted when the session ends. */
  signal: AbortSignal;
}

/** One call of `join()`. */
interface Attempt {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: VideoRoomError): void;
}

export class JoinFlow {
  readonly #options: JoinFlowOptions;
  #state: JoinState = 'lobby';
  /** The frame that the party accepts from us now: a locked room and one with a waiting room only take `knock`. */
  #request: Request['type'] = 'join';
  /** Counts requests: one that was interrupted while it was made is dropped. */
  #turn = 0;
  #attempt: Attempt | undefined;

  constructor(options: JoinFlowOptions) {
    this.#options = options;
  }

  get state(): JoinState {
    return this.#state;
  }

  /** The user wants to join. During an attempt, this returns its promise. */
  join(): Promise<void> {
    if (this.#attempt) return this.#attempt.promise;
    const attempt = newAttempt();
    this.#attempt = attempt;
    this.#options.apply(reducers.joinBegun);
    this.#step('asked');
    this.advance();
    void this.#limit(attempt);
    return attempt.promise;
  }

  /** Something that the request needs may be there now: sends it if nothing is missing. */
  advance(): void {
    const isReady = this.#request === 'knock' || this.#options.canOffer();
    if (this.#state === 'pending' && isReady && this.#options.state().signaling === 'connected')
      void this.#ask();
  }

  /** The socket was lost, or is connected again: a request on the earlier one has no answer any more. */
  socketChanged(): void {
    this.#step('interrupted');
  }

  /** The party has shown us the room. */
  welcomed(): void {
    this.#request = 'join';
    this.#step('interrupted');
  }

  /** We are outside from now on: the party tells us nothing, and we may only knock. */
  putOutside(): void {
    this.#request = 'knock';
    this.#step('interrupted');
    this.#step('membership-lost');
    this.advance();
  }

  /** The party does not know our membership any more. */
  membershipLost(): void {
    this.#step('membership-lost');
  }

  /** We are a member. */
  entered(): void {
    this.#step('entered');
    this.#attempt?.resolve();
    this.#attempt = undefined;
  }

  /** The join has failed, or something else of the room has; the user may try again at once, even from a listener of this error. */
  fail(code: RoomErrorCode, fatal: boolean, cause?: unknown, detail?: FaultDetail): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    // A participant who lost the membership gets it back as long as the page is open.
    const isBack = this.#options.state().self.joinedAt > 0;
    const before = this.#state;
    this.#step(isBack ? 'interrupted' : 'given-up');
    const isGivenUp = before !== 'lobby' && this.#state === 'lobby';
    const error = this.#options.failed(code, fatal, cause, detail, isGivenUp ? { phase: 'lobby' } : {});
    attempt?.reject(error);
  }

  /** The session is over. */
  end(): void {
    this.#step('ended');
    this.#attempt?.reject(new VideoRoomError('cancelled'));
    this.#attempt = undefined;
  }

  async #ask(): Promise<void> {
    const { apply, ownName, offers, send } = this.#options;
    this.#step('request-started');
    this.#turn += 1;
    const turn = this.#turn;
    const isCurrent = () => this.#state === 'preparing' && this.#turn === turn;
    const type = this.#request;
    apply((before) =>
      reducers.stateChanged(before, {
        nameAtParty: before.self.name,
        ...(type === 'knock' && { phase: 'waiting' }),
      }),
    );
    try {
      const name = await ownName();
      const request: Request =
        type === 'knock' ? { type, name } : { type, name, offers: await offers(), can: [...CAPABILITIES] };
      if (!isCurrent()) return;
      this.#step(send(request) ? 'request-sent' : 'interrupted');
    } catch (cause) {
      if (isCurrent()) this.fail('internal', false, cause);
    }
  }

  /** Ends the attempt after a time limit, for whatever reason it hangs. */
  async #limit(attempt: Attempt): Promise<void> {
    const { secretReady, signal, state } = this.#options;
    await secretReady().catch(() => {});
    // Perhaps before this join.
    if (signal.aborted) return this.end();
    const timer = setTimeout(() => {
      if (attempt !== this.#attempt || state().phase === 'waiting') return;
      const isOurs = state().signaling === 'connected' && this.#state !== 'requested';
      this.fail(isOurs ? 'internal' : 'server-unreachable', true, new Error('not in after 40 s'));
    }, JOIN_PATIENCE);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  #step(event: JoinEvent): void {
    this.#state = joinStateAfter(this.#state, event);
  }
}

function newAttempt(): Attempt {
  let settle: Pick<Attempt, 'resolve' | 'reject'>;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! };
}
