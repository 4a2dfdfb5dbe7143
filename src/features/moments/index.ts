/**
 * Small helps in a call: it tells people who talk while they are muted, who share their screen, or who are back after a closed lid or a
 * lost network; and it keeps the screen on.
 *
 * Speech while muted is only noticed in Chromium: it keeps a muted microphone open, so that listening on this device changes nothing.
 * Firefox and Safari close it, and the system's indicator goes out: there it stays closed. Nothing of it leaves the page.
 */
import type { UiFeature } from '../../ui/feature.js';
import type {} from './en.js';

declare module '../../room/state.js' {
  interface FeatureState {
    /** We talk while we are muted: which time of being muted this is, from 1. 0: we do not. */
    readonly mutedSpeech: number;
  }
}

declare module '../../ui/context.js' {
  interface FeatureUiState {
    /** We are back after an interruption, and this is news. */
    readonly isBack?: boolean;
    /** The last `mutedSpeech`, while its notice stays under the pointer or the focus. */
    readonly heldSpeech?: number;
  }
}

const code = () => import('./background.js');

export const moments: UiFeature = {
  name: 'moments',
  state: { mutedSpeech: 0 },
  isNeeded: ({ phase, self }) =>
    phase === 'joined' && self.microphone === 'off' && 'userAgentData' in navigator,
  load: async (context) => new (await code()).MutedSpeech(context),
  ui: { isBack: false, heldSpeech: 0 },
  notice: {
    isShown: ({ state, ui }) =>
      !!(state.mutedSpeech || ui.heldSpeech || ui.isBack) || state.self.screen === 'on',
    load: () => import('./ui/notice.js'),
  },
  background: code,
};
