/** Diagnostics: how good each link is, its statistics, and a report for bug reports. */
import type { LinkStats } from '../../mesh/quality/stats.js';
import type { RoomEvent } from '../../room/changes.js';
import type { Participant } from '../../room/state.js';
import type { UiFeature } from '../../ui/feature.js';

declare module '../../room/events.js' {
  interface VideoRoomEventMap {
    'quality-changed': { participantId: string; level: Participant['quality'] };
  }
}

declare module '../../room/feature.js' {
  interface FeatureActions {
    /** Statistics of each link, by participant id; in the lobby, of the prepared ones. */
    getStats(): Promise<Record<string, LinkStats>>;
    /** Data for a bug report as plain JSON: states, numbers and the changes of the last minute; no names, no addresses. */
    report(): Promise<Record<string, unknown>>;
  }
}

/** A link has to be measured before anything can be told of it, and until then other code is more urgent (ms). */
const LOADED_AFTER = 5_000;

const code = () => import('./links.js');

export const diagnostics: UiFeature = {
  name: 'diagnostics',
  events: ['quality-changed'],
  eventsBetween: (next, previous) =>
    next.participants === previous.participants
      ? []
      : next.participants.flatMap(({ id, quality, verification }): RoomEvent[] => {
          const before = previous.participants.find((one) => one.id === id);
          const isChanged = before && before.quality !== quality && verification !== 'unverified';
          return isChanged ? [['quality-changed', { participantId: id, level: quality }]] : [];
        }),
  roomActions: {
    getStats: async ({ session }) => (session?.call ? (await code()).statistics(session.call.mesh) : {}),
    report: async (room) => (await import('./report.js')).reportOf(room),
  },
  loads: 'with-first-channel',
  load: async (context) => {
    await new Promise((done) => setTimeout(done, LOADED_AFTER));
    (await code()).watchQuality(context);
    return {};
  },
};
