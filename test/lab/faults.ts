/**
 * Applies a fault to a call, waits for the recovery, and reports what each participant experienced. Fails if the call does not
 * recover, or if a participant was removed wrongly.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.js';
import type { Call, Guest } from './call.js';
import { type Finding, isSteady, journey, judge, seconds, statesSince } from './measure.js';
import type { Undo } from './network.js';
import type { Recording } from './probe.js';

/** A participant who watches, and the one they watch. */
export type Watch = readonly [Guest, Guest];
type Recordings = Map<Guest, Recording>;

export interface Fault {
  /** Causes the fault; the result repairs it. Without a result, the call has to live with the new conditions. */
  happens(): Undo | undefined;
  /** Time until the repair (ms). */
  lasts: number;
  /** Whose view counts; default: all views. */
  watches?: readonly Watch[];
  /** Timeout of the recovery (ms). */
  patience?: number;
  /** Participants may be removed meanwhile, if they come back with the same id. */
  mayGo?: boolean;
  /** Awaited before the repair, or otherwise before the judgement. */
  meanwhile?(faultAt: number): Promise<void>;
  say(line: string): void;
}

/** Default timeout of a recovery: after a longer time people hang up (ms). */
const PATIENCE = 20_000;
/** Timeout of messages (ms). After a silence SCTP only resends when its timer fires, which has doubled each time. */
const MESSAGES = 15_000;

/** All views. */
export function everybody({ guests }: Call): Watch[] {
  return guests.flatMap((viewer) =>
    guests.filter((other) => other !== viewer).map((other) => [viewer, other] as const),
  );
}

async function recordings(call: Call): Promise<Recordings> {
  return new Map(
    await Promise.all(call.guests.map(async (guest) => [guest, await call.recording(guest)] as const)),
  );
}

/** Waits until all pictures have come steadily since `since`. */
export async function steady(
  call: Call,
  watches: readonly Watch[],
  since: number,
  patience = PATIENCE,
): Promise<void> {
  for (const [viewer, { name }] of watches) {
    await until(
      async () => {
        const record = (await call.recording(viewer)).people[name]!;
        if (isSteady(record, since, Date.now())) return true;
        await sleep(100);
        throw new Error(`the link was ${journey(record.states, since - 1)}`);
      },
      `for steady pictures of ${name} at ${viewer.name}`,
      Math.max(1_000, patience - (Date.now() - since)),
    );
  }
}

/** A path is lost and comes back, or changes: then the time to the first picture is measured. */
export async function outage(call: Call, fault: Fault): Promise<Finding[]> {
  const { watches = everybody(call), patience = PATIENCE } = fault;
  // Traffic from before does not count.
  await steady(call, watches, Date.now(), patience);
  const before = await recordings(call);
  const faultAt = Date.now();
  const undo = fault.happens();
  await sleep(fault.lasts);
  await fault.meanwhile?.(faultAt);
  undo?.();
  const healedAt = Date.now();
  try {
    await steady(call, watches, healedAt, patience);
  } catch (error) {
    await tell(call, watches, faultAt, fault.say);
    throw error;
  }
  return findings(call, fault, before, { faultAt, healedAt });
}

/** The path becomes bad but exists all the time. */
export async function hardship(call: Call, fault: Fault): Promise<Finding[]> {
  const before = await recordings(call);
  const faultAt = Date.now();
  const undo = fault.happens();
  await sleep(fault.lasts);
  await fault.meanwhile?.(faultAt);
  const found = await findings(call, fault, before, { faultAt });
  undo?.();
  return found;
}

/** The result of a bad path: the call went on, and no participant saw anything else. */
export function assertWentOn(found: readonly Finding[]): void {
  for (const { states } of found) assert.equal(states.join(), 'live', 'what people were told of the link');
}

async function findings(
  call: Call,
  { watches = everybody(call), mayGo, say }: Fault,
  before: Recordings,
  times: { faultAt: number; healedAt?: number },
): Promise<Finding[]> {
  const end = Date.now();
  const { after, found } = await judged(call, watches, before, { ...times, end });
  if (Date.now() - end > 1_000) say(`messages were ${seconds(Date.now() - end)} later than pictures`);
  await tell(call, watches, times.faultAt, say);
  for (const [viewer, { name }] of everybody(call)) {
    const states = statesSince(after.get(viewer)!.people[name]!.states, times.faultAt);
    const ids = new Set(states.map(({ id }) => id));
    assert.equal(ids.size, 1, `${name} is who they were to ${viewer.name}`);
    if (!mayGo)
      assert.ok(
        states.every(({ link }) => link !== 'gone'),
        `${viewer.name} took ${name} for gone`,
      );
  }
  found.forEach((finding, i) => {
    const [viewer, seen] = watches[i]!;
    const { recovery, gap, rate, freezes, packetsLost, concealed, messagesLost = 'unknown' } = finding;
    const first = recovery === undefined ? '' : `first picture after ${seconds(recovery)}, `;
    say(
      `${seen.name} at ${viewer.name}: ${first}longest gap ${seconds(gap)}, ${rate.toFixed(1)} pictures/s, ` +
        `freezes ${freezes}, packets lost ${packetsLost}, concealed voice ${(concealed * 100).toFixed(2)} %, messages lost ${messagesLost}`,
    );
  });
  return found;
}

/** The findings of all views until `times.end`. Messages sent before that may still be on their way, so wait for them. */
async function judged(
  call: Call,
  watches: readonly Watch[],
  before: Recordings,
  times: Parameters<typeof judge>[5],
): Promise<{ after: Recordings; found: Finding[] }> {
  for (;;) {
    const after = await recordings(call);
    const found = watches.map(([viewer, seen]) =>
      judge(seen.name, viewer.tab.browser, before.get(viewer)!, after.get(viewer)!, after.get(seen)!, times),
    );
    const isAllSaid = found.every(({ messagesLost }) => !messagesLost);
    if (isAllSaid || Date.now() - times.end > MESSAGES) return { after, found };
    await sleep(100);
  }
}

async function tell(
  call: Call,
  watches: readonly Watch[],
  from: number,
  say: (line: string) => void,
): Promise<void> {
  for (const [viewer, { name }] of watches) {
    const record = (await call.recording(viewer)).people[name]!;
    say(`${name} at ${viewer.name}: ${journey(record.states, from)}`);
  }
  for (const guest of call.guests) {
    const { events, signaling } = await call.recording(guest);
    const told = [...events, ...signaling.map(({ at, state }) => ({ at, what: `party ${state}` }))]
      .filter(({ at }) => at > from)
      .sort((a, b) => a.at - b.at);
    if (told.length)
      say(`${guest.name}: ${told.map(({ at, what }) => `${what} +${seconds(at - from)}`).join(', ')}`);
  }
}
