/** A private room: with a secret that the party does not know, names and signals are encrypted, and participants prove who they are. */
import type { UiFeature } from '../../ui/feature.js';

export const privateRoom: UiFeature = {
  name: 'private-room',
  encryption: {
    isNeeded: ({ secret }) => secret !== undefined,
    load: async (options) => (await import('./room-encryption.js')).protect(options),
  },
};
