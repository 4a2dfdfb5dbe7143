/**
 * Signals by way of a third participant, for when a link is dead and the party out of reach. Whoever relays passes on
 * one hop and never further, says whom it is from, and can neither read nor change it: each side has told the other,
 * over their own link, the key it seals with. Someone whom we never had a link with is only met through the party.
 */
import { toBase64url } from '../base/base64url.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { SignalFrame } from './box.js';
import type { Peer } from './peer.js';
import { Seal } from './seal.js';

/** How many others are asked to pass a signal on; it is read once, however many do. */
const RELAYS = 2;
/** Signals we pass on for one participant within {@link WINDOW}; a restart takes about six. */
const MAX_RELAYED = 60;
const WINDOW = 10_000;

type RelayMessage = Extract<PeerMessage, { type: 'key' | 'relay' | 'relayed' }>;

/** `text`: ours, as they are told it. */
type Keys = { text: string; ours: Seal; theirs?: Seal };

export interface RelayOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** A signal as if from somebody was changed or invented by `relay`, who passed it on; it was dropped. */
  distrusted(peer: Peer, relay: Peer): void;
}

export class Relay {
  readonly #options: RelayOptions;
  /** What we seal with for each link, and what they do. */
  readonly #keys = new WeakMap<Peer, Keys>();
  /** What we passed on, by sender, since `#since`. */
  #relayed = new Map<Peer, number>();
  #since = 0;
  /** Others take turns: the first two may not reach them either. */
  #turn = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** What to tell a participant once the control channel to them is open. */
  key(peer: Peer): PeerMessage {
    return { type: 'key', key: this.#keysOf(peer).text };
  }

  /** Whether anybody could pass something on to them. */
  reaches(peer: Peer): boolean {
    return this.#relays(peer).length > 0;
  }

  /** `false` when there is nobody to pass it on. */
  send(peer: Peer, { gen, n = 0, box }: SignalFrame): boolean {
    const relays = this.#relays(peer);
    this.#turn += 1;
    const { id: to, sid: toSid } = peer;
    void this.#keysOf(peer)
      .ours.close(new TextEncoder().encode(box), about(gen, n))
      .then((sealed) => {
        for (const relay of relays) relay.tell({ type: 'relay', to, toSid, gen, n, box: sealed });
      });
    return relays.length > 0;
  }

  async receive(from: Peer, message: RelayMessage): Promise<void> {
    const { peers, distrusted } = this.#options;
    if (message.type === 'key') {
      this.#keysOf(from).theirs = Seal.of(message.key);
    } else if (message.type === 'relay') {
      const { type, to, toSid, ...frame } = message;
      const target = peers.get(to);
      if (target?.sid !== toSid || target.state !== 'live' || !this.#mayRelay(from)) return;
      target.tell({ type: 'relayed', from: from.id, fromSid: from.sid, ...frame });
    } else {
      const { gen, n } = message;
      const author = peers.get(message.from);
      const { theirs } = (author?.sid === message.fromSid && this.#keys.get(author)) || {};
      if (!author || !theirs) return;
      const box = await theirs.open(message.box, about(gen, n));
      if (box === undefined) distrusted(author, from);
      else author.receive({ gen, n, box: new TextDecoder().decode(box) });
    }
  }

  #keysOf(peer: Peer): Keys {
    let keys = this.#keys.get(peer);
    if (!keys) {
      const text = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
      keys = { text, ours: Seal.of(text) };
      this.#keys.set(peer, keys);
    }
    return keys;
  }

  #relays(peer: Peer): Peer[] {
    // Whoever has not told us their key has not heard ours, and could not open it.
    if (!this.#keys.get(peer)?.theirs) return [];
    const living = [...this.#options.peers.values()].filter(
      (other) => other !== peer && other.state === 'live',
    );
    return living
      .slice(this.#turn % (living.length || 1))
      .concat(living)
      .slice(0, Math.min(RELAYS, living.length));
  }

  #mayRelay(sender: Peer): boolean {
    const now = performance.now();
    if (now - this.#since > WINDOW) {
      this.#since = now;
      this.#relayed = new Map();
    }
    const count = (this.#relayed.get(sender) ?? 0) + 1;
    this.#relayed.set(sender, count);
    return count <= MAX_RELAYED;
  }
}

/** Each key seals for one direction of one link, so that these two numbers say the rest. */
const about = (gen: number, n: number): string => `${gen}|${n}`;
