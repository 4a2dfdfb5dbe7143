/** What a room can be asked to do. Owners confirm, then the state follows; nothing here is optimistic. */
import type { Store } from '../base/store.js';
import type { LeaveReason } from './events.js';
import type { DeviceKind, RoomState } from './state.js';

/** The room as an interface sees it: its state, and the actions. `Room` implements it, and so do fakes in tests. */
export interface RoomActions {
  readonly state: RoomState;
  /** Calls back after each change of state until `signal` is aborted. */
  readonly subscribe: Store<RoomState>['subscribe'];

  /** Opens the lobby: asks for devices and connects to the party. Again: no effect. Never rejects; see `state`. */
  prepare(): Promise<void>;
  /** Closes an idle lobby: devices, socket and prepared connections go; `prepare()` brings them back. */
  rest(): void;
  /** Asks once more for devices that were denied, missing or in use. */
  retryDevices(): Promise<void>;
  /** How others will see us; takes effect at the next `join()`. */
  setDisplayName(name: string): void;
  /** Takes a seat; resolves when joined. Rejects with a `VideoRoomError`. */
  join(): Promise<void>;
  /** Hangs up: ends every track, socket, connection, timer and listener. */
  leave(reason?: LeaveReason): void;

  /** Each resolves with the confirmed state; denial is an event and `false`, not a rejection. */
  toggleMicrophone(force?: boolean): Promise<boolean>;
  toggleCamera(force?: boolean): Promise<boolean>;
  toggleScreenShare(force?: boolean): Promise<boolean>;
  toggleHand(force?: boolean): Promise<boolean>;
  /** Switches to another device, in a call without renegotiation. Speakers are chosen for every audio element. */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Keeps one participant large; `null` lets go. */
  pin(participantId: string | null): void;

  /** Our microphone now, 0 to 1; for meters, so it is not part of the state. */
  microphoneLevel(): number;
}
