/** Soft sounds for what happens in a call: a participant joins, asks to be let in, or writes. */
import type { UiFeature } from '../../ui/feature.js';

export const sounds: UiFeature = {
  name: 'sounds',
  background: () => import('./background.js'),
};
