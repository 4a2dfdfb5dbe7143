/** What goes on beside the interface during a call: one module, so that it is one request. */
import type { BackgroundContext } from '../../ui/feature.js';
import { holdMutedSpeech } from './held-speech.js';
import { announceReturn } from './return.js';
import { keepAwake } from './wake-lock.js';

export { MutedSpeech } from './muted-speech.js';

export function run(context: BackgroundContext): void {
  keepAwake(context);
  announceReturn(context);
  holdMutedSpeech(context);
}
