/** Trickle ICE for one connection: sends our candidates in batches, and keeps theirs until their description is here. */
import { MAX_CANDIDATES } from '../protocol/limits.js';
import type { Signal } from '../protocol/peer-messages.js';

type Candidates = Extract<Signal, { type: 'candidates' }>;

/** Candidates found within this time of each other travel together; the first ones go at once. */
const BATCH_WINDOW = 30;
/** ICE generations whose candidates we keep before their description is here. */
const EARLY_GENERATIONS = 3;

/** RTCP components and TCP candidates of browsers can never pair with each other, so they are not worth sending. */
const useful = ({ component, protocol }: RTCIceCandidate): boolean =>
  component !== 'rtcp' && protocol !== 'tcp';

/** Batches our own candidates. Holds them back until `release()`: no candidate may go ahead of its description. */
export class OutgoingCandidates {
  readonly #send: (signal: Candidates) => void;
  #list: RTCIceCandidate[] = [];
  #done: string | undefined;
  #held = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (signal: Candidates) => void) {
    this.#send = send;
  }

  /** `null` ends the generation `ufrag`. */
  add(candidate: RTCIceCandidate | null, ufrag: string): void {
    if (!candidate?.candidate) this.#done = ufrag;
    else if (useful(candidate)) this.#list.push(candidate);
    if (!this.#held) this.#timer ??= setTimeout(() => this.#flush(), BATCH_WINDOW);
  }

  /** A description was just taken that already carries every candidate found so far. */
  included(): void {
    this.#list = [];
    this.#done = undefined;
  }

  /** The description is on its way: candidates may follow it. */
  release(): void {
    this.#held = false;
    this.#flush();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#list = [];
    this.#held = true;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const generations = new Set(this.#list.map((candidate) => candidate.usernameFragment ?? ''));
    if (this.#done !== undefined) generations.add(this.#done);
    for (const ufrag of generations) {
      const list = this.#list
        .filter((candidate) => (candidate.usernameFragment ?? '') === ufrag)
        .slice(0, MAX_CANDIDATES)
        .map(({ candidate, sdpMid, sdpMLineIndex }) => ({ candidate, sdpMid, sdpMLineIndex }));
      this.#send({ type: 'candidates', ufrag, list, ...(this.#done === ufrag && { done: true }) });
    }
    this.#list = [];
    this.#done = undefined;
  }
}

/**
 * Their candidates, by ICE generation. Those of a generation we have no description of wait for it; those of an
 * older one are dropped here, because Chromium accepts them silently and Firefox throws.
 */
export class IncomingCandidates {
  readonly #connection: RTCPeerConnection;
  readonly #early = new Map<string, Candidates[]>();
  #ufrag: string | undefined;
  #room = MAX_CANDIDATES;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** Their description of generation `ufrag` was applied: what waited for it is added now. */
  async described(ufrag: string): Promise<void> {
    if (ufrag === this.#ufrag) return;
    this.#ufrag = ufrag;
    this.#room = MAX_CANDIDATES;
    const waiting = this.#early.get(ufrag) ?? [];
    this.#early.clear();
    for (const signal of waiting) await this.add(signal);
  }

  async add(signal: Candidates): Promise<void> {
    const { ufrag, list, done } = signal;
    if (ufrag !== this.#ufrag) {
      const waiting = this.#early.get(ufrag) ?? [];
      if (this.#early.size < EARLY_GENERATIONS && waiting.length < MAX_CANDIDATES) {
        this.#early.set(ufrag, [...waiting, signal]);
      }
      return;
    }
    const fresh = list.slice(0, this.#room);
    this.#room -= fresh.length;
    for (const candidate of done ? [...fresh, { candidate: '', sdpMid: '0', sdpMLineIndex: 0 }] : fresh) {
      // A candidate that the browser cannot use is not worth a link: others will do.
      await this.#connection.addIceCandidate({ ...candidate, usernameFragment: ufrag }).catch(() => {});
    }
  }
}
