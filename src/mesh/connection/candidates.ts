/** Trickle ICE for one connection: sends our candidates in batches, and holds remote candidates until their description arrives. */
import { MAX_CANDIDATES } from '../../protocol/limits.js';
import type { Signal } from '../../protocol/peer-messages.js';

type Candidates = Extract<Signal, { type: 'candidates' }>;
type Candidate = Candidates['list'][number];

/** Candidates found within this time travel in one batch (ms). */
const BATCH_WINDOW = 30;
/** The same for the first batch (ms). Host candidates are found together, and connectivity checks start as soon as they arrive. */
const FIRST_WINDOW = 4;

/** Batches our own candidates and holds them until `release()`: a candidate must never arrive before its description. */
export class OutgoingCandidates {
  readonly #send: (signal: Candidates) => void;
  #list: Candidate[] = [];
  /** Candidates of the ICE generation that was sent last. */
  #sent: Candidate[] = [];
  /** The description has not been sent yet. */
  isHeld = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (signal: Candidates) => void) {
    this.#send = send;
  }

  add(found: RTCIceCandidate | null): void {
    // Browsers never pair RTCP components or TCP candidates with each other, so these are not worth sending.
    if (!found?.candidate || found.component === 'rtcp' || found.protocol === 'tcp') return;
    this.#list.push(found.toJSON() as Candidate);
    const window = this.#sent.length ? BATCH_WINDOW : FIRST_WINDOW;
    if (!this.isHeld) this.#timer ??= setTimeout(() => this.release(), window);
  }

  /** A description was just sent that already contains every candidate found so far. */
  included(): void {
    this.#list = [];
  }

  /** The description has been sent: its candidates may follow. */
  release(): void {
    this.stop();
    this.isHeld = false;
    const list = this.#list.splice(0, MAX_CANDIDATES);
    if (!list.length) return;
    if (list[0]?.usernameFragment !== this.#sent[0]?.usernameFragment) this.#sent = [];
    this.#sent.push(...list);
    this.#send({ type: 'candidates', list });
  }

  /** The description is sent again because it may be lost, so its candidates are sent again too. */
  resend(): void {
    if (this.#sent.length) this.#send({ type: 'candidates', list: this.#sent.slice(0, MAX_CANDIDATES) });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * Remote candidates by ICE generation (`usernameFragment`). Candidates of a generation without a description wait for it.
 * Candidates of an older generation are dropped here: Chromium accepts them silently and Firefox throws.
 */
export class IncomingCandidates {
  readonly #connection: RTCPeerConnection;
  #early: Candidate[] = [];
  #generation: string | undefined;
  /** The candidates accepted, which are sent again with their description, and the ICE generation that they belong to. */
  readonly #taken = new Set<string>();
  #counted: string | undefined;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /**
   * The remote description of generation `ufrag`, limited to the number of candidates that we accept, without those that can
   * never pair.
   */
  limitCandidates(sdp: string, ufrag: string): string {
    if (ufrag !== this.#counted) this.#taken.clear();
    this.#counted = ufrag;
    return sdp.replace(/^a=candidate:(\S+ 1 udp )?.*\r\n/gim, (line, usable) =>
      usable && this.#takes(line.slice(2).trim()) ? line : '',
    );
  }

  /** The remote description of generation `ufrag` was applied: adds the candidates that were waiting for it. */
  async applied(ufrag: string): Promise<void> {
    if (ufrag === this.#generation) return;
    this.#generation = ufrag;
    const early = this.#early;
    this.#early = [];
    await this.add(early.filter(({ usernameFragment }) => usernameFragment === ufrag));
  }

  /** Whether it is new, and not one too many. */
  #takes(candidate: string): boolean {
    const { size } = this.#taken;
    return size < MAX_CANDIDATES && this.#taken.add(candidate).size > size;
  }

  async add(list: readonly Candidate[]): Promise<void> {
    for (const candidate of list) {
      if (candidate.usernameFragment !== this.#generation) {
        if (this.#early.length < MAX_CANDIDATES) this.#early.push(candidate);
      } else if (this.#takes(candidate.candidate)) {
        // A candidate that the browser cannot use does not end the link: other candidates may work.
        await this.#connection.addIceCandidate(candidate).catch(() => {});
      }
    }
  }
}
