/**
 * Shares our uplink between the others: sound first, then screens and what is shown large, then everything else. Pure: wishes and
 * limits go in, bits per second come out. Nothing is remembered, so equal input gives equal output.
 */
import { sum } from '../../shared/sum.js';

/** One video that a participant wants. */
export interface VideoWish {
  /** The most that is useful (bits per second). */
  readonly need: number;
  /** A screen, or shown large: served before the others. */
  readonly isFirst: boolean;
}

/** What one participant wants, and what their link carries. */
export interface LinkWish<Name extends string = string> {
  /** The most that the link carries, sound and all (bits per second). */
  readonly most: number;
  /** What its sound takes, with the headers of its packets (bits per second). It is always granted. Default: {@link SOUND}. */
  readonly sound?: number;
  readonly videos: Readonly<Partial<Record<Name, VideoWish>>>;
}

/** The least that the sound of a link takes while somebody talks (bits per second), see `sound.ts`. */
export const SOUND = 40_000;

/** Less is no picture (bits per second): a video that would get less gets nothing. */
export const LEAST = 25_000;

/** What each video gets before any gets more: a small picture that is recognizable (bits per second). */
const FLOOR = 60_000;

interface Item {
  readonly link: number;
  readonly name: string;
  readonly need: number;
  readonly isFirst: boolean;
  got: number;
}

/**
 * The bits per second for each video of each link; 0: not sent. `total`: for all links together, sound included. Among equals the
 * shares are equal (max-min fairness), up to what each needs and its link carries.
 */
export function allocate<Name extends string>(
  links: readonly LinkWish<Name>[],
  total: number,
): Partial<Record<Name, number>>[] {
  const items: Item[] = links.flatMap(({ videos }, link) =>
    Object.entries<VideoWish | undefined>(videos).flatMap(([name, wish]) =>
      wish && wish.need > 0 ? [{ ...wish, link, name, got: 0 }] : [],
    ),
  );
  const room = links.map(({ most, sound = SOUND }) => Math.max(0, most - sound));
  let rest = Math.max(0, total - sum(links.map(({ sound = SOUND }) => sound)));

  /** Raises all of these together, until each has `most` of its need, its link is full, or nothing is left. */
  const fill = (group: readonly Item[], most: number) => {
    let rising = group;
    while (rest > 1) {
      const capacity = ({ link, need, got }: Item) => {
        const sharers = rising.filter((one) => one.link === link).length;
        return Math.min(Math.min(need, most) - got, room[link]! / sharers);
      };
      rising = rising.filter((item) => capacity(item) > 1);
      if (!rising.length) return;
      const step = Math.min(rest / rising.length, ...rising.map(capacity));
      for (const item of rising) {
        item.got += step;
        room[item.link]! -= step;
        rest -= step;
      }
    }
  };
  const first = items.filter(({ isFirst }) => isFirst);
  const others = items.filter(({ isFirst }) => !isFirst);
  fill(first, FLOOR);
  fill(others, FLOOR);
  fill(first, Number.POSITIVE_INFINITY);
  fill(others, Number.POSITIVE_INFINITY);

  // One that would get too little for a picture leaves its share to the others.
  const starved = items.filter(({ need, got }) => got < Math.min(LEAST, need) - 1);
  const dropped = starved.find(({ link }) => room[link]! <= 1) ?? starved.at(-1);
  if (dropped) {
    const kept = links.map((one, index) =>
      index === dropped.link ? { ...one, videos: { ...one.videos, [dropped.name]: undefined } } : one,
    );
    const shares = allocate<Name>(kept, total);
    shares[dropped.link]![dropped.name as Name] = 0;
    return shares;
  }
  const shares = links.map((): Partial<Record<Name, number>> => ({}));
  for (const { link, name, got } of items) shares[link]![name as Name] = Math.floor(got);
  return shares;
}
