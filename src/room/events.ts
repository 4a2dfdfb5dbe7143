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

/** Why we are no longer in the room. `detached`: the element was taken off the page, or the page was closed. */
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
  /** Who asks to be let in, for those who may do so. */
  'waiting-changed': { waiting: readonly WaitingParticipant[] };
  'lock-changed': { locked: boolean };
  /** A moderator keeps the others from hearing us, or no longer does. */
  'muted-changed': { muted: boolean };
  'connection-state-changed': { state: Phase; previous: Phase; signaling: SignalingState };
  'quality-changed': { participantId: string; level: Participant['quality'] };
  /** Not of our own; of those passed on to us when we came, too: they have `passedOnBy`. */
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

/** Why a fatal code ends the stay, in the words of `room-left`. */
const REASONS: Partial<Record<RoomErrorCode, LeaveReason>> = {
  kicked: 'kicked',
  'room-ended': 'ended',
  replaced: 'replaced',
};

export const reasonOf = (code: RoomErrorCode): LeaveReason => REASONS[code] ?? 'error';
