/** The report for bug reports. Loaded when somebody asks, not with the call. */
import type { LinkStats } from '../mesh/stats.js';
import { PROTOCOL_VERSION } from '../protocol/limits.js';
import type { RoomState } from './state.js';

/**
 * A report that people can paste into a bug report: states and numbers; no names, no addresses, no descriptions,
 * and no ids, because those could be looked up elsewhere.
 */
export function report(state: RoomState, stats: Record<string, LinkStats>): Record<string, unknown> {
  const { phase, signaling, self, participants, deviceErrors, fault } = state;
  const { microphone, camera, screen } = self;
  return {
    protocol: PROTOCOL_VERSION,
    browser: navigator.userAgent,
    phase,
    signaling,
    self: { microphone, camera, screen },
    deviceErrors,
    fault,
    participants: participants.map(({ id, link, path, quality, microphone, camera, screen }) => ({
      link,
      path,
      quality,
      microphone,
      camera,
      screen,
      stats: stats[id],
    })),
  };
}
