/** Evaluates recordings of the lab. Pure: recordings and times in milliseconds come in, numbers and words come out. */
import type { PersonRecord, Recording, Sighting } from './probe.js';

/** Pictures come every 50 to 67 ms; people notice a gap of this length. */
const FREEZE = 500;
/** A call counts as recovered when pictures have come for this long without a freeze, and the link is live (ms). */
const STEADY_FOR = 2_000;

/** What one participant experienced while watching another. */
export interface Finding {
  /** The browser of the person who watched. */
  browser: string;
  /** From a usable path to the first picture (ms); absent where no path was lost. */
  recovery?: number;
  /** The longest time without a picture, in milliseconds. */
  gap: number;
  /** Pictures per second. */
  rate: number;
  /** As the browser counts. */
  freezes: number;
  packetsLost: number;
  /** Share of the played voice that the browser made up because packets were missing, 0 to 1. */
  concealed: number;
  /** Absent where the element sends no messages. */
  messagesLost?: number;
  /** The link states that the participant saw. */
  states: string[];
  path: string;
}

export interface Gap {
  from: number;
  to: number;
}

export const length = ({ from, to }: Gap): number => to - from;

/** The longest time without a picture that ended after `from`, or had not ended at `to`. */
export function longestGap(frames: readonly number[], from: number, to: number): Gap {
  const before = frames.filter((at) => at <= from).at(-1) ?? from;
  const times = [before, ...frames.filter((at) => at > from && at < to), to];
  let longest: Gap = { from: before, to: before };
  for (let i = 1; i < times.length; i += 1) {
    const gap = { from: times[i - 1]!, to: times[i]! };
    if (length(gap) > length(longest)) longest = gap;
  }
  return longest;
}

/**
 * Milliseconds after `from` until pictures come at `rate` per second: from then on for two seconds, and on average until `to`.
 * `undefined`: not until then.
 */
export function reachedAfter(
  frames: readonly number[],
  rate: number,
  from: number,
  to: number,
): number | undefined {
  const count = (start: number, end: number) => frames.filter((at) => at >= start && at < end).length;
  for (let at = from; at + 2_000 <= to; at += 100)
    if (count(at, at + 2_000) >= 2 * rate && count(at, to) >= ((to - at) / 1_000) * rate) return at - from;
  return undefined;
}

/** The states of a link from `from` on, starting with the one at that time. */
export function statesSince(states: readonly Sighting[], from: number): Sighting[] {
  const first = states.filter(({ at }) => at <= from).at(-1);
  return [...(first ? [first] : []), ...states.filter(({ at }) => at > from)];
}

/** Whether pictures have come for long enough since `since`, and the link is live. */
export function isSteady({ frames, states }: PersonRecord, since: number, now: number): boolean {
  const from = Math.max(since, now - STEADY_FOR);
  return (
    now - since >= STEADY_FOR &&
    states.at(-1)?.link === 'live' &&
    frames.some((at) => at > from) &&
    length(longestGap(frames, from, now)) < FREEZE
  );
}

/** What a participant experienced with `name`, from the recordings of both before and after. */
export function judge(
  name: string,
  browser: string,
  before: Recording,
  after: Recording,
  theirs: Recording,
  { faultAt, healedAt, end }: { faultAt: number; healedAt?: number; end: number },
): Finding {
  const start = before.people[name]!;
  const { frames, states, packetsLost, freezes, samples, concealed, messages, ...rest } = after.people[name]!;
  rest satisfies Record<string, never>;
  const gap = longestGap(frames, faultAt, end);
  const told = statesSince(states, faultAt);
  const heard = new Set(messages);
  // Messages sent a moment ago may still be on their way.
  const due = theirs.sent.flatMap((at, n) => (at > faultAt - FREEZE && at < end - STEADY_FOR / 2 ? [n] : []));
  return {
    browser,
    ...(healedAt !== undefined && { recovery: Math.max(0, gap.to - healedAt) }),
    gap: length(gap),
    rate: (frames.filter((at) => at > faultAt && at < end).length * 1000) / (end - faultAt),
    freezes: freezes - start.freezes,
    packetsLost: packetsLost - start.packetsLost,
    concealed: (concealed - start.concealed) / Math.max(1, samples - start.samples),
    ...(theirs.sent.length > 0 && { messagesLost: due.filter((n) => !heard.has(n)).length }),
    states: told.map(({ link }) => link).filter((link, i, all) => link !== all[i - 1]),
    path: told.at(-1)?.path ?? 'unknown',
  };
}

/** The states of a link with times after `from`, such as `live, reconnecting +4.1 s, live +11.0 s`. */
export function journey(states: readonly Sighting[], from: number): string {
  return statesSince(states, from)
    .map(({ at, link, path }) => (at <= from ? link : `${link} (${path}) +${seconds(at - from)}`))
    .join(', ');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2
    ? sorted[Math.floor(middle)]!
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
