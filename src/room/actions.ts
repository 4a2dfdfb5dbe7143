/** What a room can be asked to do. Owners confirm, then the state follows; nothing here is optimistic. */
import type { Store } from '../base/store.js';
import type { LeaveReason } from './events.js';
import type { DeviceKind, Message, RoomState } from './state.js';

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

  /**
   * Writes something to everyone, or with `to` to one participant alone, and resolves with it. Whoever cannot be reached now gets
   * it when their link is back. Rejects with a `VideoRoomError`: `bad-message` for no text or more than 4 KiB, `forbidden` without the
   * grant `chat`, `not-joined` outside a call, `peer-unreachable` when nobody in it has the id `to`.
   */
  sendMessage(text: string, options?: { to?: string }): Promise<Message>;
  /**
   * Hands a value to the other pages, as `data-received`: anything that JSON can say in 16 KiB. Delivered and refused as messages are,
   * but not passed on to those who come later. Of what waits for somebody out of reach, the last 256 are kept.
   */
  sendData(value: unknown, options?: { to?: string }): Promise<void>;
  /** Shows everybody an emoji for a moment. Rejects as `sendMessage`; `bad-message` for anything that is not one emoji. */
  react(emoji: string): Promise<void>;

  /**
   * What takes a grant; each resolves when the party has done it. All reject with a `VideoRoomError`: `not-joined` outside a
   * call, `forbidden` without the grant, `server-unreachable` at once while the party is down (nothing is queued), `peer-unreachable` for nobody of that id,
   * `rate-limited` for too many at once.
   */
  /**
   * Removes somebody, with the way back to their seat. They may come in again as somebody new, or wait where the door is closed; with `ban`
   * nobody comes in with a token of the same `sub`. Not ourselves: `forbidden`.
   */
  kick(id: string, options?: { ban?: boolean }): Promise<void>;
  /**
   * Keeps everybody from hearing somebody, or lifts that; it never switches a microphone on. Lasts until the call is over for whoever comes
   * with the same `sub` in their token; else for as long as they keep their seat or come back to it.
   */
  mute(id: string, on?: boolean): Promise<void>;
  /** Makes newcomers wait, or no longer; default: the other of both. */
  lock(force?: boolean): Promise<void>;
  /** Lets in somebody of `state.waiting`. */
  admit(id: string): Promise<void>;
  /** Turns away somebody of `state.waiting`. */
  refuse(id: string): Promise<void>;
  /** Ends the call for everyone. */
  end(): Promise<void>;

  /**
   * What to compare by voice with a participant where there is no secret: eight groups of five digits (132 bits), the same for both
   * unless the server has put somebody between them. `null` while there is no link.
   */
  safetyCode(participantId: string): Promise<string | null>;

  /** Our microphone now, 0 to 1; for meters, so it is not part of the state. */
  microphoneLevel(): number;
}
