/**
 * Sends signals through a third participant, for when a link is dead and the party cannot be reached. A relay passes a signal on
 * by one hop only, names the sender, and can neither read nor change the content: both ends exchanged keys over their own link
 * before. A participant with whom there was never a link can only be reached through the party.
 */

import { toBase64url } from '../../protocol/base64url.js';
import type { PeerMessage } from '../../protocol/peer-messages.js';
import { TokenBucket } from '../../shared/token-bucket.js';
import { AesGcmCipher } from '../encryption/aes-gcm-cipher.js';
import type { Peer } from '../peer/peer.js';
import type { SignalFrame } from './payload.js';

/** Number of participants that are asked to pass a signal on. The receiver reads it once, even if both do. */
const RELAYS = 2;
/** Signals that we pass on for one participant, at once and within so many milliseconds; a restart needs about six. */
const RELAYED = [60, 10_000] as const;

type RelayMessage = Extract<PeerMessage, { type: 'key' | 'relay' | 'relayed' }>;

/** `text`: our own key, in the form that we send. */
type Keys = { text: string; ours: AesGcmCipher; theirs?: AesGcmCipher };

export interface RelayOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** The participant `relay` altered or forged a signal that they passed on; it was dropped. */
  distrusted(peer: Peer, relay: Peer): void;
}

export class Relay {
  readonly #options: RelayOptions;
  /** The keys of each link: ours and theirs. */
  readonly #keys = new WeakMap<Peer, Keys>();
  readonly #budgets = new WeakMap<Peer, TokenBucket>();
  /** The choice of relays rotates, because the first two may not reach the receiver either. */
  #turn = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** The message with our key, sent to a participant when their control channel opens. */
  key(peer: Peer): PeerMessage {
    return { type: 'key', key: this.#keysOf(peer).text };
  }

  /** Whether there is a participant who could pass a signal on. */
  reaches(peer: Peer): boolean {
    return this.#relays(peer).length > 0;
  }

  /** Returns `false` if there is no participant to pass it on. */
  send(peer: Peer, { gen, n = 0, payload }: SignalFrame): boolean {
    const relays = this.#relays(peer);
    this.#turn += 1;
    const { id: to, sid: toSid } = peer;
    void this.#keysOf(peer)
      .ours.encrypt(new TextEncoder().encode(payload), about(gen, n))
      .then((sealed) => {
        for (const relay of relays) relay.tell({ type: 'relay', to, toSid, gen, n, payload: sealed });
      });
    return relays.length > 0;
  }

  async receive(from: Peer, message: RelayMessage): Promise<void> {
    const { peers, distrusted } = this.#options;
    if (message.type === 'key') {
      this.#keysOf(from).theirs = AesGcmCipher.of(message.key);
    } else if (message.type === 'relay') {
      const { type, to, toSid, ...frame } = message;
      const target = peers.get(to);
      const budget = this.#budgets.get(from) ?? new TokenBucket(...RELAYED);
      this.#budgets.set(from, budget);
      if (target?.sid !== toSid || target.state !== 'live' || !budget.take(performance.now())) return;
      target.tell({ type: 'relayed', from: from.id, fromSid: from.sid, ...frame });
    } else {
      const { gen, n } = message;
      const author = peers.get(message.from);
      const { theirs } = (author?.sid === message.fromSid && this.#keys.get(author)) || {};
      if (!author || !theirs) return;
      const payload = await theirs.decrypt(message.payload, about(gen, n));
      if (payload === undefined) distrusted(author, from);
      else author.receive({ gen, n, payload: new TextDecoder().decode(payload) });
    }
  }

  #keysOf(peer: Peer): Keys {
    let keys = this.#keys.get(peer);
    if (!keys) {
      const text = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
      keys = { text, ours: AesGcmCipher.of(text) };
      this.#keys.set(peer, keys);
    }
    return keys;
  }

  #relays(peer: Peer): Peer[] {
    // A peer whose key is missing has not received ours either, and could not decrypt the signal.
    if (!this.#keys.get(peer)?.theirs) return [];
    const living = [...this.#options.peers.values()].filter(
      (other) => other !== peer && other.state === 'live',
    );
    return living
      .slice(this.#turn % (living.length || 1))
      .concat(living)
      .slice(0, Math.min(RELAYS, living.length));
  }
}

/** Each key encrypts one direction of one link, so these two numbers identify a signal. */
const about = (gen: number, n: number): string => `${gen}|${n}`;
