/**
 * Hears who speaks, and has the links watched: looks at what nobody announces, and turns it into facts. Fetched with the lobby: it
 * has nothing to look at before there is a call.
 */
import { SpeakingDetector } from '../base/speaking.js';
import type { LocalMedia } from '../media/local-media.js';
import type { Mesh } from '../mesh/mesh.js';
import { watchQuality } from './diagnostics.js';
import type { SessionContext } from './session-context.js';
import * as facts from './transitions.js';

export { statistics } from './diagnostics.js';

/** Often enough that a ring appears with the first syllable. */
const LEVEL_INTERVAL = 150;

/** Listens until `signal` is aborted. */
export function hearSpeakers(
  context: SessionContext,
  mesh: Mesh,
  media: LocalMedia,
  signal: AbortSignal,
): void {
  // The stay may have ended before this code was here.
  if (signal.aborted) return;
  const detectors = new Map<string, SpeakingDetector>();
  let watching = false;
  const timer = setInterval(() => {
    const { phase, self, participants } = context.state();
    if (phase !== 'joined') return;
    if (!watching) watchQuality(context, mesh, signal);
    watching = true;
    const speaking = new Set<string>();
    let loudest: string | null = null;
    let peak = 0;
    const listen = (id: string, level: number) => {
      const detector = detectors.get(id) ?? new SpeakingDetector();
      detectors.set(id, detector);
      if (!detector.update(level, performance.now())) return;
      speaking.add(id);
      if (id !== self.id && level > peak) {
        peak = level;
        loudest = id;
      }
    };
    listen(self.id, media.level());
    for (const { id, microphone } of participants) listen(id, microphone === 'off' ? 0 : mesh.level(id));
    context.apply((before) => facts.speakersHeard(before, speaking, loudest));
  }, LEVEL_INTERVAL);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
