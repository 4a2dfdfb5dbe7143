/** The parts of the room that the parts of a session can use. */

import type { Preferences } from '../media/preferences.js';
import type { TrackProcessor } from '../media/processing.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { VideoRoomError } from '../shared/errors.js';
import type { VideoRoomEventMap } from './events.js';
import type { RoomOptions } from './options.js';
import type { Platform } from './platform.js';
import type { TokenSlot } from './resume-token-store.js';
import type { FaultDetail, RoomState } from './state.js';

export interface SessionContext {
  /** The current options. */
  options(): RoomOptions;
  platform: Platform;
  preferences: Preferences;
  /** The current processors of our tracks. */
  processors(): Readonly<Partial<Record<'microphone' | 'camera', TrackProcessor | null>>>;
  tokenSlot: TokenSlot;
  state(): RoomState;
  apply(fact: (state: RoomState) => RoomState, reason?: 'left' | 'lost' | 'kicked'): void;
  emit<K extends keyof VideoRoomEventMap>(name: K, detail: VideoRoomEventMap[K]): void;
  /** The room has failed; `fatal` ends this session. `change`: what else changes in the state, in the same step. */
  failed(
    code: RoomErrorCode,
    fatal: boolean,
    cause?: unknown,
    detail?: FaultDetail,
    change?: Partial<RoomState>,
  ): VideoRoomError;
  /** The page is closing. */
  pageLeft(): void;
}
