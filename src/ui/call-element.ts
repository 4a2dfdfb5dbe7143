/** The methods and properties of the element that act on the call. Each is passed to the room of the current session. Owns nothing. */
import { LitElement } from 'lit';
import type { DataSaver, DeviceKind, Participant, WaitingParticipant } from '../room/state.js';
import { VideoRoomError } from '../shared/errors.js';
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

  /**
   * How much of the network this call may use, in both directions: `small` means small pictures at low rates, `audio-only` no video.
   * `off` is the default.
   */
  setDataSaver(mode: DataSaver): void {
    this.currentRoom()?.setDataSaver(mode);
  }

  /**
   * Keeps a participant large: `pin(id)` this one alone, `pin(id, true)` also this one, beside those who are pinned already;
   * `pin(id, false)` unpins this one, and `pin(null)` everyone.
   */
  pin(participantId: string | null, on?: boolean): void {
    this.currentRoom()?.pin(participantId, on);
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
