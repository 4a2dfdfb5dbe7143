/**
 * Proof, over the link, that whoever is at its other end is the person whose name was sealed for their page: they sign a nonce of ours
 * together with both pages and both certificates, so that nothing recorded, reflected or relayed by somebody in between will do.
 * Owns what is asked and answered, and what has to wait for it. Knows no room.
 */
import { toBase64url } from '../base/base64url.js';
import type { Peer } from '../mesh/peer.js';
import { endsOf } from '../mesh/pins.js';
import type { Page } from '../mesh/sealing.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import { type Identity, isSignedBy } from './identity.js';

/** Messages of one participant that wait until they have proved who they are. */
const MOST_WAITING = 512;
/** What anybody may say: it concerns their own link alone. */
const FREE: ReadonlySet<PeerMessage['type']> = new Set(['refresh', 'bye']);

export interface ProofOptions {
  room: string;
  identity: Identity;
  us(): Page;
  /** Who has to be on that page. */
  personOf(page: Page): string | undefined;
  /** They are who they say; `isFirst`: it was not known before. */
  proved(peer: Peer, isFirst: boolean): void;
  /** They are not. */
  failed(): void;
}

/** What is between us and one participant. */
interface Meeting {
  /** Asked, and not answered yet. */
  nonce?: string | undefined;
  proved: boolean;
  waiting: (() => void)[];
  /** One after the other, so that what is told stays in order. */
  work: Promise<void>;
}

export class Proofs {
  readonly #options: ProofOptions;
  readonly #meetings = new WeakMap<Peer, Meeting>();

  constructor(options: ProofOptions) {
    this.#options = options;
  }

  /** Over this link they have proved it before. The certificate of their page is pinned. */
  isProved(peer: Peer): boolean {
    return !!this.#meetings.get(peer)?.proved;
  }

  ask(peer: Peer): void {
    const meeting = this.#meetingWith(peer);
    const nonce = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    if (peer.tell({ type: 'challenge', nonce })) meeting.nonce = nonce;
  }

  /** Takes what belongs to a proof, and passes on everything else, once they are who they say. */
  hear(peer: Peer, message: PeerMessage, pass: () => void): void {
    const meeting = this.#meetingWith(peer);
    const work =
      message.type === 'challenge'
        ? () => this.#answer(peer, message.nonce)
        : message.type === 'proof'
          ? () => this.#check(peer, meeting, message)
          : undefined;
    if (work) meeting.work = meeting.work.then(work).catch(() => {});
    else if (meeting.proved || FREE.has(message.type)) pass();
    else if (meeting.waiting.length < MOST_WAITING) meeting.waiting.push(pass);
  }

  async #answer(peer: Peer, nonce: string): Promise<void> {
    const { identity, us } = this.#options;
    const ends = peer.connection && (await endsOf(peer.connection));
    if (!ends) return;
    const signature = await identity.sign(this.#text(nonce, us(), peer, ends));
    peer.tell({ type: 'proof', nonce, key: identity.publicKey, signature });
  }

  async #check(peer: Peer, meeting: Meeting, proof: Extract<PeerMessage, { type: 'proof' }>): Promise<void> {
    const { us, personOf, proved, failed } = this.#options;
    // Each of our questions has one answer.
    if (!meeting.nonce || proof.nonce !== meeting.nonce) return;
    meeting.nonce = undefined;
    const [ends, person] = [peer.connection && (await endsOf(peer.connection)), personOf(peer)];
    const isTheirs =
      ends &&
      person &&
      (await isSignedBy(person, proof, this.#text(proof.nonce, peer, us(), [ends[1], ends[0]])));
    if (peer.state === 'closed') return;
    if (!isTheirs) return failed();
    const isFirst = !meeting.proved;
    meeting.proved = true;
    proved(peer, isFirst);
    for (const pass of meeting.waiting.splice(0)) pass();
  }

  /** Begins with who proves it, whatever the direction: what one signs never passes for the other's. */
  #text(nonce: string, prover: Page, asker: Page, ends: readonly [prover: string, asker: string]): string {
    const pages = [prover, asker].flatMap(({ id, sid }) => [id, sid]);
    return JSON.stringify(['video-room proof 1', this.#options.room, nonce, ...pages, ...ends]);
  }

  #meetingWith(peer: Peer): Meeting {
    let meeting = this.#meetings.get(peer);
    if (!meeting) {
      meeting = { proved: false, waiting: [], work: Promise.resolve() };
      this.#meetings.set(peer, meeting);
    }
    return meeting;
  }
}
