/** The room without a platform, for custom adapters; the files in adapters/ are built on it. */

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
} from './auth/claims.js';
export { makeKeys, mintToken } from './auth/mint.js';
export {
  type Asked,
  type AuthorizationResult,
  type Authorize,
  type Caller,
  type Purpose,
  RequestAuthorizer,
} from './auth/request-authorizer.js';
export type { ClientConnection, Host, RoomRecord, SocketState } from './room/host.js';
export { RoomServer } from './room/room-server.js';
export { capacityOf, type Env, isLocal, type Warn, waitingRoomOf, warnOnce } from './settings.js';
export { CredentialCache } from './turn/credential-cache.js';
export { type IcePlatform, IceServerProvider } from './turn/ice-server-provider.js';
export { type TurnPlatform, type TurnProvider, turnProvider } from './turn/turn-provider.js';
