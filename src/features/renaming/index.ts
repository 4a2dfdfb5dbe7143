/** A participant gets another name during a call: tells the party about ours, and changes those of the others. */
import type { UiFeature } from '../../ui/feature.js';

export const renaming: UiFeature = {
  name: 'renaming',
  frames: ['renamed'],
  isNeeded: ({ phase, self, nameAtParty }) =>
    (phase === 'joined' || phase === 'waiting') && self.name !== nameAtParty,
  load: async (context) => new (await import('./renamer.js')).Renamer(context),
};
