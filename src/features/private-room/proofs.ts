/**
 * Proof of identity over the link: a participant proves that they hold the key whose thumbprint was encrypted with their name.
 * They sign our nonce together with both pages and both certificates, so that a recorded, reflected or forwarded signature is
 * useless. Owns questions, answers, and the messages that wait for them. Knows no room.
 */

import { endsOf } from '../../mesh/encryption/certificate-pins.js';
import type { PageId } from '../../mesh/encryption/room-cipher.js';
import type { Peer } from '../../mesh/peer/peer.js';
import { toBase64url } from '../../protocol/base64url.js';
import type { PeerMessage } from '../../protocol/peer-messages.js';
import { type Identity, isSignedBy } from './identity.js';

/** Limit of messages from one participant that wait for their proof. */
const MOST_WAITING = 512;
/** Messages that are allowed without a proof: they only concern the sender's own link. */
const FREE: readonly PeerMessage['type'][] = ['refresh', 'bye'];

export interface ProofOptions {
  room: string;
  identity: Identity;
  us(): PageId;
  /** The identity that belongs to this page. */
  personOf(page: PageId): string | undefined;
  /** Their proof is valid; `isFirst`: they were not verified before. */
  proved(peer: Peer, isFirst: boolean): void;
  /** Their proof is invalid. */
  failed(peer: Peer): void;
}

/** The state of the proofs between us and one participant. */
interface Meeting {
  /** Our pending question. */
  nonce?: string | undefined;
  proved: boolean;
  waiting: (() => void)[];
  /** Runs one task after the other, so that messages stay in order. */
  work: Promise<void>;
}

export class Proofs {
  readonly #options: ProofOptions;
  readonly #meetings = new WeakMap<Peer, Meeting>();

  constructor(options: ProofOptions) {
    this.#options = options;
  }

  /** They have sent a valid proof over this link. The certificate of their page is pinned. */
  isProved(peer: Peer): boolean {
    return !!this.#meetings.get(peer)?.proved;
  }

  /** Asks, or asks the pending question again: an answer that takes longer than that is still valid. */
  ask(peer: Peer): void {
    const meeting = this.#meetingWith(peer);
    meeting.nonce ??= toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    peer.tell({ type: 'challenge', nonce: meeting.nonce });
  }

  /** Handles the messages of a proof. Passes on all others once their identity is proved. */
  hear(peer: Peer, message: PeerMessage, pass: () => void): void {
    const meeting = this.#meetingWith(peer);
    const work =
      message.type === 'challenge'
        ? () => this.#answer(peer, message.nonce)
        : message.type === 'proof'
          ? () => this.#check(peer, meeting, message)
          : undefined;
    if (work) meeting.work = meeting.work.then(work).catch(() => {});
    else if (meeting.proved || FREE.includes(message.type)) pass();
    else if (meeting.waiting.length < MOST_WAITING) meeting.waiting.push(pass);
  }

  async #answer(peer: Peer, nonce: string): Promise<void> {
    const { identity, us } = this.#options;
    // Chromium may deliver a question before it has told the page that the description of the other side is set: they ask again.
    const ends = peer.connection && (await endsOf(peer.connection));
    if (!ends) return;
    const signature = await identity.sign(this.#text(nonce, us(), peer, ends));
    peer.tell({ type: 'proof', nonce, key: identity.publicKey, signature });
  }

  async #check(peer: Peer, meeting: Meeting, proof: Extract<PeerMessage, { type: 'proof' }>): Promise<void> {
    const { us, personOf, proved, failed } = this.#options;
    // Each of our questions accepts one answer.
    if (proof.nonce !== meeting.nonce) return;
    meeting.nonce = undefined;
    const ends = peer.connection && (await endsOf(peer.connection));
    const person = personOf(peer);
    if (!ends || !person) return;
    const text = this.#text(proof.nonce, peer, us(), ends.reverse());
    const isTheirs = await isSignedBy(person, proof, text);
    if (peer.state === 'closed') return;
    if (!isTheirs) return failed(peer);
    const isFirst = !meeting.proved;
    meeting.proved = true;
    proved(peer, isFirst);
    for (const pass of meeting.waiting.splice(0)) pass();
  }

  /** Starts with the prover, so that one side's signature is never valid as the other's. */
  #text(nonce: string, prover: PageId, asker: PageId, ends: readonly string[]): string {
    const pages = [prover, asker].flatMap(({ id, sid }) => [id, sid]);
    return JSON.stringify(['video-room proof 1', this.#options.room, nonce, ...pages, ...ends]);
  }

  #meetingWith(peer: Peer): Meeting {
    const meeting = this.#meetings.get(peer) ?? { proved: false, waiting: [], work: Promise.resolve() };
    this.#meetings.set(peer, meeting);
    return meeting;
  }
}
