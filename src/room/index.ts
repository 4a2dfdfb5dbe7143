/** The call without a user interface: `import { Room } from 'video-room/room'`. Safe to import on a server. */

export type { Message, Reaction } from '../features/index.js';
export type { ProcessedTrack, TrackProcessor } from '../media/processing.js';
export type { LinkStats, SourceStats } from '../mesh/quality/stats.js';
export type { RoomErrorCode } from '../protocol/errors.js';
export { VideoRoomError } from '../shared/errors.js';
export type { RoomActions } from './actions.js';
export type { LeaveReason, VideoRoomEventMap } from './events.js';
export type { RoomOptions } from './options.js';
export type { Platform } from './platform.js';
export { Room } from './room.js';
export { createSecret } from './secret.js';
export type * from './state.js';
