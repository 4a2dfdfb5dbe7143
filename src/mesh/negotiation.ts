/**
 * The offers and answers of one RTCPeerConnection, from the first to the last: perfect negotiation
 * (webrtc-pc, "Perfect Negotiation Example") after a first offer that only one side makes.
 * Knows nothing of routes: signals go out by `send` and come in by `receive`, in any order, twice or never.
 */
import type { Signal } from '../protocol/peer-messages.js';
import { deflate } from './box.js';
import { IncomingCandidates, OutgoingCandidates } from './candidates.js';
import { describe, isFirefox, restartOffer, withoutCandidates } from './description.js';
import type { Bytes } from './seal.js';
import { adoptSlots, createSlots } from './slots.js';

type Offer = Extract<Signal, { type: 'offer' }>;
type Description = Offer | Extract<Signal, { type: 'answer' }>;

/** What a restart with Firefox is given before the link is made anew (ms): another restart would end it. */
const RESTART_LASTS = 12_000;
/** A moment later (ms). */
const SOON = 50;
/** A restart that must not be followed by another, and has found nothing for this long, is in vain (ms). */
const RESTART_TRIED = 1_500;
/** An offer that has no answer after this long, and meets one of theirs, did not arrive (ms). */
const OFFER_LOST = 1_000;

export interface NegotiationOptions {
  connection: RTCPeerConnection;
  /** Under glare the polite side takes the other's offer instead of its own. */
  polite: boolean;
  send(signal: Signal): void;
  /** Whether this certificate is the participant's own; a description with another one, or none that we could read, is dropped. */
  trusts(fingerprint: string | undefined): boolean;
  /** What the camera begins with. */
  camera?(): RTCRtpEncodingParameters;
  /** The slots exist: tracks can be filled in and read. */
  slotsReady(): void;
}

export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #outgoing: OutgoingCandidates;
  readonly #incoming: IncomingCandidates;
  /** Counts our offers. */
  #neg = 0;
  /** Highest offer of theirs that we have read: older ones are duplicates that came by another way. */
  #theirNeg = -1;
  #withFirefox = false;
  #makingOffer = false;
  #offeredAt = 0;
  /** The last restart, ours or theirs, unless it has found a path. */
  #restartedAt = Number.NEGATIVE_INFINITY;
  /** The last offer of ours that restarts. */
  #offered: Offer | undefined;
  /** The last answer of ours. */
  #answered: Description | undefined;
  #stopped!: () => void;
  /** Of a connection that is closed meanwhile browsers say nothing more (webrtc-pc, "chain an operation"): who waits, waits for this too. */
  readonly #over = new Promise<void>((done) => {
    this.#stopped = done;
  });
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #deflated: { sdp: string; bytes: Promise<Bytes> } | undefined;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    const { connection } = options;
    this.#outgoing = new OutgoingCandidates((signal) => options.send(signal));
    this.#incoming = new IncomingCandidates(connection);
    connection.onicecandidate = ({ candidate }) => {
      this.#outgoing.add(candidate);
      // Everything is found: a click that comes later finds the offer deflated.
      if (!candidate && this.#outgoing.isHeld) void this.#deflate(this.#prepared());
    };
  }

  /** Makes slots and offer, and starts gathering; nothing is sent before `firstOffer()`. */
  prepare(): Promise<void> {
    const { connection, slotsReady, camera } = this.#options;
    createSlots(connection, camera?.());
    slotsReady();
    this.#neg += 1;
    return Promise.race([connection.setLocalDescription(), this.#over]);
  }

  /** The prepared offer with every candidate found so far. Later ones wait for `release()`. */
  firstOffer(): Offer {
    this.#outgoing.included();
    return this.#prepared();
  }

  /** The same, ready for its box; made once, as long as nothing new is found. */
  deflatedOffer(): Promise<{ neg: number; bytes: Bytes }> {
    return this.#deflate(this.firstOffer());
  }

  #prepared(): Offer {
    return { type: 'offer', neg: this.#neg, sdp: this.#options.connection.localDescription?.sdp ?? '' };
  }

  async #deflate(offer: Offer): Promise<{ neg: number; bytes: Bytes }> {
    if (offer.sdp !== this.#deflated?.sdp) this.#deflated = { sdp: offer.sdp, bytes: deflate(offer) };
    return { neg: offer.neg, bytes: await this.#deflated.bytes };
  }

  /** The first offer is on its way: from now on candidates are sent as they are found. */
  release(): void {
    this.#outgoing.release();
  }

  /**
   * A restart with Firefox (153) has found nothing for so many milliseconds, 0 when there is none. It keeps the last path but one
   * restart long: at a second one before the first has found another, that path is gone, and DTLS fails for good.
   */
  get restartingFor(): number {
    const age = performance.now() - this.#restartedAt;
    const isFragile = this.#withFirefox || isFirefox(this.#options.connection.localDescription?.sdp);
    return isFragile && age < RESTART_LASTS ? age : 0;
  }

  /** It must not be followed by another, and another is needed. */
  get isRestartInVain(): boolean {
    return this.restartingFor > RESTART_TRIED;
  }

  /** The path that there is has lived for a while: whatever was restarted before has found it. */
  settle(): void {
    if (this.isRestartInVain) this.found();
  }

  /** There is a path. */
  found(): void {
    this.#restartedAt = Number.NEGATIVE_INFINITY;
  }

  /**
   * Makes an offer with new ICE credentials; the old path is used for as long as it lives. An offer of ours that waits for its
   * answer is replaced, or sent again: it may be lost. Towards Firefox (153) Chromium (151) must not begin, but asks: it tries its
   * new addresses with the old ones of the other side, whose answers make it send there at once, and drop the pairs that both
   * sides know. What it sends then never arrives, and the old path may come back at any time. `live`: there is a path.
   */
  restart(live?: boolean): void {
    const { connection, send } = this.#options;
    // Before the first answer there is nothing to restart.
    if (!connection.currentRemoteDescription) return;
    const isWaiting = connection.signalingState === 'have-local-offer';
    if (this.#withFirefox && !isFirefox(connection.localDescription?.sdp)) send({ type: 'restart', live });
    else if (!this.restartingFor) {
      connection.restartIce();
      if (isWaiting) void this.#offer();
    } else if (isWaiting) this.#again(this.#offered);
  }

  /** Says our side of the first exchange once more: it may be lost. Whoever has our offer answers it once more. */
  again(): void {
    const isOurs = this.#options.connection.localDescription?.type === 'offer';
    this.#again(this.#answered ?? (isOurs ? this.#prepared() : undefined));
  }

  /**
   * Our network is another one now, although there is a path. While a restart is under way that must not be followed by another, this
   * one waits until it has found its path, or has had its time.
   */
  renew(): void {
    this.settle();
    const age = this.restartingFor;
    clearTimeout(this.#renewal);
    if (age > 0) this.#renewal = setTimeout(() => this.renew(), RESTART_TRIED - age + SOON);
    else this.restart(true);
  }

  /** Sends a description once more, with the candidates that belong to it. */
  #again(description: Description | undefined): void {
    if (!description) return;
    this.#options.send(description);
    this.#outgoing.again();
  }

  /** Takes a signal. The caller passes them one at a time. */
  async receive(signal: Extract<Signal, { type: 'offer' | 'answer' | 'candidates' }>): Promise<void> {
    const taken = signal.type === 'candidates' ? this.#incoming.add(signal.list) : this.#describe(signal);
    await Promise.race([taken, this.#over]);
  }

  stop(): void {
    this.#stopped();
    clearTimeout(this.#renewal);
    this.#outgoing.stop();
    this.#options.connection.onnegotiationneeded = this.#options.connection.onicecandidate = null;
  }

  async #describe({ type, neg, sdp }: Description): Promise<void> {
    const { connection, polite, trusts } = this.#options;
    const facts = describe(sdp);
    if (!trusts(facts?.fingerprint) || !facts) return;
    // Chromium does not give a description back as it came.
    this.#withFirefox = isFirefox(sdp);
    const stable = connection.signalingState === 'stable';
    if (type === 'offer') {
      if (neg <= this.#theirNeg) {
        // Sent once more: our answer has not reached them.
        if (neg === this.#answered?.neg) this.#again(this.#answered);
        return;
      }
      // They have answered our first offer, which is told once more; taken back for theirs it would leave its slots behind.
      if (polite && !connection.currentRemoteDescription) return;
      if ((this.#makingOffer || !stable) && !polite) {
        // Ours counts, and they wait for it: what took their last signals may have taken it too.
        if (performance.now() - this.#offeredAt > OFFER_LOST) this.restart();
        else if (!this.#makingOffer) this.#again(this.#offered);
        return;
      }
      this.#theirNeg = neg;
    } else if (neg !== this.#neg || connection.signalingState !== 'have-local-offer') return;
    await connection.setRemoteDescription({ type, sdp: this.#incoming.within(sdp, facts.ufrag) });
    await this.#incoming.described(facts.ufrag);
    if (type === 'offer') {
      if (connection.currentLocalDescription) this.#restartedAt = performance.now();
      await this.#answer(neg);
    }
    // Only from here on: making the slots asks for a negotiation too, and that one is ours to time.
    connection.onnegotiationneeded = () => void this.#offer();
  }

  async #answer(neg: number): Promise<void> {
    const { connection, send, slotsReady } = this.#options;
    if (!connection.currentLocalDescription) {
      adoptSlots(connection);
      slotsReady();
    }
    await connection.setLocalDescription();
    this.#answered = { type: 'answer', neg, sdp: withoutCandidates(connection.localDescription?.sdp ?? '') };
    send(this.#answered);
    this.#outgoing.release();
  }

  async #offer(): Promise<void> {
    const { connection, polite, send } = this.#options;
    this.#makingOffer = true;
    // Counted at once: from here on an answer to an earlier offer is too late.
    const neg = ++this.#neg;
    try {
      await connection.setLocalDescription();
      // Another one was made meanwhile, or theirs was taken instead.
      if (neg !== this.#neg || connection.localDescription?.type !== 'offer') return;
      this.#offeredAt = this.#restartedAt = performance.now();
      // Whoever answered the first offer is active (RFC 8829 §5.3.1).
      const settled = connection.sctp?.transport.state === 'connected';
      const role = settled ? (polite ? 'passive' : 'active') : 'actpass';
      this.#offered = { type: 'offer', neg, sdp: restartOffer(connection.localDescription.sdp, role) };
      send(this.#offered);
    } catch {
      // Closed meanwhile; nobody is left to offer to.
    } finally {
      if (neg === this.#neg) this.#makingOffer = false;
    }
  }
}
