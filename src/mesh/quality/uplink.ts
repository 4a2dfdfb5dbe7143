/**
 * Estimates what our uplink carries, for each link and in all, from the congestion control of the links. Pure: measurements go in,
 * an estimate comes out. It starts modest, climbs while nothing is short, and falls at once.
 *
 * A narrow link only limits itself. If most links want more than they get and none of them grows, they share a bottleneck: what
 * they get together is all that there is.
 */

/** One link since the last measurement, in bits per second. */
export interface UplinkSample {
  /** What congestion control allows (`availableOutgoingBitrate`); `undefined` where the browser does not report it (Firefox). */
  readonly available: number | undefined;
  readonly sent: number;
  /** The most that we would have sent: the limits of its senders. */
  readonly allowed: number;
  /** Share of our packets that the other side did not get, 0 to 1. */
  readonly lost: number;
}

interface LinkEstimate {
  readonly available: number;
  /** Number of measurements in a row in which it wanted more and did not grow. */
  readonly stuck: number;
}

export interface Uplink {
  /** For all links together (bits per second). */
  readonly total: number;
  readonly links: ReadonlyMap<string, LinkEstimate>;
  /** The total does not rise before this time (ms). */
  readonly blockedUntil: number;
  /** How long the next pause after a bottleneck is (ms). */
  readonly pause: number;
  /** When the total last rose (ms). */
  readonly grewAt: number;
}

/** A new link (bits per second), as congestion control begins in browsers. */
const NEW_LINK = 300_000;
/** All links together at first, and at most (bits per second): the uplink of a poor DSL line, and of a good one. */
const FIRST_TOTAL = 1_500_000;
const MOST = 12_000_000;
/** There is always room for this much for each link: sound, and a small picture. */
const LEAST_EACH = 65_000;
/** A link may try this much more than it is known to carry, so that congestion control can find more. */
const HEADROOM = 1.3;
/** Growth of the total with each measurement. */
const GROWTH = 1.4;
/** Growth of a link without an estimate of the browser. */
const GROWTH_UNKNOWN = 1.25;
/** Packet loss at which a link without an estimate of the browser shrinks, and below which it grows. */
const LOSSY = 0.1;
const CLEAN = 0.02;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 10_000;
/** A total that was too much shows it within this time (ms). */
const PROBATION = 10_000;
/** Number of measurements without growth after which a link is at its limit. */
const STUCK = 2;

export const uplink = (now: number): Uplink => ({
  total: FIRST_TOTAL,
  links: new Map(),
  blockedUntil: now,
  pause: FIRST_PAUSE,
  grewAt: Number.NEGATIVE_INFINITY,
});

/** What a link carries for certain, sound included (bits per second). */
export const carriedBy = ({ links }: Uplink, id: string): number => links.get(id)?.available ?? NEW_LINK;

/** The most that we send over a link, sound included (bits per second). */
export const mostOf = (uplink: Uplink, id: string): number => HEADROOM * carriedBy(uplink, id);

function linkAfter(before: LinkEstimate | undefined, sample: UplinkSample): LinkEstimate {
  const { sent, allowed, lost } = sample;
  const known = before?.available ?? NEW_LINK;
  const guess =
    lost > LOSSY
      ? Math.min(known, sent * (1 - lost))
      : lost > CLEAN || sent < known / 2
        ? known
        : Math.min(MOST, Math.max(known, sent * GROWTH_UNKNOWN));
  const available = Math.max(LEAST_EACH / HEADROOM, sample.available ?? guess);
  const wantsMore = allowed > available * 1.05 && sent > available * 0.7;
  const grows = available > known * 1.05;
  return { available, stuck: wantsMore && !grows && before ? Math.min(before.stuck + 1, STUCK) : 0 };
}

/** The estimate after one more measurement of all links. `now` is in milliseconds and never decreases. */
export function measured(before: Uplink, samples: ReadonlyMap<string, UplinkSample>, now: number): Uplink {
  const links = new Map<string, LinkEstimate>();
  let [sent, allowed, stuck, lossy] = [0, 0, 0, 0];
  for (const [id, sample] of samples) {
    const link = linkAfter(before.links.get(id), sample);
    links.set(id, link);
    sent += sample.sent;
    allowed += sample.allowed;
    if (link.stuck >= STUCK) stuck += 1;
    if (sample.lost > LOSSY) lossy += 1;
  }
  const least = LEAST_EACH * samples.size;
  const isMost = (count: number) => count * 2 > samples.size;
  if (isMost(stuck) || isMost(lossy)) {
    const total = Math.max(least, Math.min(before.total, sent));
    const hasFailed = now - before.grewAt < PROBATION;
    const pause = hasFailed ? Math.min(before.pause * 2, LONGEST_PAUSE) : before.pause;
    const blockedUntil = total < before.total ? now + pause : before.blockedUntil;
    return { ...before, total, links, pause, blockedUntil, grewAt: Number.NEGATIVE_INFINITY };
  }
  // Only a limit that was used says whether there is more.
  const isUsed = allowed > before.total * 0.8;
  if (!isUsed || stuck || now < before.blockedUntil)
    return { ...before, total: Math.max(least, before.total), links };
  const total = Math.min(MOST, Math.max(least, before.total * GROWTH));
  return { ...before, total, links, grewAt: total > before.total ? now : before.grewAt };
}
