/** How loud another participant is played here. Only this page knows it, and only until the element leaves the page. */
import type { UiFeature } from '../../ui/feature.js';
import type {} from './en.js';

export const volume: UiFeature = {
  name: 'volume',
  person: { isShown: () => true, load: () => import('./ui/slider.js') },
};
