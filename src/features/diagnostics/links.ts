/** Statistics and quality of links. Loaded some time after joining. */
import type { Mesh } from '../../mesh/mesh.js';
import type { Peer } from '../../mesh/peer/peer.js';
import { type LevelState, levelAfter, UNKNOWN_LEVEL } from '../../mesh/quality/level.js';
import type { LinkStats } from '../../mesh/quality/stats.js';
import * as reducers from '../../room/call-reducers.js';
import type { FeatureContext } from '../../room/feature.js';
import { inTime } from '../../shared/in-time.js';

/** Interval at which the measurements of the links are read (ms). */
const LOOK_EVERY = 1_000;

/** Firefox 153 never answers for a connection that closes during the request; a busy page answers late. */
const STATS_TIMEOUT = 5_000;

/** Statistics of each link, by participant id; links that end meanwhile are left out. */
export async function statistics(mesh: Pick<Mesh, 'peers'>): Promise<Record<string, LinkStats>> {
  const rows: Record<string, LinkStats> = {};
  const links = [...mesh.peers].map(async (peer) => {
    const stats = await peer.statistics().catch(() => undefined);
    if (stats) rows[peer.id] = stats;
  });
  await inTime(Promise.all(links), STATS_TIMEOUT).catch(() => {});
  return { ...rows };
}

/** Keeps the path and the level of every link in the state until the session ends. Measures nothing: each link measures itself. */
export function watchQuality({ apply, mesh, signal }: FeatureContext): void {
  // The session may have ended before this code was loaded.
  if (signal.aborted) return;
  let levels = new Map<Peer, LevelState>();
  const look = () => {
    const next = new Map<Peer, LevelState>();
    for (const peer of mesh.peers) {
      const { id, link, stats, health } = peer;
      const state = levelAfter(levels.get(peer) ?? UNKNOWN_LEVEL, stats, health.wasLive && link !== 'live');
      next.set(peer, state);
      const { level: quality } = state;
      apply((before) =>
        reducers.participantChanged(before, id, { quality, ...(stats && { path: stats.path }) }),
      );
    }
    levels = next;
  };
  look();
  const timer = setInterval(look, LOOK_EVERY);
  signal.addEventListener('abort', () => clearInterval(timer));
}
