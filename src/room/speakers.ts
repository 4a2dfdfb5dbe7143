/**
 * Watches for what nobody announces, and turns it into state: whether we speak, and how good the links are. Each page listens to
 * its own microphone and tells the others, so nobody has to measure everyone.
 */

import type { LocalMedia } from '../media/local-media.js';
import type { Mesh } from '../mesh/mesh.js';
import { SpeakingDetector } from '../shared/speaking.js';
import { watchQuality } from './diagnostics.js';
import * as reducers from './reducers.js';
import type { SessionContext } from './session-context.js';

/** Short enough for the speaker ring to appear with the first syllable (ms). */
const LEVEL_INTERVAL = 200;

/** Listens until `signal` is aborted. */
export function hearSpeakers(
  { state, apply, ...context }: SessionContext,
  mesh: Pick<Mesh, 'peers' | 'sentLevel'>,
  media: Pick<LocalMedia, 'level'>,
  signal: AbortSignal,
): void {
  // The session may have ended before this code was loaded.
  if (signal.aborted) return;
  const detector = new SpeakingDetector();
  let watching = false;
  let isAsking = false;

  const listen = async () => {
    const { phase, self, participants } = state();
    if (phase !== 'joined' || isAsking) return;
    if (!watching) watchQuality({ state, apply, ...context }, mesh, signal);
    watching = true;
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
