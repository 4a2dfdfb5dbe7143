/** The report for bug reports. Loaded on request, not with the call. */

import type { LinkStats } from '../../mesh/quality/stats.js';
import { PROTOCOL_VERSION } from '../../protocol/limits.js';
import type { Moment, RoomAccess } from '../../room/feature.js';
import type { Participant } from '../../room/state.js';
import { statistics } from './links.js';

/** One change of the state. */
interface Transition {
  /** How long ago, in seconds. */
  ago: number;
  /** `room`, `self`, or the number of a participant in the report. */
  who: string;
  what: string;
  from: string;
  to: string;
}

const ABOUT_ROOM = ['phase', 'signaling'] as const;
const ABOUT_US = ['microphone', 'camera', 'screen'] as const;
const ABOUT_OTHERS = ['link', 'path', 'quality', ...ABOUT_US] as const;
const ABSENT = 'absent';

/** Numbers participants in the order in which they appear, so that a report needs no ids. */
function numbering(): (id: string) => string {
  const ids: string[] = [];
  return (id) => `participant ${(ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1) + 1}`;
}

/** What changed from each moment to the next. */
function transitions(past: readonly Moment[], now: number, nameOf: (id: string) => string): Transition[] {
  const found: Transition[] = [];
  past.forEach(([at, next], index) => {
    const [, before] = past[index - 1] ?? [];
    if (!before) return;
    const ago = Math.round((now - at) / 100) / 10;
    const compare = <K extends string>(
      who: string,
      keys: readonly K[],
      from: Partial<Record<K, string>> | undefined,
      to: Partial<Record<K, string>> | undefined,
    ) => {
      for (const what of keys) {
        const [was = ABSENT, is = ABSENT] = [from?.[what], to?.[what]];
        if (was !== is) found.push({ ago, who, what, from: was, to: is });
      }
    };
    compare('room', ABOUT_ROOM, before, next);
    compare('self', ABOUT_US, before.self, next.self);
    const all = new Map<string, [Participant | undefined, Participant | undefined]>();
    for (const one of before.participants) all.set(one.id, [one, undefined]);
    for (const one of next.participants) all.set(one.id, [all.get(one.id)?.[0], one]);
    for (const [id, [from, to]] of all) {
      // Joining or leaving is one transition, not one for every field.
      compare(nameOf(id), from && to ? ABOUT_OTHERS : ['link'], from, to);
    }
  });
  return found;
}

/**
 * A report to paste into a bug report: states and numbers, and the changes of the last minute. It has no names, addresses or
 * session descriptions, and no ids, because those could be looked up elsewhere. The last entry of `past` is the current state.
 */
export function report(
  past: readonly Moment[],
  stats: Record<string, LinkStats>,
  now = Date.now(),
): Record<string, unknown> {
  const { phase, signaling, self, participants, deviceErrors, fault } = past.at(-1)![1];
  const { microphone, camera, screen } = self;
  const nameOf = numbering();
  const lastMinute = transitions(past, now, nameOf);
  return {
    protocol: PROTOCOL_VERSION,
    browser: navigator.userAgent,
    phase,
    signaling,
    self: { microphone, camera, screen },
    deviceErrors,
    fault: fault?.participant ? { ...fault, participant: nameOf(fault.participant) } : fault,
    participants: participants.map(({ id, link, path, quality, microphone, camera, screen }) => ({
      who: nameOf(id),
      link,
      path,
      quality,
      microphone,
      camera,
      screen,
      stats: stats[id],
    })),
    lastMinute,
  };
}

/** The report of a room. */
export async function reportOf({ past, session }: RoomAccess): Promise<Record<string, unknown>> {
  const { mesh } = session?.call ?? {};
  const stats = mesh ? await statistics(mesh) : {};
  // How many frames and messages of unknown types were ignored, by type.
  const ignored = mesh && {
    party: session!.signalingSession.signaling.ignored.counts,
    participants: mesh.ignored.counts,
  };
  return { ...report(past, stats), ignored };
}
