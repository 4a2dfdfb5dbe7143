/** The methods and properties of the element that act on the call. Each is passed to the room of the current session. Owns nothing. */
import { LitElement } from 'lit';
import { VideoRoomError } from '../base/errors.js';
import type { LinkStats } from '../room/index.js';
import type { DeviceKind, Participant, WaitingParticipant } from '../room/state.js';
import type { CallRoom } from './platform.js';

export abstract class CallElement extends LitElement {
  /** Toggles or sets our microphone. Resolves with the confirmed state; a denied device gives the event `device-error` and `false`. */
  toggleMicrophone(force?: boolean): Promise<boolean> {
    return this.ask((room) => room.toggleMicrophone(force), false);
  }

  /** Toggles or sets our camera; like `toggleMicrophone`. */
  toggleCamera(force?: boolean): Promise<boolean> {
    return this.ask((room) => room.toggleCamera(force), false);
  }

  /** Starts or stops sharing our screen; like `toggleMicrophone`. Browsers require a call from a click. */
  toggleScreenShare(force?: boolean): Promise<boolean> {
    return this.ask((room) => room.toggleScreenShare(force), false);
  }

  /** Raises or lowers our hand. */
  toggleHand(force?: boolean): Promise<boolean> {
    return this.ask((room) => room.toggleHand(force), false);
  }

  /** Switches to another microphone, camera or speaker, also during a call. */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.ask((room) => room.setDevice(kind, deviceId), undefined);
  }

  /** Keeps one participant large; `null` ends that. */
  pin(participantId: string | null): void {
    this.currentRoom()?.pin(participantId);
  }

  /**
   * Removes a participant from the call. They may join again as a new participant; with `ban`, no token with the same `sub` can.
   * Needs the grant `kick`. This and the next five resolve when the server has done it. They reject with a `VideoRoomError`:
   * `not-joined` outside a call, `forbidden` without the grant, `server-unreachable` while the server is out of reach,
   * `peer-unreachable` for an unknown id, `rate-limited` for too many in a short time.
   */
  kick(participantId: string, options?: { ban?: boolean }): Promise<void> {
    return this.ask((room) => room.kick(participantId, options));
  }

  /** Blocks a participant's microphone for everyone, until `mute(id, false)`. Unblocking does not switch it on. Needs the grant `mute`. */
  mute(participantId: string, on?: boolean): Promise<void> {
    return this.ask((room) => room.mute(participantId, on));
  }

  /** Makes newcomers wait or turns them away, until unlocked. Needs the grant `lock`. */
  lock(force?: boolean): Promise<void> {
    return this.ask((room) => room.lock(force));
  }

  /** Lets in a participant from `waiting`. Needs the grant `admit`. */
  admit(id: string): Promise<void> {
    return this.ask((room) => room.admit(id));
  }

  /** Turns away a participant from `waiting`. Needs the grant `admit`. */
  refuse(id: string): Promise<void> {
    return this.ask((room) => room.refuse(id));
  }

  /** Ends the call for everyone. Needs the grant `end`. */
  end(): Promise<void> {
    return this.ask((room) => room.end());
  }

  /** Our own participant; `null` while the element is not on a page. */
  get localParticipant(): Participant | null {
    return this.currentRoom()?.state.self ?? null;
  }

  /** Participants who ask to be let in; empty unless we may admit them. */
  get waiting(): readonly WaitingParticipant[] {
    return this.currentRoom()?.state.waiting ?? [];
  }

  /** Whether newcomers have to wait, or are turned away. */
  get locked(): boolean {
    return this.currentRoom()?.state.locked ?? false;
  }

  /**
   * Eight groups of five digits to compare by voice with a participant. Both see the same, unless the server has put an attacker
   * between them. `null` while there is no link.
   */
  safetyCode(participantId: string): Promise<string | null> {
    return this.ask((room) => room.safetyCode(participantId), null);
  }

  /** Statistics of each link, by participant id; in the lobby, of the prepared ones. */
  getStats(): Promise<Record<string, LinkStats>> {
    return this.ask((room) => room.getStats(), {});
  }

  /** Data for a bug report: states and numbers, no names, no addresses. */
  report(): Promise<Record<string, unknown>> {
    return this.ask((room) => room.report(), {});
  }

  /** The room of the current session; `undefined` while the element is not on a page. */
  protected abstract currentRoom(): CallRoom | undefined;

  /**
   * Asks the room. Without one, resolves with `otherwise` or rejects. If the element was just put on the page, waits for the
   * first update.
   */
  protected async ask<T>(question: (room: CallRoom) => Promise<T>, ...otherwise: T[]): Promise<T> {
    if (!this.currentRoom()) await this.updateComplete;
    const room = this.currentRoom();
    if (room) return question(room);
    if (!otherwise.length) throw new VideoRoomError('not-joined');
    return otherwise[0]!;
  }
}
