/** Shortcuts while the focus is inside the element, and the list of them. */
import type { UiFeature } from '../../ui/feature.js';
import { shortcutsWords } from './en.js';

export const shortcuts: UiFeature = {
  name: 'shortcuts',
  words: shortcutsWords,
  shortcuts: {
    keys: ' mvhcf?',
    menu: 'shortcuts',
    label: ({ text }) => text.shortcuts!,
    load: () => import('./ui/keys.js'),
  },
  menus: { shortcuts: () => import('./ui/list.js') },
};
