/** Chooses whose video we receive when there are more videos on the page than this machine should decode. Pure. */

/** A video that is visible on our page. */
export interface Candidate {
  readonly key: string;
  /** A screen, pinned, or shown large. */
  readonly isFirst: boolean;
  /** They speak now. */
  readonly speaks: boolean;
}

/**
 * The keys of at most `most` videos: first screens and what is large or pinned, then those who speak, then those who were chosen
 * `before`, so that a picture only goes when another one needs its place. Ties are settled by the order of the candidates.
 */
export function lastN(
  candidates: readonly Candidate[],
  most: number,
  before: ReadonlySet<string>,
): ReadonlySet<string> {
  if (candidates.length <= most) return new Set(candidates.map(({ key }) => key));
  const rank = ({ key, isFirst, speaks }: Candidate) => (isFirst ? 0 : speaks ? 1 : before.has(key) ? 2 : 3);
  // The sort is stable.
  const sorted = [...candidates].sort((a, b) => rank(a) - rank(b));
  return new Set(sorted.slice(0, most).map(({ key }) => key));
}
