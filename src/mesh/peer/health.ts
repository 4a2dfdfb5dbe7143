/**
 * The state of one link: what it is, how long it has lasted, and which repairs have failed. `Peer` reports facts and asks which
 * step is due. This class takes no action itself.
 */
import { LivenessMonitor } from './liveness-monitor.js';
import { due, type LinkState, linkOf, type PeerState } from './watchdog.js';

/** An offer without an answer for this long may be lost (ms). */
const OFFER_LOST = 1_000;
/** For this long after a signal that did not come over our link, our own messages on the link may not arrive (ms). */
const OTHER_ROUTE = 5_000;
/** The delay that a peer has reported counts for this long (ms): a busy page may stand still for as long. */
const REPORTED = 30_000;
/** The last signals of the negotiation may still arrive for this long after the link came up (ms). */
const NEW = 1_000;

export class Health {
  readonly liveness = new LivenessMonitor();
  /** The control channel of this generation has opened, so silence now means a problem. */
  isChannelOpen = false;
  /** The connection of this generation has had a path: it can be restarted. */
  hadPath = false;
  /** Delay of the peer's event loop, as they last reported it (ms). */
  theirDelay = 0;
  #reportedAt = 0;
  #state: PeerState = 'idle';
  #since = performance.now();
  /** The link has been live. */
  wasLive = false;
  /** When the link last had a path, or when it was created. */
  #pathAt = performance.now();
  #tries = 0;
  #restartedAt = 0;
  #rebuilds = 0;
  #otherRouteAt = Number.NEGATIVE_INFINITY;

  get state(): PeerState {
    return this.#state;
  }

  /** The link state that the public API shows. */
  get link(): LinkState {
    return linkOf(this.#state, this.wasLive, performance.now() - this.#pathAt);
  }

  /** There is a link, or there should be one. A member who never sends their offer also counts as missing. */
  get isLinked(): boolean {
    return this.#state !== 'prepared';
  }

  /** Our offer has been unanswered for so long that it may be lost. */
  get isOfferLost(): boolean {
    return this.#state === 'offered' && this.age(performance.now()) > OFFER_LOST;
  }

  /** The link is dead, or repairs have failed: signals must get through. */
  get needsEveryRoute(): boolean {
    return this.#state === 'stalled' || this.#rebuilds > 1;
  }

  /** A signal came another way: the peer considers our link dead, even if we still hear them on it. */
  heardByOtherRoute(): void {
    const now = performance.now();
    if (this.wasLive && (this.#state !== 'live' || this.age(now) > NEW)) this.#otherRouteAt = now;
  }

  /** The peer may not receive what we send on our link. */
  get mayNotHearUs(): boolean {
    return performance.now() - this.#otherRouteAt < OTHER_ROUTE;
  }

  /** Time since the last change of state (ms). */
  age(now: number): number {
    return now - this.#since;
  }

  /** Changes the state. Returns whether it is a new one. */
  become(state: PeerState): boolean {
    if (state === this.#state) return false;
    // A link prepared in the lobby becomes a real link now.
    if (this.#state === 'prepared') this.liveness.hear();
    if (this.#state === 'live' || this.#state === 'prepared' || state === 'closed')
      this.#pathAt = performance.now();
    this.#tries = 0;
    if (state === 'live') {
      this.wasLive = this.hadPath = true;
      if (this.isChannelOpen) this.#rebuilds = 0;
    }
    this.#state = state;
    this.#since = performance.now();
    return true;
  }

  /** The peer has reported the delay of their event loop (ms). */
  reportDelay(delay: number): void {
    this.theirDelay = delay;
    this.#reportedAt = performance.now();
  }

  /** The control channel has opened: the link is complete. */
  opened(): void {
    this.isChannelOpen = true;
    this.#rebuilds = 0;
  }

  /** The same state starts again, and so do its timeouts. */
  restartTimeouts(): void {
    this.#since = performance.now();
  }

  /** A restart was started, or our offer was sent again. */
  tried(): void {
    this.#tries += 1;
    this.#restartedAt = performance.now();
  }

  rebuilt(): void {
    this.#rebuilds += 1;
    // The side that can only ask for a rebuild keeps counting; the side that makes the new link starts from 0.
    if (this.#state !== 'stalled') this.#tries = 0;
    this.#restartedAt = this.#since = performance.now();
  }

  /** Our own page was suspended for this long (ms), until now: do not count it as silence or as waiting time. */
  excuse(ms: number, now: number): void {
    this.liveness.excuse(ms, now);
    this.#since = Math.min(this.#since + ms, now);
    this.#pathAt = Math.min(this.#pathAt + ms, now);
    this.#restartedAt = Math.min(this.#restartedAt + ms, now);
  }

  /** The peer can be reached again: earlier failures no longer count. */
  resetBackoff(): void {
    this.#tries = this.#rebuilds = 0;
    if (this.wasLive) this.#pathAt = performance.now();
  }

  /** The step that is due now, if any. `delay`: the delay of our own event loop (ms). */
  due(
    now: number,
    { delay: ours = 0, isChecking = false, restartsOnce = false } = {},
  ): ReturnType<typeof due> {
    const delay = Math.max(ours, now - this.#reportedAt < REPORTED ? this.theirDelay : 0);
    return due(this.#state, {
      inState: this.age(now),
      lost: this.isChannelOpen && this.liveness.isLost(now, delay),
      isChannelOpen: this.isChannelOpen,
      sinceRestart: now - this.#restartedAt,
      tries: this.#tries,
      rebuilds: this.#rebuilds,
      hadPath: this.hadPath,
      isChecking,
      wasLive: this.wasLive,
      restartsOnce,
      delay,
    });
  }
}
