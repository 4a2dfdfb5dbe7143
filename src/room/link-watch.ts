/** Looks at what nobody announces: who speaks, by which path a link runs and how good it is. Turns it into facts. */
import { SpeakingDetector } from '../base/speaking.js';
import type { LocalMedia } from '../media/local-media.js';
import type { Mesh } from '../mesh/mesh.js';
import type { LinkStats } from '../mesh/stats.js';
import type { SessionContext } from './session.js';
import type { Participant } from './state.js';
import * as facts from './transitions.js';

/** Often enough that a ring appears with the first syllable. */
const LEVEL_INTERVAL = 150;
const STATS_INTERVAL = 5_000;

/** Loss (0 to 1) and round trip time (ms) above which a call is felt to be worse (ITU-T G.114 for the delay). */
const FAIR = { loss: 0.02, roundTripTime: 300 };
const POOR = { loss: 0.08, roundTripTime: 600 };

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

/** How good a link was between two looks at it. */
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

/** Watches until `signal` is aborted. */
export function watchLinks(
  context: SessionContext,
  mesh: Mesh,
  media: LocalMedia,
  signal: AbortSignal,
): void {
  const { state, apply } = context;
  const detectors = new Map<string, SpeakingDetector>();
  const listen = () => {
    const { phase, self, participants } = state();
    if (phase !== 'joined') return;
    const now = performance.now();
    const speaking = new Set<string>();
    let loudest: string | null = null;
    let peak = 0;
    const take = (id: string, level: number) => {
      const detector = detectors.get(id) ?? new SpeakingDetector();
      detectors.set(id, detector);
      if (!detector.update(level, now)) return;
      speaking.add(id);
      if (id !== self.id && level > peak) {
        peak = level;
        loudest = id;
      }
    };
    take(self.id, self.microphone === 'on' ? media.level() : 0);
    for (const peer of mesh.peers) {
      const muted = participants.find(({ id }) => id === peer.id)?.microphone === 'off';
      take(peer.id, muted ? 0 : peer.level());
    }
    apply((before) => facts.speakersHeard(before, speaking, loudest));
  };
  let last: Record<string, LinkStats> = {};
  const measure = async () => {
    const stats = await mesh.stats();
    if (signal.aborted) return;
    for (const [id, link] of Object.entries(stats)) {
      const quality = qualityOf(link, last[id]);
      apply((before) => facts.pathMeasured(before, id, link.path, quality));
    }
    last = stats;
  };
  const timers = [setInterval(listen, LEVEL_INTERVAL), setInterval(() => void measure(), STATS_INTERVAL)];
  signal.addEventListener('abort', () => timers.forEach(clearInterval), { once: true });
}
