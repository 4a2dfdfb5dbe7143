/** Measures whether we speak. Each page listens to its own microphone and tells the others in its presence, so nobody measures everyone. */
import type { FeatureContext } from '../../room/feature.js';
import * as reducers from '../../room/reducers.js';
import { SpeakingDetector } from '../../shared/speaking.js';

/** Short enough for the speaker ring to appear with the first syllable (ms). */
const LEVEL_INTERVAL = 200;

/** Listens until the session ends. */
export function hearSpeakers({ state, apply, mesh, media, signal }: FeatureContext): void {
  // The session may have ended before this code was loaded.
  if (signal.aborted) return;
  const detector = new SpeakingDetector();
  let isAsking = false;

  const listen = async () => {
    const { phase, self, participants } = state();
    if (phase !== 'joined' || isAsking) return;
    // Nobody listens, or our microphone is off.
    const isHeard = participants.length > 0 && self.microphone === 'on' && !self.muted;
    isAsking = isHeard;
    const level = isHeard ? ((await mesh.sentLevel().catch(() => undefined)) ?? media.level()) : 0;
    isAsking = false;
    if (signal.aborted) return;
    const speaking = detector.update(level, performance.now()) && isHeard;
    apply((before) => reducers.selfChanged(before, { speaking }));
  };
  const timer = setInterval(() => void listen(), LEVEL_INTERVAL);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
