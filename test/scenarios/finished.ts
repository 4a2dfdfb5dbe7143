/** Waits until a gallery state has its final look: all code is loaded, and animations have ended. */
import type { GalleryStage } from '../../demo/gallery-stage.js';
import { until } from '../support/until.js';

/** Reactions disappear by themselves: stopped halfway, while they are visible. */
export const PASSING = ['vr-rise'];

/** Advances each animation to its final picture, without waiting; returns whether one was unfinished. */
function advance(animations: Animation[]): boolean {
  const running = animations.filter(
    ({ effect, playState }) => playState === 'running' && effect?.getTiming().iterations !== Infinity,
  );
  for (const animation of running) {
    if (!PASSING.includes((animation as CSSAnimation).animationName)) animation.finish();
    else {
      animation.pause();
      animation.currentTime = Number(animation.effect!.getComputedTiming().duration) / 2;
    }
  }
  return running.length > 0;
}

/** Resolves when the state is drawn, with what comes a moment later, and shows its finished picture. */
export async function finished({ root, state }: GalleryStage): Promise<void> {
  const { shows = '' } = state;
  await until(() => root.textContent!.includes(shows), `for "${shows}" to be shown`);
  await until(() => !root.querySelector('.problem:empty, .notice span:empty, .chat:empty'));
  await until(() => !advance(root.getAnimations()));
  // Popovers are placed again in the frame after their size has changed.
  if (!root.querySelector('[popover]')) return;
  for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
}
