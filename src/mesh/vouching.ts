/**
 * Whether those of whom we hear nothing are still there. Asks the party and the others, and remembers who was vouched
 * for: a dead link between living people ends nobody, and a silent person for whom nobody vouches is gone.
 */
import type { Peer } from './peer.js';

/** After this long without a word the others are asked, once a second. */
const ASK_AFTER = 3_000;
/** A word for someone is good for this long. */
const VOUCHED_FOR = 6_000;
/** Silence after which someone for whom nobody vouches is gone: not before 12 s, and on a busy machine before 15 s. */
const GONE_AFTER = 12_300;
/** The same for somebody with whom there was never a path, while the party has their socket: on a busy machine a link takes its time. */
const NEVER_MET_AFTER = 30_000;
/** Each delay of an event loop counts this often. */
const TURNS = 4;

export interface VouchingOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** Asks the party; `false` when it is out of reach. */
  askParty(id: string): boolean;
  /** The party is within reach, and has their socket. */
  isPresent(id: string): boolean;
}

export class Vouching {
  readonly #options: VouchingOptions;
  /** When each was last vouched for. */
  readonly #vouched = new Map<string, number>();

  constructor(options: VouchingOptions) {
    this.#options = options;
  }

  /** Somebody has heard of them. */
  vouch(id: string): void {
    // Of strangers nothing is kept: there is no end of them.
    if (this.#options.peers.has(id)) this.#vouched.set(id, performance.now());
  }

  /** Whether we can vouch for them ourselves. */
  heard(id: string): boolean {
    const peer = this.#options.peers.get(id);
    return peer?.state === 'live' && peer.health.pulse.silence(performance.now()) < ASK_AFTER;
  }

  forget(id: string): void {
    this.#vouched.delete(id);
  }

  /**
   * Returns those who are gone; `asks`, once a second, about those who are silent. `delay` is how late our own event loop is
   * (ms): a page that cannot keep up has not heard what waits for it, and is in no position to say that somebody is silent.
   */
  tick(now: number, { asks = true, delay = 0 } = {}): Peer[] {
    const { peers, askParty, isPresent } = this.#options;
    const all = [...peers.values()];
    const silence = ({ health }: Peer) => (health.isLinked ? health.pulse.silence(now) : 0);
    const silent = all.filter((peer) => silence(peer) > ASK_AFTER);
    const living = all.filter((peer) => !silent.includes(peer));
    let asked = false;
    for (const { id } of asks ? silent : []) {
      asked = askParty(id) || asked;
      for (const peer of living) peer.tell({ type: 'probe', id });
    }
    // Of several people none is heard, and the party is not either: it is we who are cut off.
    if (!asked && !living.length && all.length > 1) return [];
    return silent.filter((peer) => {
      const isNew = !peer.health.wasLive && isPresent(peer.id);
      const slack = TURNS * Math.max(delay, peer.health.theirDelay);
      const vouchedAt = this.#vouched.get(peer.id) ?? Number.NEGATIVE_INFINITY;
      return silence(peer) > (isNew ? NEVER_MET_AFTER : GONE_AFTER) + slack && now - vouchedAt > VOUCHED_FOR;
    });
  }
}
