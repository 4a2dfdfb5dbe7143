/**
 * The actions of a room. An action asks the owner of a fact (browser, link, party) for a change. The state changes only after the
 * owner has confirmed it.
 */

import type { TrackProcessor } from '../media/processing.js';
import type { Store } from '../shared/store.js';
import type { LeaveReason } from './events.js';
import type { FeatureActions } from './feature.js';
import type { DataSaver, DeviceKind, RoomState, Settings } from './state.js';

/** The room as a user interface sees it: state and actions. `Room` implements it, and tests use fakes of it. */
export interface RoomActions extends FeatureActions {
  readonly state: RoomState;
  /** Calls back after each change of state, until `signal` is aborted. */
  readonly subscribe: Store<RoomState>['subscribe'];

  /** Opens the lobby: asks for devices and connects to the party. A second call has no effect. Never rejects; the result is in `state`. */
  prepare(): Promise<void>;
  /** Closes an idle lobby: releases devices, socket and prepared connections. `prepare()` opens it again. */
  rest(): void;
  /** Asks again for devices that were denied, missing or in use. */
  retryDevices(): Promise<void>;
  /** Sets our name for the others. In a call they see it once the party has it. If the token sets a name, that one replaces ours. */
  setDisplayName(name: string): void;
  /** Joins the call, with what was off when we left the last one still off. Resolves when joined; rejects with a `VideoRoomError`. */
  join(): Promise<void>;
  /** Leaves the call: ends every track, socket, connection, timer and listener. */
  leave(reason?: LeaveReason): void;

  /** Each toggle resolves with the confirmed state. A denial is reported by an event and `false`; it does not reject. */
  toggleMicrophone(force?: boolean): Promise<boolean>;
  toggleCamera(force?: boolean): Promise<boolean>;
  toggleScreenShare(force?: boolean): Promise<boolean>;
  toggleHand(force?: boolean): Promise<boolean>;
  /** Switches to another device; in a call this needs no renegotiation. A speaker is used for every audio element. */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void>;
  /**
   * Sends what `processor` makes of our captured track (background blur, noise suppression), for this and later calls; `null` sends
   * the captured track itself. The call goes on; the track before it is sent until the new one is there. Resolves when it is in
   * use. A processor that fails gives the event `processor-error`, and the captured track is sent.
   */
  setProcessor(kind: 'microphone' | 'camera', processor: TrackProcessor | null): Promise<void>;
  /**
   * How large a participant's video (default: the camera) is shown, in device pixels, and whether it is visible. Their page sends no
   * more than that. Call it when a tile changes; without it they send what the call allows.
   */
  setView(
    participantId: string,
    view: { width: number; height: number; visible: boolean; source?: 'camera' | 'screen' },
  ): void;
  /**
   * How much of the network this call may use, in both directions. `small`: small pictures at low rates · `audio-only`: no video of
   * others, and our camera is switched off · `off` (default): what the network carries. Kept for later calls of this room.
   */
  setDataSaver(mode: DataSaver): void;
  /** Changes what the user has set, and keeps the rest. Sound and picture follow at once where the browser allows it. */
  changeSettings(change: Settings): void;
  /**
   * Keeps a participant large: `pin(id)` this one alone, `pin(id, true)` also this one, beside those who are pinned already;
   * `pin(id, false)` unpins this one, and `pin(null)` everyone.
   */
  pin(participantId: string | null, on?: boolean): void;

  /**
   * A code to compare by voice with a participant when there is no secret: eight groups of five digits (132 bits). It is the same
   * for both, unless the server has put an attacker between them. `null` while there is no link.
   */
  safetyCode(participantId: string): Promise<string | null>;

  /** Current level of our microphone, 0 to 1. For meters, so it is not part of the state. */
  microphoneLevel(): number;
}
