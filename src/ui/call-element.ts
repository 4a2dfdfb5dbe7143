/** What a page may ask of the element besides coming and going: each is handed to the room of the present stay. Owns nothing. */
import { LitElement } from 'lit';
import { VideoRoomError } from '../base/errors.js';
import type { LinkStats } from '../room/index.js';
import type { DeviceKind, Message, Participant, WaitingParticipant } from '../room/state.js';
import type { CallRoom } from './platform.js';

export abstract class CallElement extends LitElement {
  /** Switches our microphone, or sets it. Resolves with what it is then; a denied device is `device-error` and `false`. */
  toggleMicrophone(force?: boolean): Promise<boolean> {
    return this.#ask((room) => room.toggleMicrophone(force), false);
  }

  /** Switches our camera, or sets it; as `toggleMicrophone`. */
  toggleCamera(force?: boolean): Promise<boolean> {
    return this.#ask((room) => room.toggleCamera(force), false);
  }

  /** Shares our screen or stops sharing; as `toggleMicrophone`. Browsers want it called from a click. */
  toggleScreenShare(force?: boolean): Promise<boolean> {
    return this.#ask((room) => room.toggleScreenShare(force), false);
  }

  /** Raises or lowers our hand. */
  toggleHand(force?: boolean): Promise<boolean> {
    return this.#ask((room) => room.toggleHand(force), false);
  }

  /** Switches to another microphone, camera or speaker, also during a call. */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.#ask((room) => room.setDevice(kind, deviceId), undefined);
  }

  /** Keeps one participant large; `null` lets go. */
  pin(participantId: string | null): void {
    this.currentRoom()?.pin(participantId);
  }

  /**
   * Writes up to 4 KiB into the chat, for everyone or for one participant alone. Whoever is out of reach gets it later.
   * Rejects with a `VideoRoomError`: `bad-message` for no text or too much, `forbidden` without the grant `chat`, `not-joined`
   * outside a call, `peer-unreachable` when nobody in it has the id `to`.
   */
  sendMessage(text: string, options?: { to?: string }): Promise<Message> {
    return this.#ask((room) => room.sendMessage(text, options));
  }

  /** Hands up to 16 KiB of JSON to the other pages as `data-received`; delivered and refused as messages are, but not passed on to newcomers. */
  sendData(value: unknown, options?: { to?: string }): Promise<void> {
    return this.#ask((room) => room.sendData(value, options));
  }

  /** Shows everyone an emoji over our picture, for four seconds. Rejects as `sendMessage`. */
  react(emoji: string): Promise<void> {
    return this.#ask((room) => room.react(emoji));
  }

  /**
   * Removes somebody from the call. They may come in again as somebody new; with `ban` nobody does with the same `sub` in their token. Takes the grant `kick`.
   * This and the next five resolve when the server has done it, and reject with a `VideoRoomError`: `not-joined` outside a call, `forbidden` without the grant,
   * `server-unreachable` while the server is out of reach, `peer-unreachable` for nobody of that id, `rate-limited` for too many at once.
   */
  kick(participantId: string, options?: { ban?: boolean }): Promise<void> {
    return this.#ask((room) => room.kick(participantId, options));
  }

  /** Keeps everybody from hearing somebody until `mute(id, false)`, which switches no microphone on. Takes the grant `mute`. */
  mute(participantId: string, on?: boolean): Promise<void> {
    return this.#ask((room) => room.mute(participantId, on));
  }

  /** Makes newcomers wait or turns them away, until it is lifted. Takes the grant `lock`. */
  lock(force?: boolean): Promise<void> {
    return this.#ask((room) => room.lock(force));
  }

  /** Lets in somebody of `waiting`. Takes the grant `admit`. */
  admit(id: string): Promise<void> {
    return this.#ask((room) => room.admit(id));
  }

  /** Turns away somebody of `waiting`. Takes the grant `admit`. */
  refuse(id: string): Promise<void> {
    return this.#ask((room) => room.refuse(id));
  }

  /** Ends the call for everyone. Takes the grant `end`. */
  end(): Promise<void> {
    return this.#ask((room) => room.end());
  }

  /** Ourselves; `null` off the page. */
  get localParticipant(): Participant | null {
    return this.currentRoom()?.state.self ?? null;
  }

  /** Those who ask to be let in; empty for whoever may not do so. */
  get waiting(): readonly WaitingParticipant[] {
    return this.currentRoom()?.state.waiting ?? [];
  }

  /** Newcomers have to wait, or are turned away. */
  get locked(): boolean {
    return this.currentRoom()?.state.locked ?? false;
  }

  /**
   * Eight groups of five digits to compare by voice with a participant: they are the same for both unless the server has put somebody
   * between them. `null` while there is no link.
   */
  safetyCode(participantId: string): Promise<string | null> {
    return this.#ask((room) => room.safetyCode(participantId), null);
  }

  /** Statistics of each link, by participant id; in the lobby, of those that are prepared. */
  getStats(): Promise<Record<string, LinkStats>> {
    return this.#ask((room) => room.getStats(), {});
  }

  /** What to paste into a bug report: states and numbers, no names, no addresses. */
  report(): Promise<Record<string, unknown>> {
    return this.#ask((room) => room.report(), {});
  }

  /** The room of the present stay; none off the page. */
  protected abstract currentRoom(): CallRoom | undefined;

  /** What the room answers; off the page `otherwise`, or a rejection. Just put on it, the first update is waited for. */
  async #ask<T>(question: (room: CallRoom) => Promise<T>, ...otherwise: T[]): Promise<T> {
    if (!this.currentRoom()) await this.updateComplete;
    const room = this.currentRoom();
    if (room) return question(room);
    if (!otherwise.length) throw new VideoRoomError('not-joined');
    return otherwise[0]!;
  }
}
