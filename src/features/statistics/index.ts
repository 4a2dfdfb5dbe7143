/** Statistics: the details of a connection, in the menu about a participant, for those who ask. */
import type { UiFeature } from '../../ui/feature.js';
import type {} from './en.js';

/** @csspart connection - In the menu about a participant: how good the connection to them is, and its numbers. */
export const connectionDetails: UiFeature = {
  name: 'statistics',
  person: { isShown: () => true, load: () => import('./ui/connection-details.js') },
};
