/**
 * Estimates what our uplink carries, for each link and in all, from the congestion control of the links. Pure: measurements go in,
 * an estimate comes out. It starts modest, climbs while nothing is short, and falls at once.
 *
 * A narrow link only limits itself: the total grows as long as the other links carry clearly more than they get. If most links want more
 * than they get and none of them grows, they share a bottleneck: what they get together is all that there is.
 */

/** One link since the last measurement, in bits per second. */
export interface UplinkSample {
  /** What congestion control allows (`availableOutgoingBitrate`); `undefined` where the browser does not report it (Firefox). */
  readonly available: number | undefined;
  /** The payload of our RTP packets, without headers. */
  readonly sent: number;
  /** The most that we would have sent: the limits of its senders, for voices with the headers of their packets. */
  readonly allowed: number;
  /** Share of our packets that the other side did not get, 0 to 1. */
  readonly lost: number;
  /** An earlier measurement: there is no newer one. Default: `false`. */
  readonly isOld?: boolean;
}

interface LinkEstimate {
  readonly available: number;
  /** Number of measurements in a row in which it wanted more and did not grow; a link that falls is at its limit at once. */
  readonly stuck: number;
}

export interface Uplink {
  /** For all links together (bits per second). */
  readonly total: number;
  readonly links: ReadonlyMap<string, LinkEstimate>;
  /** The total does not rise before this time (ms). */
  readonly blockedUntil: number;
  /** What all links carried when the total was too much (bits per second); 0: it never was. */
  readonly carried: number;
}

/** A new link (bits per second), as congestion control begins in browsers. */
const NEW_LINK = 300_000;
/** All links together at first, and at most (bits per second): the uplink of a poor DSL line, and of a good one. */
const FIRST_TOTAL = 1_500_000;
const MOST = 12_000_000;
/** There is always room for this much for each link: sound, and a small picture. */
const LEAST_EACH = 80_000;
/** A link may try this much more than it is known to carry, so that congestion control can find more. */
const HEADROOM = 1.3;
/** Growth of the total with each measurement; around a total that was too much, and of a link without an estimate of the browser. */
const GROWTH = 1.4;
const SLOW_GROWTH = 1.2;
/**
 * The total was used if the links were allowed this share of it: encoders get bitrates of a ladder, with gaps of up to 1.84 (`BITRATES` and
 * `EDGE` in `ladder.ts`), and would never get more if they had to use all of it.
 */
const USED = 0.54;
/**
 * A link without an estimate of the browser may carry this many times what it did carry, if it used its limit: enough for the next bitrate of
 * the ladder, after which congestion control says more.
 */
const UNTRIED = 2.4;
/** Below this many times what the links carried when the total was too much, the total grows slowly. */
const FAR = 1.6;
/** A link that carries less than this share of what it carried before has fallen. */
const FALLEN = 0.8;
/** Packet loss at which a link without an estimate of the browser shrinks, and below which it grows. */
const LOSSY = 0.1;
const CLEAN = 0.02;
/** Behind a bottleneck the links get this share of what they carry: what waits in front of it has to be sent, too. */
const DRAINING = 0.75;
/** The total does not rise for this time after a bottleneck (ms). */
const PAUSE = 6_000;
/** Number of measurements without growth after which a link is at its limit. */
const STUCK = 2;

export const uplink = (now: number): Uplink => ({
  total: FIRST_TOTAL,
  links: new Map(),
  blockedUntil: now,
  carried: 0,
});

/** What a link carries for certain, sound included (bits per second). */
export const carriedBy = ({ links }: Uplink, id: string): number => links.get(id)?.available ?? NEW_LINK;

/** The most that we send over a link, sound included (bits per second). */
export const mostOf = (uplink: Uplink, id: string): number => HEADROOM * carriedBy(uplink, id);

function linkAfter(before: LinkEstimate | undefined, sample: UplinkSample): LinkEstimate {
  const { sent, allowed, lost } = sample;
  // Counted already.
  if (before && sample.isOld) return before;
  const known = before?.available ?? NEW_LINK;
  const guess =
    lost > LOSSY
      ? Math.min(known, sent * (1 - lost))
      : lost > CLEAN
        ? known
        : // Senders stay below their limit, so what they send never shows what else the link carries: the limit rises until they no longer
          // use it. A link that sends little recovers to what a new one gets.
          Math.max(
            known,
            Math.min(MOST, known * SLOW_GROWTH, sent > allowed * USED ? sent * UNTRIED : NEW_LINK),
          );
  const available = Math.max(LEAST_EACH / HEADROOM, sample.available ?? guess);
  const wantsMore = allowed > available * 1.05 && sent > available * 0.7;
  const grows = available > known * 1.05;
  const hasFallen = available < Math.min(known * FALLEN, allowed);
  const stuck = hasFallen ? STUCK : before && wantsMore && !grows ? before.stuck + 1 : 0;
  return { available, stuck };
}

/** The estimate after one more measurement of all links. `now` is in milliseconds and never decreases. */
export function measured(before: Uplink, samples: ReadonlyMap<string, UplinkSample>, now: number): Uplink {
  const links = new Map<string, LinkEstimate>();
  let [carried, allowed, stuck, lossy, spare] = [0, 0, 0, 0, 0];
  for (const [id, sample] of samples) {
    const link = linkAfter(before.links.get(id), sample);
    links.set(id, link);
    carried += link.available;
    allowed += sample.allowed;
    if (link.stuck >= STUCK) stuck += 1;
    else spare += link.available - sample.allowed * HEADROOM;
    if (sample.lost > LOSSY) lossy += 1;
  }
  let { total, blockedUntil, carried: known } = before;
  if (Math.max(stuck, lossy) * 2 > samples.size) {
    known = carried;
    total = Math.min(total, carried * DRAINING);
    blockedUntil = now + PAUSE;
  } else if (allowed > total * USED && (!stuck || spare > 0) && now >= blockedUntil) {
    // Only a limit that was used says whether there is more. Where the links carry more for certain, the edge is not near.
    total = Math.min(MOST, total * (total < known * FAR && carried < total * GROWTH ? SLOW_GROWTH : GROWTH));
  }
  return { total: Math.max(LEAST_EACH * samples.size, total), links, blockedUntil, carried: known };
}
