/** The room without a platform, for custom adapters; the files in adapters/ are built on it. */
export { type Asked, type Authorize, type Caller, Guard, type Purpose, type Verdict } from './access.js';
export {
  fatalFrame,
  MAX_RECEIVED_BYTES,
  MESSAGE_TOO_BIG,
  type PlatformConnection,
  type RoomPlatform,
  RoomRunner,
} from './adapters/room-runner.js';
export {
  type Admission,
  CLAIMS_HEADER,
  type Claims,
  decodeClaims,
  encodeClaims,
  type Role,
} from './claims.js';
export type { Connection, Host, RoomRecord, SocketState } from './host.js';
export { IceDesk } from './ice-desk.js';
export { makeKeys, mintToken } from './mint.js';
export { RoomServer } from './room.js';
export { capacityOf, type Env, isLocal, type Warn, waitingRoomOf, warnOnce } from './settings.js';
export { type TurnPlatform, type TurnProvider, turnProvider } from './turn.js';
