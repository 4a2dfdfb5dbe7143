/** Statistics and quality of links. */
import type { Mesh } from '../mesh/mesh.js';
import type { LinkStats } from '../mesh/quality/stats.js';
import * as reducers from './reducers.js';
import type { SessionContext } from './session-context.js';
import type { Participant } from './state.js';

const STATS_INTERVAL = 5_000;

/** Loss (0 to 1) and round trip time (ms) above which a call feels worse (ITU-T G.114 for the delay). */
const FAIR = { loss: 0.02, roundTripTime: 300 };
const POOR = { loss: 0.08, roundTripTime: 600 };

/** Firefox 153 never answers for a connection that closes during the request; a busy page answers late. */
const STATS_TIMEOUT = 5_000;

/** Statistics of each link, by participant id; links that end meanwhile are left out. */
export async function statistics(mesh: Pick<Mesh, 'peers'>): Promise<Record<string, LinkStats>> {
  const rows: Record<string, LinkStats> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    Promise.all(
      [...mesh.peers].map(async (peer) => {
        const stats = await peer.statistics();
        if (stats) rows[peer.id] = stats;
      }),
    ),
    new Promise((done) => {
      timer = setTimeout(done, STATS_TIMEOUT);
    }),
  ]);
  clearTimeout(timer);
  return { ...rows };
}

/** Packets of all sources of a link. */
function packets({ sources }: LinkStats): { received: number; lost: number } {
  let received = 0;
  let lost = 0;
  for (const { packetsReceived = 0, packetsLost = 0 } of Object.values(sources)) {
    received += packetsReceived;
    lost += packetsLost;
  }
  return { received, lost };
}

/** The quality of a link between two measurements. */
export function qualityOf(now: LinkStats, before: LinkStats | undefined): Participant['quality'] {
  const end = packets(now);
  const start = before ? packets(before) : { received: 0, lost: 0 };
  const received = end.received - start.received;
  const lost = Math.max(0, end.lost - start.lost);
  if (received + lost <= 0) return 'unknown';
  const loss = lost / (received + lost);
  const { roundTripTime = 0 } = now;
  const beyond = (limit: typeof FAIR) => loss > limit.loss || roundTripTime > limit.roundTripTime;
  return beyond(POOR) ? 'poor' : beyond(FAIR) ? 'fair' : 'good';
}

/** Measures the path and quality of every link until `signal` is aborted. */
export function watchQuality(
  { apply }: SessionContext,
  mesh: Pick<Mesh, 'peers'>,
  signal: AbortSignal,
): void {
  let last: Record<string, LinkStats> = {};
  const measure = async () => {
    const stats = await statistics(mesh);
    if (signal.aborted) return;
    for (const [id, link] of Object.entries(stats)) {
      const quality = qualityOf(link, last[id]);
      apply((before) => reducers.participantChanged(before, id, { path: link.path, quality }));
    }
    last = stats;
  };
  void measure();
  const timer = setInterval(() => void measure(), STATS_INTERVAL);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
