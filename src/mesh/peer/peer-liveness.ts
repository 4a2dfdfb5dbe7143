/**
 * Decides whether silent participants are still there. Asks the party and the other participants, and remembers the answers. A
 * dead link between two people who are still in the call removes neither of them. A silent participant for whom nobody vouches is
 * gone.
 */
import { MEMBERSHIP_HOLD } from '../../protocol/limits.js';
import type { Peer } from './peer.js';

/** Silence after which the others are asked, once a second (ms). */
const ASK_AFTER = 3_000;
/** An answer that vouches for a participant is valid for this long (ms). */
const VOUCHED_FOR = 6_000;
/** Silence after which a participant is gone if nobody vouches for them (ms). Event loop delay makes it longer, see {@link TURNS}. */
const GONE_AFTER = 12_300;
/** The same if there was never a path while the party has their socket: connecting takes long on a busy machine. */
const NEVER_MET_AFTER = 30_000;
/**
 * Factor for the event loop delay. A page that timers reach seconds late may stand still for much longer next time, and comes back
 * by itself; a page that ends closes its socket and its links.
 */
const TURNS = 10;

export interface PeerLivenessOptions {
  readonly peers: ReadonlyMap<string, Peer>;
  /** Asks the party; `false` when it cannot be reached. */
  askParty(id: string): boolean;
  /** The party can be reached, and has their socket. */
  isPresent(id: string): boolean;
}

export class PeerLiveness {
  readonly #options: PeerLivenessOptions;
  /** When each participant was last vouched for. */
  readonly #vouched = new Map<string, number>();

  constructor(options: PeerLivenessOptions) {
    this.#options = options;
  }

  /** The party or a participant has heard them. */
  vouch(id: string): void {
    // Unknown ids are not stored: there could be any number of them.
    if (this.#options.peers.has(id)) this.#vouched.set(id, performance.now());
  }

  /** Whether we have heard this participant ourselves. */
  heard(id: string): boolean {
    const peer = this.#options.peers.get(id);
    return peer?.state === 'live' && peer.health.liveness.silence(performance.now()) < ASK_AFTER;
  }

  forget(id: string): void {
    this.#vouched.delete(id);
  }

  /**
   * Returns the participants who are gone. `asks`: also asks about silent ones (once a second). `delay`: the delay of our own
   * event loop (ms). A page that cannot keep up may not have read waiting messages, so it must not call others silent.
   */
  tick(now: number, { asks = true, delay = 0 } = {}): Peer[] {
    const { peers, askParty, isPresent } = this.#options;
    const all = [...peers.values()];
    const silence = ({ health }: Peer) => (health.isLinked ? health.liveness.silence(now) : 0);
    const silent = all.filter((peer) => silence(peer) > ASK_AFTER);
    const living = all.filter((peer) => !silent.includes(peer));
    let asked = false;
    for (const { id } of asks ? silent : []) {
      asked = askParty(id) || asked;
      for (const peer of living) peer.tell({ type: 'probe', id });
    }
    // None of several participants is heard, nor is the party: our own network is down.
    if (!asked && !living.length && all.length > 1) return [];
    return silent.filter((peer) => {
      const isNew = !peer.health.wasLive && isPresent(peer.id);
      const slack = TURNS * Math.max(delay, peer.health.theirDelay);
      // Nobody is given more time than a membership is held.
      const goneAfter = Math.min((isNew ? NEVER_MET_AFTER : GONE_AFTER) + slack, MEMBERSHIP_HOLD);
      const vouchedAt = this.#vouched.get(peer.id) ?? Number.NEGATIVE_INFINITY;
      return silence(peer) > goneAfter && now - vouchedAt > VOUCHED_FOR;
    });
  }
}
