/**
 * Offers and answers of one RTCPeerConnection: perfect negotiation (webrtc-pc, "Perfect Negotiation Example") after a first offer
 * that only one side makes. Knows no routes: signals leave through `send` and arrive through `receive`, in any order, twice or
 * never.
 */
import type { Signal } from '../../protocol/peer-messages.js';
import type { Bytes } from '../encryption/aes-gcm-cipher.js';
import { isFirefox, parseDescription, restartOffer, withoutCandidates } from '../encryption/description.js';
import { redConnections } from '../quality/sound.js';
import { knowsRed, withVoice } from '../quality/voice.js';
import { deflate } from '../signaling/payload.js';
import { IncomingCandidates, OutgoingCandidates } from './candidates.js';
import { adoptSlots, createSlots, withoutScreenStreams } from './slots.js';

type Offer = Extract<Signal, { type: 'offer' }>;
type Description = Offer | Extract<Signal, { type: 'answer' }>;

/** No second restart with Firefox begins this soon after the first, unless a path is found (ms). The watchdog rebuilds the link earlier. */
const SECOND_RESTART_BLOCKED_FOR = 12_000;
/** A short delay (ms). */
const SOON = 50;
/** A restart that must not be followed by another has failed if it finds nothing for this long (ms). */
const RESTART_FAILED_AFTER = 1_500;
/** An offer unanswered for this long that meets an offer of the other side did not arrive (ms). */
const OFFER_LOST = 1_000;

export interface NegotiationOptions {
  connection: RTCPeerConnection;
  /** In a collision of offers the polite side drops its own. */
  polite: boolean;
  send(signal: Signal): void;
  /** Whether this certificate belongs to the participant. Descriptions with another certificate, or with an unreadable one, are dropped. */
  trusts(fingerprint: string | undefined): boolean;
  /** Whether our voice is sent so that lost packets are not heard, at twice the bitrate; default: no. */
  usesRed?: (() => boolean) | undefined;
  /** The initial encoding of the camera. */
  camera?(): RTCRtpEncodingParameters;
  /** The slots exist: tracks can be set and read. */
  slotsReady(): void;
}

export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #outgoing: OutgoingCandidates;
  readonly #incoming: IncomingCandidates;
  /** Number of our latest offer. */
  #neg = 0;
  /** Highest number of a remote offer that we have read: lower ones are duplicates from another route. */
  #theirNeg = -1;
  #withFirefox = false;
  #makingOffer = false;
  #offeredAt = 0;
  /** Time of the last restart by either side, until it has found a path. */
  #restartedAt = Number.NEGATIVE_INFINITY;
  /** Our latest offer that restarts ICE. */
  #offered: Offer | undefined;
  /** Our latest answer. */
  #answered: Description | undefined;
  #stopped!: () => void;
  /**
   * Browsers never settle pending operations of a closed connection (webrtc-pc, "chain an operation"), so code that waits for one
   * also waits for this.
   */
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
      // Gathering is complete: deflate the offer now, so that it is ready at the click.
      if (!candidate && this.#outgoing.isHeld) void this.#deflate(this.#prepared());
    };
  }

  get #isFirefox(): boolean {
    return isFirefox(this.#options.connection.localDescription?.sdp);
  }

  /** Makes slots and offer, and starts gathering; nothing is sent before `firstOffer()`. */
  prepare(): Promise<void> {
    const { connection, slotsReady, camera } = this.#options;
    createSlots(connection, camera?.());
    slotsReady();
    this.#neg += 1;
    return Promise.race([connection.setLocalDescription(), this.#over]);
  }

  /** The prepared offer with every candidate found so far. Later candidates wait for `release()`. */
  firstOffer(): Offer {
    this.#outgoing.included();
    return this.#prepared();
  }

  /** The same, deflated. Made once, unless a new candidate is found. */
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

  /** The first offer has been sent: from now on candidates are sent as they are found. */
  release(): void {
    this.#outgoing.release();
  }

  /**
   * Whether only one restart is possible until there is a path. Firefox (153) keeps the last path for one restart only. If a
   * second restart comes before the first has found a path, the old path is gone and DTLS fails for good.
   */
  get restartsOnce(): boolean {
    return this.#withFirefox || this.#isFirefox;
  }

  /** How long a restart that must not be followed by another has found nothing (ms); 0 when none is running. */
  get restartingFor(): number {
    const age = performance.now() - this.#restartedAt;
    return this.restartsOnce && age < SECOND_RESTART_BLOCKED_FOR ? age : 0;
  }

  /** The running restart must not be followed by another, but it has failed. */
  get hasRestartFailed(): boolean {
    return this.restartingFor > RESTART_FAILED_AFTER;
  }

  /** The current path has lived for a while: an earlier restart counts as successful. */
  acceptPath(): void {
    if (this.hasRestartFailed) this.pathFound();
  }

  /** There is a path. */
  pathFound(): void {
    this.#restartedAt = Number.NEGATIVE_INFINITY;
  }

  /**
   * Makes an offer with new ICE credentials; the old path is used as long as it lives. An unanswered offer of ours is replaced or
   * sent again, because it may be lost. With Firefox (153), Chromium (151) asks Firefox to restart instead of restarting itself.
   * Reason: Chromium checks its new addresses against the old remote ones. The answers make it send media there at once and drop
   * the pairs that both sides know. That media never arrives, and the old path may recover at any time. `live`: there is a path.
   */
  restart(live?: boolean): void {
    const { connection, send } = this.#options;
    // Before the first answer there is nothing to restart.
    if (!connection.currentRemoteDescription) return;
    const isWaiting = connection.signalingState === 'have-local-offer';
    if (this.#withFirefox && !this.#isFirefox) send({ type: 'restart', live });
    else if (!this.restartingFor) {
      connection.restartIce();
      // Not while their offer is being answered: the browser would make that answer now.
      if (isWaiting && this.#theirNeg === (this.#answered?.neg ?? -1)) void this.#offer();
    } else if (isWaiting) this.#resend(this.#offered);
  }

  /** Sends our part of the first exchange again, because it may be lost. A peer that already has our offer answers it again. */
  resend(): void {
    const isOurs = this.#options.connection.localDescription?.type === 'offer';
    this.#resend(this.#answered ?? (isOurs ? this.#prepared() : undefined));
  }

  /**
   * Whether both sides would have the same ICE role after a restart: Firefox (153) keeps the role of the first offer, and Chromium
   * (151), which leaves restarts to Firefox, takes the role of an answer. So the roles clash if Chromium made the first offer. The
   * browsers settle that by chance (RFC 8445 §7.3.1.1); on a busy machine some of these restarts find no path, and Firefox ends the
   * connection 11 s later.
   */
  get #rolesClash(): boolean {
    return this.#isFirefox !== this.#withFirefox && this.#options.polite !== this.#isFirefox;
  }

  /**
   * Our network changed while the link has a path. If a restart could fail (`#rolesClash`), keep the path until it dies. If a
   * restart that must not be followed by another is running, wait until it has found a path or timed out.
   */
  renew(): void {
    if (this.#rolesClash) return;
    this.acceptPath();
    const age = this.restartingFor;
    clearTimeout(this.#renewal);
    if (age > 0) this.#renewal = setTimeout(() => this.renew(), RESTART_FAILED_AFTER - age + SOON);
    else this.restart(true);
  }

  /** Sends a description again, together with its candidates. */
  #resend(description: Description | undefined): void {
    if (!description) return;
    this.#options.send(description);
    this.#outgoing.resend();
  }

  /** Handles a signal. The caller passes one signal at a time. */
  async receive(signal: Extract<Signal, { type: 'offer' | 'answer' | 'candidates' }>): Promise<void> {
    const taken =
      signal.type === 'candidates' ? this.#incoming.add(signal.list) : this.#applyDescription(signal);
    await Promise.race([taken, this.#over]);
  }

  stop(): void {
    this.#stopped();
    clearTimeout(this.#renewal);
    this.#outgoing.stop();
    this.#options.connection.onnegotiationneeded = this.#options.connection.onicecandidate = null;
  }

  async #applyDescription(received: Description): Promise<void> {
    const { connection, trusts, usesRed } = this.#options;
    const { type, neg, sdp } = received;
    const parsed = parseDescription(sdp);
    if (!trusts(parsed?.fingerprint) || !parsed) return;
    // Chromium does not return a description as it was set, so remember this.
    this.#withFirefox = isFirefox(sdp);
    if (!this.#mayApply(received)) return;
    const wantsRed = usesRed?.() ?? false;
    const limited = withoutScreenStreams(this.#incoming.limitCandidates(sdp, parsed.ufrag));
    await connection.setRemoteDescription({ type, sdp: withVoice(limited, wantsRed) });
    await this.#incoming.applied(parsed.ufrag);
    let answer = sdp;
    if (type === 'offer') {
      if (connection.currentLocalDescription) this.#restartedAt = performance.now();
      answer = await this.#answer(neg);
    }
    // An answer has what both know.
    redConnections[wantsRed && knowsRed(answer) ? 'add' : 'delete'](connection);
    // Set only now: creating the slots also fires this event, and the first offer has its own timing.
    connection.onnegotiationneeded = () => void this.#offer();
  }

  /** Whether this description is to be applied. If it is not, sends again what the peer may have missed. */
  #mayApply({ type, neg }: Description): boolean {
    const { connection, polite } = this.#options;
    if (type === 'answer') return neg === this.#neg && connection.signalingState === 'have-local-offer';
    if (neg <= this.#theirNeg) {
      // A repeated offer: our answer has not arrived.
      if (neg === this.#answered?.neg) this.#resend(this.#answered);
      return false;
    }
    // The peer has answered our first offer, and repeats that answer later. A rollback for their offer would leave the slots of ours
    // behind.
    if (polite && !connection.currentRemoteDescription) return false;
    if ((this.#makingOffer || connection.signalingState !== 'stable') && !polite) {
      // Our offer wins, and the peer waits for it. It may be lost together with their last signals.
      if (performance.now() - this.#offeredAt > OFFER_LOST) this.restart();
      else if (!this.#makingOffer) this.#resend(this.#offered);
      return false;
    }
    this.#theirNeg = neg;
    return true;
  }

  async #answer(neg: number): Promise<string> {
    const { connection, send, slotsReady } = this.#options;
    if (!connection.currentLocalDescription) {
      adoptSlots(connection);
      slotsReady();
    }
    await connection.setLocalDescription();
    this.#answered = { type: 'answer', neg, sdp: withoutCandidates(connection.localDescription?.sdp ?? '') };
    send(this.#answered);
    this.#outgoing.release();
    return this.#answered.sdp;
  }

  async #offer(): Promise<void> {
    const { connection, polite, send } = this.#options;
    this.#makingOffer = true;
    // Counted at once: from here on, an answer to an earlier offer is too late.
    const neg = ++this.#neg;
    try {
      await connection.setLocalDescription();
      // Another offer was made meanwhile, or the remote offer was accepted instead.
      if (neg !== this.#neg || connection.localDescription?.type !== 'offer') return;
      this.#offeredAt = this.#restartedAt = performance.now();
      // The side that answered the first offer is active (RFC 8829 §5.3.1).
      const settled = connection.sctp?.transport.state === 'connected';
      const role = settled ? (polite ? 'passive' : 'active') : 'actpass';
      this.#offered = { type: 'offer', neg, sdp: restartOffer(connection.localDescription.sdp, role) };
      send(this.#offered);
    } catch {
      // The connection was closed meanwhile.
    } finally {
      if (neg === this.#neg) this.#makingOffer = false;
    }
  }
}
