/** `video-room/element`: the class and its types, without registering the tag. */

export type { Message, Reaction } from './features/index.js';
export type { RoomErrorCode } from './protocol/errors.js';
export type { LeaveReason, VideoRoomEventMap } from './room/events.js';
export type { LinkStats, SourceStats } from './room/index.js';
export type { RoomOptions } from './room/options.js';
export { createSecret } from './room/secret.js';
export type {
  DataSaver,
  Device,
  DeviceErrorCode,
  DeviceKind,
  LinkState,
  Participant,
  Phase,
  SignalingState,
  Source,
  SourceState,
  Streams,
  WaitingParticipant,
} from './room/state.js';
export { VideoRoomError } from './shared/errors.js';
export type { Control, Layout } from './ui/context.js';
export type { VideoRoomElementEventMap } from './ui/typed-events.js';
export { VideoRoom } from './ui/video-room.js';
