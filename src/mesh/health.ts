/** How one link is doing: its state, since when, what was tried in vain. Peer tells it facts and asks what is due; it does nothing itself. */
import { Pulse } from './pulse.js';
import { due, type LinkState, linkOf, type PeerState } from './watchdog.js';

/** An offer without an answer for this long (ms) may be lost. */
const OFFER_LOST = 1_000;
/** So long after a signal that did not come over our link (ms), what we say over it may not reach them. */
const MISSED = 5_000;
/** The last signals of those that brought a link up may come after it (ms). */
const NEW = 1_000;

export class Health {
  readonly pulse = new Pulse();
  /** The control channel of this generation has opened, so that silence means something. */
  isTalking = false;
  /** How late their event loop was when they last told (ms). */
  theirDelay = 0;
  #state: PeerState = 'idle';
  #since = performance.now();
  #wasLive = false;
  /** When there was last a path, or the link was begun. */
  #pathAt = performance.now();
  #tries = 0;
  #restartedAt = 0;
  #rebuilds = 0;
  #missedAt = Number.NEGATIVE_INFINITY;

  get state(): PeerState {
    return this.#state;
  }

  /** What people are told. */
  get link(): LinkState {
    return linkOf(this.#state, this.#wasLive, performance.now() - this.#pathAt);
  }

  get wasLive(): boolean {
    return this.#wasLive;
  }

  /** There is a link, or there ought to be one: whoever has a seat and never makes their offer is missed as well. */
  get isLinked(): boolean {
    return this.#state !== 'prepared';
  }

  /** Our offer has been out for so long that it may be lost. */
  get isOfferLost(): boolean {
    return this.#state === 'offered' && this.age(performance.now()) > OFFER_LOST;
  }

  /** The link is dead, or what was tried to bring it back was in vain: signals must come through. */
  get isPressed(): boolean {
    return this.#state === 'stalled' || this.#rebuilds > 1;
  }

  /** A signal came another way: to them our link seems dead, whatever we hear on it. */
  missed(): void {
    const now = performance.now();
    if (this.#wasLive && (this.#state !== 'live' || this.age(now) > NEW)) this.#missedAt = now;
  }

  /** They may not hear what we say on our link. */
  get isMissed(): boolean {
    return performance.now() - this.#missedAt < MISSED;
  }

  /** Of the state, in milliseconds. */
  age(now: number): number {
    return now - this.#since;
  }

  /** Whether the state is another one now. */
  become(state: PeerState): boolean {
    if (state === this.#state) return false;
    // What was prepared in the lobby is a link from now on.
    if (this.#state === 'prepared') this.pulse.hear();
    if (this.#state === 'live' || this.#state === 'prepared') this.#pathAt = performance.now();
    this.#tries = 0;
    if (state === 'live') {
      this.#wasLive = true;
      this.#rebuilds = 0;
    }
    this.#state = state;
    this.#since = performance.now();
    return true;
  }

  /** What takes time begins anew in the same state. */
  renewed(): void {
    this.#since = performance.now();
  }

  /** A restart was begun, or our offer said again. */
  tried(): void {
    this.#tries += 1;
    this.#restartedAt = performance.now();
  }

  rebuilt(): void {
    this.#rebuilds += 1;
    // Whoever can only ask for another link goes on asking; whoever makes one begins from the start.
    if (this.#state !== 'stalled') this.#tries = 0;
    this.#restartedAt = this.#since = performance.now();
  }

  /** We ourselves did nothing for that long (ms): it counts neither as silence nor as waiting. */
  forgiveUs(ms: number): void {
    this.pulse.forgive(ms);
    this.#since += ms;
    this.#restartedAt += ms;
  }

  /** They can be reached again: what was tried until now does not count. */
  forgive(): void {
    this.#tries = this.#rebuilds = 0;
  }

  /** What is due now, if anything. `delay`: how late our own event loop is (ms). */
  due(now: number, { delay = 0, isChecking = false } = {}): ReturnType<typeof due> {
    return due(this.#state, {
      inState: this.age(now),
      lost: this.isTalking && this.pulse.isLost(now, Math.max(delay, this.theirDelay)),
      sinceRestart: now - this.#restartedAt,
      tries: this.#tries,
      rebuilds: this.#rebuilds,
      wasLive: this.#wasLive,
      isChecking,
      delay: Math.max(delay, this.theirDelay),
    });
  }
}
