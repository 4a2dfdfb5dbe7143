/** Inviting others at any time: a button that opens a dialog with the link and its QR code. Without a link to share there is no button. */
import type { UiFeature } from '../../ui/feature.js';
import { inviteControlWords } from './en.js';

declare module '../../ui/context.js' {
  interface FeatureControls {
    invite: true;
  }
}

/**
 * @csspart invite - The dialog for inviting others.
 * @csspart invite__link - The link.
 * @csspart invite__copy - The button that copies it.
 * @csspart invite__share - The button that opens the share sheet of the system.
 * @csspart invite__qr - The QR code of the link.
 */
export const invite: UiFeature = {
  name: 'invite',
  words: inviteControlWords,
  controls: [
    {
      name: 'invite',
      order: 57,
      isSupported: ({ ui }) => !!ui.shareUrl,
      model: ({ ui, act, text }) => ({
        label: text.inviteControl!,
        icon: 'M10 4a4 4 0 1 1 0 8 4 4 0 1 1 0-8zM2.5 20.5a7.5 7.5 0 0 1 15 0M19 6v6m-3-3h6',
        popup: 'dialog',
        expanded: ui.menu === 'invite',
        press: () => act.openMenu('invite'),
      }),
    },
  ],
  menus: { invite: () => import('./ui/dialog.js') },
};
