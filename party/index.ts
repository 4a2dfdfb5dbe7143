/** Entry for PartyKit projects: `export { default } from 'video-room/party'`. */
export type { Authorize } from './access.js';
export {
  default,
  type PartyKitParty,
  type PartyKitRequest,
  type PartyOptions,
  party,
} from './adapters/partykit.js';
export type { Admission, Role } from './claims.js';
