/** The public events of a room: names and details, one typed map for `Room` and for the element. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type {
  DeviceErrorCode,
  Message,
  Participant,
  Phase,
  SignalingState,
  WaitingParticipant,
} from './state.js';

/** Why we left the room. `detached`: the element was removed from the page, or the page was closed. */
export type LeaveReason = 'left' | 'detached' | 'kicked' | 'ended' | 'replaced' | 'error';

/** What each event carries in `detail`. */
export interface VideoRoomEventMap {
  'room-joined': { roomId: string; participantId: string };
  'room-left': { reason: LeaveReason };
  'participant-joined': { participant: Participant };
  'participant-updated': { participant: Participant };
  'participant-left': { participant: Participant; reason?: 'left' | 'lost' | 'kicked' };
  'microphone-changed': { enabled: boolean };
  'camera-changed': { enabled: boolean };
  'screen-share-changed': { enabled: boolean };
  'active-speaker-changed': { participantId: string | null };
  /** The participants who ask to be let in, for those who may admit them. */
  'waiting-changed': { waiting: readonly WaitingParticipant[] };
  'lock-changed': { locked: boolean };
  /** A moderator has muted us for everyone, or has lifted that. */
  'muted-changed': { muted: boolean };
  'connection-state-changed': { state: Phase; previous: Phase; signaling: SignalingState };
  'quality-changed': { participantId: string; level: Participant['quality'] };
  /** A message from another participant. One that was passed on to us when we joined has `passedOnBy`. */
  'message-received': { message: Message };
  'data-received': { from: string; value: unknown };
  'reaction-received': { from: string; emoji: string };
  'device-error': { kind: 'microphone' | 'camera' | 'screen'; code: DeviceErrorCode };
  'room-error': { code: RoomErrorCode; fatal: boolean; message: string; cause?: unknown };
  /** Cancelable: `preventDefault()` keeps the call. */
  'before-leave': { reason: LeaveReason };
  /** Cancelable: `preventDefault()` keeps the browser's picker from opening. */
  'before-screen-share': Record<string, never>;
}

/** Maps an error code that ends the session to the reason in `room-left`. */
const REASONS: Partial<Record<RoomErrorCode, LeaveReason>> = {
  kicked: 'kicked',
  'room-ended': 'ended',
  replaced: 'replaced',
};

export const reasonOf = (code: RoomErrorCode): LeaveReason => REASONS[code] ?? 'error';
