/** Starts what features do beside the interface during a call. Knows no feature by name, and draws nothing. */
import type { BackgroundContext, UiFeature } from '../feature.js';

/** Loads and starts it, until the call ends. A part that cannot be loaded is missing: the call goes on without it. */
export function runInBackground(features: readonly UiFeature[], context: BackgroundContext): void {
  for (const { background } of features)
    background?.().then(
      ({ run }) => context.signal.aborted || run(context),
      () => {},
    );
}
