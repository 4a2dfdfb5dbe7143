/** How the call is seen: its layout, our own picture, full screen, picture-in-picture. */
import type { Layout } from '../../ui/context.js';
import type { UiFeature } from '../../ui/feature.js';
import { viewControlWords } from './en-control.js';
import { hasFullScreen, toggleFullScreen } from './full-screen.js';
import type { PictureInPicture } from './ui/pip.js';

declare module '../../room/events.js' {
  interface VideoRoomEventMap {
    /** The user has chosen another layout; the property `layout` has it. */
    'layout-changed': { layout: Layout };
  }
}

declare module '../../ui/context.js' {
  interface FeatureControls {
    view: true;
  }
  interface FeatureUiState {
    /** While the call, or its speaker, is in a small window above all others. */
    readonly pip?: PictureInPicture | undefined;
  }
}

const pip = () => import('./ui/pip.js');

export const view: UiFeature = {
  name: 'view',
  events: ['layout-changed'],
  words: viewControlWords,
  controls: [
    {
      name: 'view',
      order: 58,
      model: ({ ui, act, text }) => ({
        label: text.view!,
        icon: 'M4 5h9v14H4zM16 5h4v6h-4zM16 14h4v5h-4z',
        popup: 'menu',
        expanded: ui.menu === 'view',
        press: () => act.openMenu('view'),
      }),
    },
  ],
  menus: { view: () => import('./ui/menu.js') },
  screen: { isShown: hasFullScreen, load: async () => (await pip()).screenLayer },
  cover: { isShown: ({ ui }) => !!ui.pip?.window, load: pip },
  doubleClicked: toggleFullScreen,
  on: {
    // Outside the call nothing draws the window. A membership that is lost and regained is the same call.
    'connection-state-changed': ({ state }, { ui }) => {
      if (!/^join/.test(state)) ui.pip?.close();
    },
  },
};
