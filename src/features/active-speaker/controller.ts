/** Measures whether we speak. Each page listens to its own microphone and tells the others in its presence, so nobody measures everyone. */
import type { FeatureContext } from '../../room/feature.js';
import * as reducers from '../../room/reducers.js';
import { SpeakingDetector } from '../../shared/speaking.js';

/** Time between two measurements (ms): short enough for the speaker ring to appear with the first word. */
const EVERY = 300;
/** Firefox (153) never answers for a connection that closes during the request: then the next one is asked (ms). */
const PATIENCE = 2_000;

/** What is used of a session. */
export type HearingContext = Pick<FeatureContext, 'state' | 'apply' | 'signal'> & {
  readonly mesh: Pick<FeatureContext['mesh'], 'sentLevel'>;
  readonly media: Pick<FeatureContext['media'], 'level'>;
};

/** Listens until the session ends. `wait` is `setTimeout`. */
export function hearSpeakers(
  { state, apply, mesh, media, signal }: HearingContext,
  wait: (work: () => void, milliseconds: number) => unknown = setTimeout,
  clock = () => performance.now(),
): void {
  const detector = new SpeakingDetector();
  /** When the level was asked for that has not been answered yet. */
  let askedAt: number | undefined;

  const measure = async () => {
    const { phase, self, participants } = state();
    // Nobody listens, or our microphone is off.
    const isHeard = phase === 'joined' && participants.length > 0 && self.microphone === 'on' && !self.muted;
    const asked = clock();
    askedAt = asked;
    const level = isHeard ? ((await mesh.sentLevel().catch(() => undefined)) ?? media.level()) : 0;
    if (signal.aborted || askedAt !== asked) return;
    askedAt = undefined;
    const speaking = detector.update(level, clock()) && isHeard;
    apply((before) => reducers.selfChanged(before, { speaking }));
  };
  const listen = () => {
    // The session may have ended before this code was loaded, or since the last measurement.
    if (signal.aborted) return;
    if (askedAt === undefined || clock() - askedAt >= PATIENCE) void measure();
    wait(listen, EVERY);
  };
  listen();
}
