/** The party on PartyKit, as `export { default } from 'video-room/party'` in a PartyKit project takes it. */
export type { Authorize } from './access.js';
export { default, type PartyKitParty, type PartyOptions, party } from './adapters/partykit.js';
export type { Admission, Role } from './claims.js';
