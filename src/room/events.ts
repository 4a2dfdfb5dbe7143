/** The public events of a room: names and details, one typed map for `Room` and for the element. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type { DeviceErrorCode, Participant, Phase, SignalingState, WaitingParticipant } from './state.js';

/** Why we left the room. `detached`: the element was removed from the page, or the page was closed. */
export type LeaveReason = 'left' | 'detached' | 'kicked' | 'ended' | 'replaced' | 'error';

/** What each event of the core carries in `detail`. */
export interface CoreEventMap {
  'room-joined': { roomId: string; participantId: string };
  'room-left': { reason: LeaveReason };
  'participant-joined': { participant: Participant };
  'participant-updated': { participant: Participant };
  'participant-left': { participant: Participant; reason?: 'left' | 'lost' | 'kicked' };
  'microphone-changed': { enabled: boolean };
  'camera-changed': { enabled: boolean };
  'screen-share-changed': { enabled: boolean };
  /** The participants who ask to be let in, for those who may admit them. */
  'waiting-changed': { waiting: readonly WaitingParticipant[] };
  'lock-changed': { locked: boolean };
  /** A moderator has muted us for everyone, or has lifted that. */
  'muted-changed': { muted: boolean };
  'connection-state-changed': { state: Phase; previous: Phase; signaling: SignalingState };
  'device-error': { kind: 'microphone' | 'camera' | 'screen'; code: DeviceErrorCode };
  /** A processor (`setProcessor`) has failed, and the captured track is sent as it is. */
  'processor-error': { kind: 'microphone' | 'camera'; cause: unknown };
  'room-error': { code: RoomErrorCode; fatal: boolean; message: string; cause?: unknown };
  /** Cancelable: `preventDefault()` keeps the call. */
  'before-leave': { reason: LeaveReason };
  /** Cancelable: `preventDefault()` keeps the browser's picker from opening. */
  'before-screen-share': Record<string, never>;
}

/**
 * What each event carries in `detail`. A feature adds its own events:
 * `declare module '../../room/events.js' { interface VideoRoomEventMap { … } }`.
 */
export interface VideoRoomEventMap extends CoreEventMap {}

/** The names of the events of the core. The compiler makes sure that none is missing. */
export const CORE_EVENTS = Object.keys({
  'room-joined': 0,
  'room-left': 0,
  'participant-joined': 0,
  'participant-updated': 0,
  'participant-left': 0,
  'microphone-changed': 0,
  'camera-changed': 0,
  'screen-share-changed': 0,
  'waiting-changed': 0,
  'lock-changed': 0,
  'muted-changed': 0,
  'connection-state-changed': 0,
  'device-error': 0,
  'processor-error': 0,
  'room-error': 0,
  'before-leave': 0,
  'before-screen-share': 0,
} satisfies Record<keyof CoreEventMap, 0>) as (keyof CoreEventMap)[];

/** Maps an error code that ends the session to the reason in `room-left`. */
const REASONS: Partial<Record<RoomErrorCode, LeaveReason>> = {
  kicked: 'kicked',
  'room-ended': 'ended',
  replaced: 'replaced',
};

export const reasonOf = (code: RoomErrorCode): LeaveReason => REASONS[code] ?? 'error';
