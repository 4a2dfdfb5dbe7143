/** Trickle ICE for one connection: sends our candidates in batches, and keeps theirs until their description is here. */
import { MAX_CANDIDATES } from '../protocol/limits.js';
import type { Signal } from '../protocol/peer-messages.js';

type Candidates = Extract<Signal, { type: 'candidates' }>;
type Candidate = Candidates['list'][number];

/** Candidates found within this time of each other travel together (ms). */
const BATCH_WINDOW = 30;
/** The same for the first ones: those of our own network are found together, and the path is looked for as soon as they arrive (ms). */
const FIRST_WINDOW = 4;

/** Batches our own candidates. Holds them back until `release()`: no candidate may go ahead of its description. */
export class OutgoingCandidates {
  readonly #send: (signal: Candidates) => void;
  #list: Candidate[] = [];
  /** Of the ICE generation that was sent last. */
  #sent: Candidate[] = [];
  #held = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (signal: Candidates) => void) {
    this.#send = send;
  }

  /** Their description is not on its way yet. */
  get isHeld(): boolean {
    return this.#held;
  }

  add(found: RTCIceCandidate | null): void {
    // RTCP components and TCP candidates of browsers can never pair with each other, so they are not worth sending.
    if (!found?.candidate || found.component === 'rtcp' || found.protocol === 'tcp') return;
    this.#list.push(found.toJSON() as Candidate);
    const window = this.#sent.length ? BATCH_WINDOW : FIRST_WINDOW;
    if (!this.#held) this.#timer ??= setTimeout(() => this.release(), window);
  }

  /** A description was just taken that already carries every candidate found so far. */
  included(): void {
    this.#list = [];
  }

  /** The description is on its way: candidates may follow it. */
  release(): void {
    this.stop();
    this.#held = false;
    const list = this.#list.splice(0, MAX_CANDIDATES);
    if (!list.length) return;
    if (list[0]?.usernameFragment !== this.#sent[0]?.usernameFragment) this.#sent = [];
    this.#sent.push(...list);
    this.#send({ type: 'candidates', list });
  }

  /** Their description goes out once more, because it may be lost: so do they. */
  again(): void {
    if (this.#sent.length) this.#send({ type: 'candidates', list: this.#sent.slice(0, MAX_CANDIDATES) });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * Their candidates, by ICE generation (`usernameFragment`). Those of a generation we have no description of wait for
 * it; those of an older one are dropped here, because Chromium accepts them silently and Firefox throws.
 */
export class IncomingCandidates {
  readonly #connection: RTCPeerConnection;
  #early: Candidate[] = [];
  #generation: string | undefined;
  /** How many were taken, and of which generation. */
  #taken = 0;
  #counted: string | undefined;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** Their description of generation `ufrag`, with no more candidates in it than we take, and none that could never pair. */
  within(sdp: string, ufrag: string): string {
    if (ufrag !== this.#counted) this.#taken = 0;
    this.#counted = ufrag;
    return sdp.replace(/^a=candidate:(\S+ 1 udp )?.*\r\n/gim, (line, usable) =>
      usable && this.#taken++ < MAX_CANDIDATES ? line : '',
    );
  }

  /** Their description of generation `ufrag` was applied: what waited for it is added now. */
  async described(ufrag: string): Promise<void> {
    if (ufrag === this.#generation) return;
    this.#generation = ufrag;
    const early = this.#early;
    this.#early = [];
    await this.add(early.filter(({ usernameFragment }) => usernameFragment === ufrag));
  }

  async add(list: readonly Candidate[]): Promise<void> {
    for (const candidate of list) {
      if (candidate.usernameFragment !== this.#generation) {
        if (this.#early.length < MAX_CANDIDATES) this.#early.push(candidate);
      } else if (++this.#taken <= MAX_CANDIDATES) {
        // A candidate that the browser cannot use is not worth a link: others will do.
        await this.#connection.addIceCandidate(candidate).catch(() => {});
      }
    }
  }
}
