/** A private room: with a secret that the party does not know, names and signals are encrypted, and participants prove who they are. */
import type { MessagesOf } from '../../protocol/schema.js';
import type { UiFeature } from '../../ui/feature.js';
import * as messages from './messages.js';

declare module '../../protocol/peer-messages.js' {
  interface FeatureMessages extends MessagesOf<typeof messages> {}
}

export const privateRoom: UiFeature = {
  name: 'private-room',
  // Without a secret they are read and dropped.
  messages,
  encryption: {
    isNeeded: ({ secret }) => secret !== undefined,
    load: async (options) => (await import('./room-encryption.js')).protect(options),
  },
};
