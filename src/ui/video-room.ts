/** The tag. Owns attributes, properties and lifecycle; a `Call` does the rest. Knows nothing of media or of the network. */
import { type CSSResult, noChange, nothing, type PropertyValues } from 'lit';
import { features } from '../features/index.js';
import { actionsOf } from '../room/feature.js';
import type { RoomOptions } from '../room/index.js';
import type { Participant, Phase, SignalingState } from '../room/state.js';
import { VideoRoomError } from '../shared/errors.js';
import { styles } from '../styles/index.js';
import {
  attributeWarner,
  flag,
  jsonAttribute,
  named,
  problemOf,
  readAppearance,
  readOptions,
  readShareUrl,
  type Theme,
} from './attributes.js';
import { CallElement } from './call-element.js';
import type { Layout } from './context.js';
import { Call } from './controllers/call.js';
import { awaitReturn } from './controllers/detachment.js';
import { attributeNames, Secrecy } from './controllers/secrecy.js';
import { isTypingIn, keepTyping } from './controllers/typing.js';
import { controlsOf } from './controls/control.js';
import { describeRegion, showStates } from './custom-state.js';
import type { UiFeature } from './feature.js';
import { browserPlatform, type CallRoom, type UiPlatform } from './platform.js';
import { adopt, adoptAgain } from './sheets.js';
import { renderStage } from './stage.js';

/**
 * A video call for several people on any page. Give it a `room`: everyone in the same room sees and hears each other.
 *
 * It does not ask for a camera or connect before a user touches the lobby (or permission was given earlier and the element is in
 * view). Moving the element keeps the call, removing it ends the call. An invalid value warns once, and its default is used.
 *
 * @tag video-room
 * @fires {CustomEvent<{ roomId: string, participantId: string }>} room-joined - We have joined. Fires again, with another id, if our membership was lost while we were offline and we joined anew.
 * @fires {CustomEvent<{ reason: LeaveReason }>} room-left - We have left for good: once for each call.
 * @fires {CustomEvent<{ participant: Participant }>} participant-joined - A participant joined.
 * @fires {CustomEvent<{ participant: Participant }>} participant-updated - A participant changed.
 * @fires {CustomEvent<{ participant: Participant, reason?: 'left' | 'lost' | 'kicked' }>} participant-left - A participant left.
 * @fires {CustomEvent<{ enabled: boolean }>} microphone-changed - Our microphone went on or off.
 * @fires {CustomEvent<{ enabled: boolean }>} camera-changed - Our camera went on or off.
 * @fires {CustomEvent<{ enabled: boolean }>} screen-share-changed - Our screen share began or ended.
 * @fires {CustomEvent<{ participantId: string | null }>} active-speaker-changed - Another participant speaks.
 * @fires {CustomEvent<{ waiting: WaitingParticipant[] }>} waiting-changed - A participant asks to be let in, or no longer does; only if we may admit them.
 * @fires {CustomEvent<{ locked: boolean }>} lock-changed - Newcomers have to wait from now on, or no longer.
 * @fires {CustomEvent<{ muted: boolean }>} muted-changed - A moderator has muted us for everyone, or has lifted that.
 * @fires {CustomEvent<{ state: Phase, previous: Phase, signaling: SignalingState }>} connection-state-changed - `state` or `signaling` changed.
 * @fires {CustomEvent<{ participantId: string, level: 'good' | 'fair' | 'poor' | 'lost' | 'unknown' }>} quality-changed - The link to a participant got better or worse.
 * @fires {CustomEvent<{ message: Message }>} message-received - A message from another participant, direct or passed on (`passedOnBy`). Not for our own.
 * @fires {CustomEvent<{ from: string, value: unknown }>} data-received - Another page sent a value with `sendData`.
 * @fires {CustomEvent<{ from: string, emoji: string }>} reaction-received - Another participant shows an emoji.
 * @fires {CustomEvent<{ layout: Layout }>} layout-changed - The user has chosen another layout; the property `layout` has it.
 * @fires {CustomEvent<{ kind: 'microphone' | 'camera' | 'screen', code: DeviceErrorCode }>} device-error - A device cannot be used.
 * @fires {CustomEvent<{ kind: 'microphone' | 'camera', cause: unknown }>} processor-error - Only for `Room.setProcessor`: a processor of our track has failed; the captured track is sent as it is.
 * @fires {CustomEvent<{ code: RoomErrorCode, fatal: boolean, message: string, cause?: unknown }>} room-error - An error of the room; `fatal`: it has ended or prevented the call.
 * @fires {CustomEvent<{ reason: LeaveReason }>} before-leave - Cancelable: `preventDefault()` keeps the call.
 * @fires {CustomEvent<{}>} before-screen-share - Cancelable: `preventDefault()` keeps the browser's picker from opening.
 *
 * @slot header - Above everything.
 * @slot lobby - Instead of the lobby's title.
 * @slot empty - Instead of the invitation card while we are alone.
 * @slot left - On the screen after a call, below its button: a way back to the page, or a question about the call.
 * @slot controls-start - Before the controls, instead of the room's name and the icon for the protection of the call.
 * @slot controls-end - After the controls.
 *
 * @csspart stage - The whole box.
 * @csspart grid - The area of the tiles.
 * @csspart tile - One participant or screen; also `person` or `screen`, and `self`, `speaking`, `weak`.
 * @csspart tile__video - The picture in a tile.
 * @csspart tile__avatar - The initials where there is no picture.
 * @csspart tile__name - The pill with name and mute icon.
 * @csspart tile__chip - An icon at the tile's upper corner: hand, quality, connection.
 * @csspart tile__pin - The button that keeps a tile large.
 * @csspart tile__actions - The button that opens the menu about a participant.
 * @csspart tile__switch-camera - On our own tile, the button that switches to the other camera, on a device with two.
 * @csspart volume - In the menu about a participant: their volume. Its slider is `volume__slider`.
 * @csspart tile__full-screen - On a shared screen, the button that shows it in full screen.
 * @csspart away - Takes the place of the call while the call is in another window; with the button `away__back`.
 * @csspart pager__button - A button that turns the pages of tiles, if they need more than one.
 * @csspart knocks - The waiting participants; each a `knock`, with `knock__admit` and `knock__refuse`.
 * @csspart empty - The invitation card while we are alone.
 * @csspart empty__copy - Its button.
 * @csspart empty__link - The link instead of the button, if the browser blocks copying.
 * @csspart controls - The bar of controls.
 * @csspart control - One control; each is also `control-microphone`, `control-leave` and so on. `control-more` opens the menu of the controls that do not fit.
 * @csspart room-name - The room's name in the bar.
 * @csspart safety-mark - The icon for the protection of the call.
 * @csspart safety__code - The numbers to compare.
 * @csspart control__options - The small button beside a control, which leads to its settings.
 * @csspart popover - A menu or a dialog: settings, the controls that do not fit.
 * @csspart switch - A label with its switch in the settings.
 * @csspart settings__level - The level of our microphone in the settings.
 * @csspart settings__test - The button that plays a test sound.
 * @csspart settings__shortcuts - The button that leads to the shortcuts.
 * @csspart shortcuts - The list of shortcuts.
 * @csspart menu-item - One entry of a menu (`popover`).
 * @csspart field - A label with its input or picker; the picker is `field__select`.
 * @csspart control__badge - The number of unread messages.
 * @csspart control__count - The number of people.
 * @csspart tile__reaction - An emoji over the picture.
 * @csspart reaction - A button that shows an emoji.
 * @csspart chat - The chat: a panel, or a sheet in narrow boxes.
 * @csspart chat__title - Its heading.
 * @csspart chat__close - The button that closes it.
 * @csspart chat__list - The messages.
 * @csspart chat__message - Consecutive messages of one author; also `own`, `private` and `hearsay` (passed on).
 * @csspart chat__avatar - Their initials.
 * @csspart chat__author - Their name.
 * @csspart chat__time - The time.
 * @csspart chat__note - The recipient, or who passed it on.
 * @csspart chat__text - The text of one message.
 * @csspart chat__link - An address in it.
 * @csspart chat__new - The button that leads to new messages.
 * @csspart chat__form - The form for a new message.
 * @csspart chat__to - Its recipient.
 * @csspart chat__input - The text field.
 * @csspart chat__send - Its button.
 * @csspart lobby - The lobby.
 * @csspart lobby__title - Its heading.
 * @csspart lobby__preview - Our picture before the call.
 * @csspart lobby__video - The picture itself.
 * @csspart lobby__level - The level of our microphone.
 * @csspart lobby__setup - The button that asks for devices.
 * @csspart lobby__here - The participants in the call.
 * @csspart lobby__join - The join button.
 * @csspart lobby__cancel - The button that cancels joining or waiting.
 * @csspart notices - The area of notices.
 * @csspart notice - One notice.
 * @csspart notice__action - Its button.
 * @csspart announcements - What screen readers read out. Nobody sees it.
 * @csspart problem - The screen shown without a call.
 * @csspart problem__again - The button that tries again or rejoins.
 * @csspart problem__details - The code of an error, and what the page's author can do.
 * @csspart problem__duration - How long the call has lasted.
 *
 * @cssprop [--video-room-accent=#2862f0] - Color of active controls. The main one to set.
 * @cssprop [--video-room-on-accent=#fff] - Text on it.
 * @cssprop [--video-room-danger=#d42a31] - Color of Leave, and of sources that are off.
 * @cssprop [--video-room-ok=#2fbf71] - Color of success.
 * @cssprop [--video-room-warn=#f2a33a] - Color of warnings.
 * @cssprop --video-room-stage - Behind everything. This and the five below differ in light and dark.
 * @cssprop --video-room-surface - Tiles, bars and cards.
 * @cssprop --video-room-raised - Controls and fields.
 * @cssprop --video-room-line - Lines.
 * @cssprop --video-room-text - Text.
 * @cssprop --video-room-muted - Quieter text.
 * @cssprop [--video-room-pill=#0b0d11c4] - Behind text on a picture.
 * @cssprop [--video-room-radius=14px] - Of tiles and cards.
 * @cssprop [--video-room-gap=8px] - Between tiles.
 * @cssprop [--video-room-control-size=44px] - Of a control.
 * @cssprop [--video-room-speed=180ms] - Of every motion.
 * @cssprop --video-room-font - The font.
 *
 * @cssstate joined - We are in the call.
 * @cssstate reconnecting - We are reconnecting to the server; the call goes on.
 * @cssstate verified - We are in the call, and all participants have proved that they have our secret.
 */
export class VideoRoom extends CallElement {
  static override styles = styles;
  // Plain literals, because the manifest analyzer reads nothing else.
  // biome-ignore format: a table.
  static override properties = {
    room: { useDefault: true }, server: { useDefault: true }, party: { useDefault: true },
    displayName: { attribute: 'display-name', useDefault: true }, token: { useDefault: true },
    withoutLobby: { attribute: 'without-lobby', converter: flag },
    withoutShortcuts: { attribute: 'without-shortcuts', converter: flag },
    remember: { converter: flag }, audioOnly: { attribute: 'audio-only', converter: flag },
    startAudioOff: { attribute: 'start-audio-off', converter: flag }, relayOnly: { attribute: 'relay-only', converter: flag },
    startVideoOff: { attribute: 'start-video-off', converter: flag }, iceServers: { attribute: 'ice-servers', converter: jsonAttribute },
    layout: { useDefault: true }, controls: { useDefault: true }, theme: { reflect: true, useDefault: true },
    shareUrl: { attribute: 'share-url', useDefault: true }, maxBitrate: { attribute: 'max-bitrate', converter: jsonAttribute },
    encode: { useDefault: true },
    withoutSounds: { attribute: 'without-sounds', converter: flag },
    secretFrom: { attribute: 'secret-from', converter: named, useDefault: true }, secret: { attribute: false },
    getToken: { attribute: false }, stream: { attribute: false },
  };
  /** What the call can do. A subclass may add features of its own. */
  static features: readonly UiFeature[] = features;
  /** The server of rooms when `server` is not set. Only the script for script tags sets it, to its own origin. */
  static defaultServer = '';

  /** Name of the room: 1 to 64 of `a-z 0-9 _ -`, the first a letter or a digit, in any case. Required. A new value starts a new call. */
  room = '';
  /**
   * Origin or host of the party, such as `https://rtc.example`. The script for script tags knows its own. A new value starts a
   * new call.
   */
  server = '';
  /** Name of the party. A new value starts a new call. */
  party = 'main';
  /** The user's name, as the others see it, until the user types another one. May change during a call; a name from a token stays. */
  displayName = '';
  /** Token for the party; a new one is used at the next dial. */
  token = '';
  /**
   * Protects the call with a secret that the server does not know. `hash`: from `#video-room-key=…` in the page's address,
   * created when the lobby is first used; `property`: waits for `secret`. A new value starts a new call; if it is invalid or
   * removed, there is no call.
   */
  secretFrom: '' | 'hash' | 'property' = '';
  /** Joins at once, without a lobby and without waiting for a touch. Read when the element starts. */
  withoutLobby = false;
  /** Has no keyboard shortcuts. With them, keys work only while the focus is inside, and never while the user types. */
  withoutShortcuts = false;
  /** Plays no sounds when a participant joins, asks to be let in, or writes. */
  withoutSounds = false;
  /** Starts muted. Read when the lobby opens. */
  startAudioOff = false;
  /** Starts with the camera off. Read when the lobby opens. */
  startVideoOff = false;
  /** Never asks for a camera. Read when the lobby opens. */
  audioOnly = false;
  /**
   * `auto`, `grid` or `speaker`, which keeps one tile large; `auto` does that during a screen share. The user can change it: the
   * property has the current layout then.
   */
  layout: Layout = 'auto';
  /** The controls to show, in order and separated by spaces: `microphone camera chat hand reactions screen switch-camera people invite view settings host leave`. Default: all. */
  controls = '';
  /**
   * ICE servers to use instead of the party's: JSON in the attribute, an array or an async function as a property. Servers that
   * browsers reject are ignored, with a warning.
   */
  iceServers?: RoomOptions['iceServers'] | null | undefined;
  /** Uses only TURN, so that no participant learns our IP address. */
  relayOnly = false;
  /** The most that we send to all others together, in kbit/s: sound, camera and screen. Default: what the network carries. */
  maxBitrate?: number | undefined;
  /**
   * `shared`: encodes the camera once for several others, where the browser can (Chromium); `per-link`: once for each. Read when a
   * call begins.
   */
  encode: 'per-link' | 'shared' = 'per-link';
  /** Remembers name, devices and settings in this browser. Read when the element starts. */
  remember = false;
  /** `auto`, `light` or `dark`; `auto` follows the page's `color-scheme`. */
  theme: Theme = 'auto';
  /** The link for inviting others, if it is not the page's address. Needed in a frame, whose own address leads past the page around it. */
  shareUrl = '';
  /**
   * For `secret-from="property"`: at least 22 characters of base64url, see `createSecret()`. A new value starts a new call;
   * during a call it is rejected.
   */
  secret?: string | undefined;
  /** Called before every dial for a token; takes precedence over `token`. */
  getToken?: (() => Promise<string>) | undefined;
  /** The host page's own stream instead of devices: its first audio and video tracks are sent, and never stopped by us. Read when the lobby opens. */
  stream?: MediaStream | null | undefined;

  #call: Call | undefined;
  readonly #controls = controlsOf((this.constructor as typeof VideoRoom).features).map(({ name }) => name);
  #isBack: (() => void) | undefined; // Called when the element was only moved.
  /** False while the session starts. */
  #isDrawable = true;
  /** Something of this call was drawn. */
  #hasDrawn = false;
  #place = ''; // The identity of the call; another value means another call.
  readonly #secrecy = new Secrecy(this, ATTRIBUTES, () => this.#platform.log);
  #lazyPlatform: UiPlatform | undefined;
  readonly #warn = attributeWarner(() => this.#platform.log);
  readonly #internals: ElementInternals | undefined = this.attachInternals?.();

  /** The phase: `idle`, `lobby`, `joining`, `waiting`, `joined` or `left`. */
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

  /** Whether the user is typing into one of our fields, for shortcuts of the page that listen before we do and ignore editable elements. */
  override get isContentEditable(): boolean {
    return isTypingIn(this.shadowRoot) || super.isContentEditable;
  }

  /** Called by Lit once for each class, before its first element. */
  protected static override finalize(): void {
    // biome-ignore lint/complexity/noThisInStatic: Lit's own method needs the class that it is called for.
    super.finalize();
    // biome-ignore lint/complexity/noThisInStatic: a subclass may have other features.
    addActions(this);
  }

  protected override createRenderRoot(): ShadowRoot {
    // Lit's default fails in another document than the script's.
    const { shadowRootOptions, elementStyles } = this.constructor as typeof VideoRoom;
    const root = this.attachShadow(shadowRootOptions);
    adopt(root, elementStyles as CSSResult[]);
    keepTyping(root);
    return root;
  }

  /** Moved into another document. */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptAgain(this.shadowRoot);
    this.#call?.adopted();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#isBack?.();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#isBack = awaitReturn(this.#platform.clock, () => this.#end());
  }

  /** For `moveBefore()`: if this method exists, the browser moves the element without disconnecting it. */
  connectedMoveCallback(): void {}

  /**
   * Draws in a task of its own, so that pending network messages are handled first: a large drawing takes as long as a handshake.
   * In a hidden page it draws at once, because nobody sees it and its timers are slow.
   */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.#call && !this.#platform.page.hidden) {
      await new Promise((resolve) => setTimeout(resolve));
      await this.#call?.drawable(!this.#hasDrawn);
    }
    super.scheduleUpdate();
  }

  /** Resolves when all is drawn: the first update only starts the session. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.#call && !changed.size && !this.#secrecy.isDue()) return;
    if (this.#secrecy.isComing()) return void this.#end();
    const { defaultServer, features } = this.constructor as typeof VideoRoom;
    const options = readOptions(this, defaultServer, this.#warn);
    const appearance = {
      ...readAppearance(this, this.#controls, this.#warn),
      shareUrl: readShareUrl(this, this.#warn),
      withoutSounds: this.withoutSounds,
    };
    const { room, server, party, ...rest } = options;
    const there = [room, server, party].join();
    if (this.#secrecy.read(there)) this.#call?.refuseSecret();
    const problem = this.#secrecy.problem ?? problemOf(options) ?? this.#platform.obstacle();
    const { sessionKey, misspelling } = this.#secrecy.source ?? {};
    const place = [problem, misspelling?.given, there, sessionKey].join();
    if (this.#call && place !== this.#place) {
      this.leave();
      this.#end();
    }
    if (this.#call) {
      this.#call.update(
        Object.fromEntries(Object.entries(rest).filter(([name]) => changed.has(name))),
        appearance,
      );
    } else if (this.isConnected) {
      this.#place = place;
      this.#call = new Call(
        this,
        {
          room: options,
          problem,
          withoutLobby: this.withoutLobby,
          features,
          appearance,
          secret: this.#secrecy.source,
        },
        this.#platform,
      );
      this.#call.begin();
      this.#isDrawable = this.#platform.page.hidden;
    }
  }

  protected override render(): unknown {
    if (!this.#call) return nothing;
    if (!this.#isDrawable) return noChange;
    this.#hasDrawn = true;
    return renderStage(this.#call.context);
  }

  protected override updated(): void {
    // The session has made its requests to browser and network; now it is drawn. Requested after this update, as Lit requires.
    if (!this.#isDrawable) queueMicrotask(() => this.requestUpdate());
    this.#isDrawable = true;
    this.#call?.drawn();
    const state = this.#call?.room.state;
    showStates(this.#internals, state);
    describeRegion(this.#internals, state);
  }

  /**
   * Joins. Resolves when joined, also through a waiting room. If the element is not on a page yet, waits for that. Rejects with a
   * `VideoRoomError`.
   */
  async join(): Promise<void> {
    await this.#started();
    await this.#secrecy.coming;
    await this.#started();
    if (!this.#call) throw new VideoRoomError('not-joined');
    await this.#call.join();
  }

  /** Leaves the call. */
  leave(): void {
    this.#call?.room.leave();
  }

  protected override currentRoom(): CallRoom | undefined {
    return this.#call?.room;
  }

  /** For tests: the platform of the element. */
  protected createPlatform(): UiPlatform {
    return browserPlatform();
  }

  /** Created on first use: a test subclass is complete by then. */
  get #platform(): UiPlatform {
    this.#lazyPlatform ??= this.createPlatform();
    return this.#lazyPlatform;
  }

  /** Applies properties that were set a moment ago, and starts the session. Drawing comes later: joining is more urgent. */
  async #started(): Promise<void> {
    if (!this.isConnected) await this.updateComplete;
    if (!this.isUpdatePending) return;
    this.#isDrawable = false;
    this.performUpdate();
  }

  #end(): void {
    this.#call?.end();
    this.#call = undefined;
    this.#hasDrawn = false;
    this.requestUpdate(); // Drawn elements would keep their streams alive.
  }
}

/** Gives the element the methods of the features: each is passed to the room. */
function addActions({ prototype, features }: { prototype: VideoRoom; features: readonly UiFeature[] }): void {
  for (const feature of features)
    for (const name of actionsOf(feature)) {
      const call = (room: CallRoom, args: unknown[]) =>
        (room[name] as (...args: unknown[]) => Promise<unknown>)(...args);
      Object.defineProperty(prototype, name, {
        configurable: true,
        value(this: VideoRoom, ...args: unknown[]) {
          return this.ask((room) => call(room, args), ...(feature.roomActions?.[name] ? [{}] : []));
        },
      });
    }
}

/** Property names by attribute. After the class: tsc 7 writes static initializers that read the class before it is there. */
const ATTRIBUTES = attributeNames(VideoRoom.properties);
// Lower-case names, as frameworks write them. With an accessor the element notices each change.
for (const name of ATTRIBUTES.keys())
  if (name.toLowerCase() !== name) VideoRoom.createProperty(name.toLowerCase());
VideoRoom.createProperty('secretAttribute', { attribute: 'secret' });
