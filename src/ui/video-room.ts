/** The tag. Owns attributes, properties, methods and lifecycle; a `Call` does the rest. Knows nothing of media or of the network. */
import { LitElement, nothing, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { VideoRoomError } from '../base/errors.js';
import type { VideoRoomEventMap } from '../room/events.js';
import type { LinkStats } from '../room/index.js';
import type { RoomOptions } from '../room/options.js';
import type { DeviceKind, Participant, Phase, SignalingState } from '../room/state.js';
import { styles } from '../styles/index.js';
import { flag, json, problemOf, readLooks, readOptions, type Theme, text } from './attributes.js';
import type { Layout } from './context.js';
import { Call } from './controllers/call.js';
import { Detachment } from './controllers/detachment.js';
import { browserPlatform, type CallRoom, type UiPlatform } from './platform.js';
import { renderStage } from './stage.js';

/**
 * A video call for several people on any page. Give it a `room`; whoever is in the same room sees and hears each other.
 *
 * Nobody is asked for a camera, and nothing is connected, before a person touches the lobby (or permission was given
 * earlier and the element is in view). Moving the element within a page keeps the call, removing it hangs up. A bad attribute value
 * never throws: it warns once and the default is used.
 *
 * @tag video-room
 * @fires {CustomEvent<{ roomId: string, participantId: string }>} room-joined - We are in.
 * @fires {CustomEvent<{ reason: LeaveReason }>} room-left - We are out again.
 * @fires {CustomEvent<{ participant: Participant }>} participant-joined - Somebody came in.
 * @fires {CustomEvent<{ participant: Participant }>} participant-updated - Something about somebody changed.
 * @fires {CustomEvent<{ participant: Participant, reason?: string }>} participant-left - Somebody is gone.
 * @fires {CustomEvent<{ enabled: boolean }>} microphone-changed - Our microphone went on or off.
 * @fires {CustomEvent<{ enabled: boolean }>} camera-changed - Our camera went on or off.
 * @fires {CustomEvent<{ enabled: boolean }>} screen-share-changed - Our screen share began or ended.
 * @fires {CustomEvent<{ participantId: string | null }>} active-speaker-changed - Somebody else speaks.
 * @fires {CustomEvent<{ state: Phase, previous: Phase, signaling: SignalingState }>} connection-state-changed - `state` or `signaling` changed.
 * @fires {CustomEvent<{ participantId: string, level: string }>} quality-changed - The link to somebody got better or worse.
 * @fires {CustomEvent<{ kind: string, code: DeviceErrorCode }>} device-error - A device cannot be used.
 * @fires {CustomEvent<{ code: RoomErrorCode, fatal: boolean, message: string, cause?: unknown }>} room-error - Something is wrong with the room; `fatal`: there is no call because of it.
 * @fires {CustomEvent<{ reason: LeaveReason }>} before-leave - Cancelable: `preventDefault()` keeps the call.
 * @fires {CustomEvent<{}>} before-screen-share - Cancelable: `preventDefault()` keeps the browser's picker from opening.
 *
 * @cssstate joined - We are in the call.
 * @cssstate reconnecting - The server is being reconnected to; the call goes on.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only overloads of inherited methods are merged in.
export class VideoRoom extends LitElement {
  static override styles = styles;

  /** Where rooms are when `server` is not set. Only the script for script tags sets it: to the origin it came from. */
  static defaultServer = '';

  /** Name of the room: 1 to 64 of `a-z 0-9 _ -`, in any case. Required. Another one starts anew. */
  @property(text()) room = '';
  /** Origin or host of the party, such as `https://rtc.example`. Another one starts anew. */
  @property(text()) server = '';
  /** Name of the party. Another one starts anew. */
  @property(text()) party = 'main';
  /** How others see us, until another name is typed in the lobby. */
  @property(text('display-name')) displayName = '';
  /** Token for the party; a new one is used at the next dial. */
  @property(text()) token = '';
  /** Joins at once, without lobby and without waiting for a touch. */
  @property(flag('without-lobby')) withoutLobby = false;
  /** Starts muted. */
  @property(flag('start-audio-off')) startAudioOff = false;
  /** Starts with the camera off. */
  @property(flag('start-video-off')) startVideoOff = false;
  /** Never asks for a camera. */
  @property(flag('audio-only')) audioOnly = false;
  /** How tiles are laid out: `speaker` keeps one large, `auto` does so when somebody shares a screen. */
  @property(text()) layout: Layout = 'auto';
  /** The controls to show, in order and apart by spaces: `microphone camera screen hand devices leave`. Default: all. */
  @property(text()) controls = '';
  /** ICE servers instead of those the party hands out: JSON in the attribute, an array or an async function as a property. */
  @property(json('ice-servers')) iceServers?: RoomOptions['iceServers'] | null;
  /** Only uses TURN, so that no participant learns our address. */
  @property(flag('relay-only')) relayOnly = false;
  /** Remembers name and devices in this browser. */
  @property(flag('remember')) remember = false;
  /** `auto` follows the page's `color-scheme`. */
  @property({ reflect: true, useDefault: true }) theme: Theme = 'auto';
  /** Asked for a token before every dial; wins over `token`. */
  @property({ attribute: false }) getToken?: () => Promise<string>;
  /** The host's own stream instead of devices: its first audio and video track are sent, and never stopped by us. */
  @property({ attribute: false }) stream?: MediaStream | null;

  #call: Call | undefined;
  /** What the call is bound to; another value means another call. */
  #place = '';
  #lazyPlatform: UiPlatform | undefined;
  readonly #warned = new Set<string>();
  readonly #internals: ElementInternals | undefined = this.attachInternals?.();
  readonly #detachment = new Detachment(
    () => this.#platform.clock,
    () => this.#end(),
  );

  /** Where we are: `idle`, `lobby`, `joining`, `waiting`, `joined` or `left`. */
  get state(): Phase {
    return this.#call?.room.state.phase ?? 'idle';
  }

  /** The socket to the party: `idle`, `connecting`, `connected`, `reconnecting` or `closed`. */
  get signaling(): SignalingState {
    return this.#call?.room.state.signaling ?? 'idle';
  }

  /** The others, in the order in which they joined. */
  get participants(): readonly Participant[] {
    return this.#call?.room.state.participants ?? [];
  }

  /** Ourselves; `null` while the element is not on a page. */
  get localParticipant(): Participant | null {
    return this.#call?.room.state.self ?? null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#detachment.cancel();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#detachment.begin();
  }

  /** For `moveBefore()`: with this method there, the browser moves the element without taking it out. */
  connectedMoveCallback(): void {}

  protected override willUpdate(changed: PropertyValues): void {
    if (this.#call && !changed.size) return;
    const options = readOptions(this, (this.constructor as typeof VideoRoom).defaultServer, this.#warn);
    const looks = readLooks(this, this.#warn);
    const { room, server, party, ...rest } = options;
    const problem = problemOf(options) ?? this.#platform.obstacle();
    const place = [problem, room, server, party].join();
    if (this.#call && place !== this.#place) {
      this.leave();
      this.#end();
    }
    if (this.#call) {
      const news = Object.entries(rest).filter(([name]) => changed.has(name));
      this.#call.update(Object.fromEntries(news), looks);
    } else if (this.isConnected) {
      this.#place = place;
      const { withoutLobby } = this;
      this.#call = new Call(this, { room: options, problem, withoutLobby, looks }, this.#platform);
      this.#call.begin();
    }
  }

  protected override render() {
    return this.#call ? renderStage(this.#call.context) : nothing;
  }

  protected override updated(): void {
    this.#call?.drawn();
    this.#show('joined', this.state === 'joined');
    this.#show('reconnecting', this.state === 'joined' && this.signaling === 'reconnecting');
  }

  /** Joins; resolves when we are in, also through a waiting room. Before the element is on a page it waits for that. Rejects with a `VideoRoomError`. */
  async join(): Promise<void> {
    if (!this.#call) await this.updateComplete;
    if (!this.#call) throw new VideoRoomError('room-missing', 'The element is not on a page');
    await this.#call.join();
  }

  /** Hangs up. */
  leave(): void {
    this.#call?.room.leave();
  }

  /** Switches our microphone, or sets it. Resolves with what it is then; a denied device is `device-error` and `false`. */
  toggleMicrophone(force?: boolean): Promise<boolean> {
    return this.#ask(false, (room) => room.toggleMicrophone(force));
  }

  /** Switches our camera, or sets it; as `toggleMicrophone`. */
  toggleCamera(force?: boolean): Promise<boolean> {
    return this.#ask(false, (room) => room.toggleCamera(force));
  }

  /** Shares our screen or stops sharing; as `toggleMicrophone`. Browsers want it called from a click. */
  toggleScreenShare(force?: boolean): Promise<boolean> {
    return this.#ask(false, (room) => room.toggleScreenShare(force));
  }

  /** Raises or lowers our hand. */
  toggleHand(force?: boolean): Promise<boolean> {
    return this.#ask(false, (room) => room.toggleHand(force));
  }

  /** Switches to another microphone, camera or speaker, also during a call. */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void> {
    return this.#ask(undefined, (room) => room.setDevice(kind, deviceId));
  }

  /** Keeps one participant large; `null` lets go. */
  pin(participantId: string | null): void {
    this.#call?.room.pin(participantId);
  }

  /** Statistics of each link, by participant id; empty outside a call. */
  getStats(): Promise<Record<string, LinkStats>> {
    return this.#ask({}, (room) => room.getStats());
  }

  /** What to paste into a bug report: states and numbers, no names, no addresses. */
  report(): Promise<Record<string, unknown>> {
    return this.#ask({}, (room) => room.report());
  }

  /** For tests: what the element runs on. */
  protected createPlatform(): UiPlatform {
    return browserPlatform();
  }

  /** Made when first used, as a server that only imports the class has no browser. */
  get #platform(): UiPlatform {
    this.#lazyPlatform ??= this.createPlatform();
    return this.#lazyPlatform;
  }

  /** What the room answers; `otherwise` where the element is off the page. Just put on it, the first update is waited for. */
  async #ask<T>(otherwise: T, question: (room: CallRoom) => Promise<T>): Promise<T> {
    if (!this.#call) await this.updateComplete;
    return this.#call ? question(this.#call.room) : otherwise;
  }

  #end(): void {
    this.#call?.end();
    this.#call = undefined;
    this.requestUpdate(); // Streams in what was drawn would be kept alive.
  }

  readonly #warn = (attribute: string): void => {
    if (this.#warned.has(attribute)) return;
    this.#warned.add(attribute);
    this.#platform.log.warn('an attribute has a bad value, its default is used', { attribute });
  };

  #show(state: string, on: boolean): void {
    try {
      this.#internals!.states[on ? 'add' : 'delete'](state);
    } catch {
      // Browsers before 2024 have no such states, or none without leading dashes.
    }
  }
}

/** The element's own events, typed: `element.addEventListener('room-joined', ({ detail }) => …)`. */
export interface VideoRoom {
  addEventListener<K extends keyof VideoRoomElementEventMap>(
    type: K,
    listener: (this: VideoRoom, event: VideoRoomElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof VideoRoomElementEventMap>(
    type: K,
    listener: (this: VideoRoom, event: VideoRoomElementEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** What listeners on the element are called with: ours, and those of every HTML element. */
export type VideoRoomElementEventMap = HTMLElementEventMap & {
  [K in keyof VideoRoomEventMap]: CustomEvent<VideoRoomEventMap[K]>;
};

declare global {
  interface HTMLElementTagNameMap {
    'video-room': VideoRoom;
  }
}
