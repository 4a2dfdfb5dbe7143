/** Entry for PartyKit projects: `export { default } from 'video-room/party'`. */

export {
  default,
  type PartyKitParty,
  type PartyKitRequest,
  type PartyOptions,
  party,
} from './adapters/partykit.js';
export type { Admission, Role } from './auth/claims.js';
export type { Authorize } from './auth/request-authorizer.js';
