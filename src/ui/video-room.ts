/** The tag. Owns attributes, properties and lifecycle; a `Call` does the rest. Knows nothing of media or of the network. */
import { type CSSResult, noChange, nothing, type PropertyValues } from 'lit';
import { VideoRoomError } from '../base/errors.js';
import type { RoomOptions } from '../room/index.js';
import type { Participant, Phase, SignalingState } from '../room/state.js';
import { styles } from '../styles/index.js';
import {
  flag,
  json,
  named,
  problemOf,
  readLooks,
  readOptions,
  readShareUrl,
  type Theme,
  warnOnce,
} from './attributes.js';
import { CallElement } from './call-element.js';
import type { Layout } from './context.js';
import { Call } from './controllers/call.js';
import { awaitReturn } from './controllers/detachment.js';
import { attributeNames, Secrecy } from './controllers/secrecy.js';
import { isTypingIn, keepTyping } from './controllers/typing.js';
import { showStates } from './custom-state.js';
import { browserPlatform, type CallRoom, type UiPlatform } from './platform.js';
import { adopt, adoptAgain } from './sheets.js';
import { renderStage } from './stage.js';

/**
 * A video call for several people on any page. Give it a `room`; whoever is in the same room sees and hears each other.
 *
 * Nobody is asked for a camera, and nothing is connected, before a person touches the lobby (or permission was given earlier and the
 * element is in view). Moving the element keeps the call, removing it hangs up. A bad value warns once and its default is used.
 *
 * @tag video-room
 * @fires {CustomEvent<{ roomId: string, participantId: string }>} room-joined - We are in. Again, with another id, when our seat was lost while we were offline and there was another one.
 * @fires {CustomEvent<{ reason: LeaveReason }>} room-left - We are out again, for good: once for each stay in the call.
 * @fires {CustomEvent<{ participant: Participant }>} participant-joined - Somebody came in.
 * @fires {CustomEvent<{ participant: Participant }>} participant-updated - Something about somebody changed.
 * @fires {CustomEvent<{ participant: Participant, reason?: 'left' | 'lost' | 'kicked' }>} participant-left - Somebody is gone.
 * @fires {CustomEvent<{ enabled: boolean }>} microphone-changed - Our microphone went on or off.
 * @fires {CustomEvent<{ enabled: boolean }>} camera-changed - Our camera went on or off.
 * @fires {CustomEvent<{ enabled: boolean }>} screen-share-changed - Our screen share began or ended.
 * @fires {CustomEvent<{ participantId: string | null }>} active-speaker-changed - Somebody else speaks.
 * @fires {CustomEvent<{ waiting: WaitingParticipant[] }>} waiting-changed - Somebody asks to be let in, or does no longer; for those who may let them in.
 * @fires {CustomEvent<{ locked: boolean }>} lock-changed - Newcomers have to wait from now on, or no longer.
 * @fires {CustomEvent<{ muted: boolean }>} muted-changed - A moderator keeps the others from hearing us, or no longer.
 * @fires {CustomEvent<{ state: Phase, previous: Phase, signaling: SignalingState }>} connection-state-changed - `state` or `signaling` changed.
 * @fires {CustomEvent<{ participantId: string, level: 'good' | 'fair' | 'poor' | 'unknown' }>} quality-changed - The link to somebody got better or worse.
 * @fires {CustomEvent<{ message: Message }>} message-received - Somebody wrote, or it was passed on to us (`passedOnBy`). Not of our own.
 * @fires {CustomEvent<{ from: string, value: unknown }>} data-received - Another page told us something with `sendData`.
 * @fires {CustomEvent<{ from: string, emoji: string }>} reaction-received - Somebody shows an emoji.
 * @fires {CustomEvent<{ kind: 'microphone' | 'camera' | 'screen', code: DeviceErrorCode }>} device-error - A device cannot be used.
 * @fires {CustomEvent<{ code: RoomErrorCode, fatal: boolean, message: string, cause?: unknown }>} room-error - Something is wrong with the room; `fatal`: there is no call because of it.
 * @fires {CustomEvent<{ reason: LeaveReason }>} before-leave - Cancelable: `preventDefault()` keeps the call.
 * @fires {CustomEvent<{}>} before-screen-share - Cancelable: `preventDefault()` keeps the browser's picker from opening.
 *
 * @slot header - Above everything.
 * @slot lobby - Instead of the lobby's title.
 * @slot empty - Instead of the card that invites others while one is alone.
 * @slot controls-start - Before the controls, instead of the room's name and the mark that says what protects the call.
 * @slot controls-end - After the controls.
 *
 * @csspart stage - The whole box.
 * @csspart grid - The place of the tiles.
 * @csspart tile - One participant or screen; also `person` or `screen`, and `self`, `speaking`, `weak`.
 * @csspart tile__video - The picture in a tile.
 * @csspart tile__avatar - The initials where there is no picture.
 * @csspart tile__name - The pill with name and mute mark.
 * @csspart tile__chip - A mark at the tile's upper corner: hand, quality, connection.
 * @csspart tile__pin - The button that keeps a tile large.
 * @csspart tile__actions - The button of what a moderator can do to somebody.
 * @csspart knocks - Who asks to be let in; each a `knock`, with `knock__admit` and `knock__refuse`.
 * @csspart empty - The place beside somebody who is alone.
 * @csspart empty__copy - Its button.
 * @csspart empty__link - The link in its place, where the browser does not let us copy it.
 * @csspart controls - The bar of controls.
 * @csspart control - One control; each is also `control-microphone`, `control-leave` and so on.
 * @csspart room-name - The room's name in the bar.
 * @csspart safety-mark - The mark that says what protects the call.
 * @csspart safety__code - The numbers to compare.
 * @csspart popover - Device pickers, or the menu of controls that do not fit.
 * @csspart menu-item - One entry of that menu.
 * @csspart field - A label with its input or picker, of which the latter is `field__select`.
 * @csspart control__badge - How many messages are unread.
 * @csspart tile__reaction - An emoji over the picture.
 * @csspart chat - The chat: a panel, or a sheet in narrow boxes.
 * @csspart chat__title - Its heading.
 * @csspart chat__close - The button that closes it.
 * @csspart chat__list - What was written.
 * @csspart chat__message - What one person wrote in one go; also `own`, `private` and `hearsay` (passed on).
 * @csspart chat__avatar - Their initials.
 * @csspart chat__author - Their name.
 * @csspart chat__time - When.
 * @csspart chat__note - For whom, or who passed it on.
 * @csspart chat__text - The text of one message.
 * @csspart chat__link - An address in it.
 * @csspart chat__new - The button that leads to new messages.
 * @csspart chat__form - The place to write.
 * @csspart chat__to - Whom it is for.
 * @csspart chat__reaction - A button that shows an emoji.
 * @csspart chat__input - The text field.
 * @csspart chat__send - Its button.
 * @csspart lobby - The lobby.
 * @csspart lobby__title - Its heading.
 * @csspart lobby__preview - Our picture before the call.
 * @csspart lobby__video - The picture itself.
 * @csspart lobby__level - The level of our microphone.
 * @csspart lobby__setup - The button that asks for devices.
 * @csspart lobby__here - Who is in the room.
 * @csspart lobby__join - The way in.
 * @csspart lobby__cancel - No longer joining, or waiting to be let in.
 * @csspart notices - The place of notices.
 * @csspart notice - One notice.
 * @csspart notice__action - Its button.
 * @csspart problem - What is shown where there is no call.
 * @csspart problem__again - The way back.
 *
 * @cssprop [--video-room-accent=#2862f0] - What is on or active. The one to set.
 * @cssprop [--video-room-on-accent=#fff] - Text on it.
 * @cssprop [--video-room-danger=#d42a31] - Leave, and what is off.
 * @cssprop [--video-room-ok=#2fbf71] - What is well.
 * @cssprop [--video-room-warn=#f2a33a] - What needs a look.
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
 * @cssstate reconnecting - The server is being reconnected to; the call goes on.
 * @cssstate verified - We are in the call, and everybody in it has proved that they have our secret.
 */
export class VideoRoom extends CallElement {
  static override styles = styles;
  // Plain literals: the analyser of the manifest reads nothing else.
  // biome-ignore format: a table.
  static override properties = {
    room: { useDefault: true }, server: { useDefault: true }, party: { useDefault: true },
    displayName: { attribute: 'display-name', useDefault: true }, token: { useDefault: true },
    withoutLobby: { attribute: 'without-lobby', type: Boolean, converter: flag },
    remember: { type: Boolean, converter: flag }, audioOnly: { attribute: 'audio-only', type: Boolean, converter: flag },
    startAudioOff: { attribute: 'start-audio-off', type: Boolean, converter: flag }, relayOnly: { attribute: 'relay-only', type: Boolean, converter: flag },
    startVideoOff: { attribute: 'start-video-off', type: Boolean, converter: flag }, iceServers: { attribute: 'ice-servers', converter: json },
    layout: { useDefault: true }, controls: { useDefault: true }, theme: { reflect: true, useDefault: true },
    shareUrl: { attribute: 'share-url', useDefault: true },
    secretFrom: { attribute: 'secret-from', converter: named, useDefault: true }, secret: { attribute: false },
    getToken: { attribute: false }, stream: { attribute: false },
  };
  static readonly #attributes = attributeNames(VideoRoom.properties);
  static {
    // Lower-case names, as frameworks write them. With an accessor the element learns about them at any time.
    for (const name of VideoRoom.#attributes.keys())
      if (name.toLowerCase() !== name) VideoRoom.createProperty(name.toLowerCase());
    VideoRoom.createProperty('secretAttribute', { attribute: 'secret' });
  }

  /** Where rooms are when `server` is not set. Only the script for script tags sets it: to the origin it came from. */
  static defaultServer = '';

  /** Name of the room: 1 to 64 of `a-z 0-9 _ -`, in any case. Required. Another one starts anew. */
  room = '';
  /** Origin or host of the party, such as `https://rtc.example`. The script for script tags knows its own. Another one starts anew. */
  server = '';
  /** Name of the party. Another one starts anew. */
  party = 'main';
  /** How others see us, until another name is typed in the lobby. */
  displayName = '';
  /** Token for the party; a new one is used at the next dial. */
  token = '';
  /**
   * Protects the call with a secret that the server does not know. `hash`: of `#video-room-key=…` in the page's address, put there when the
   * lobby is first used; `property`: waits for `secret`. Another value starts anew; a bad one, or taken away again, means no call.
   */
  secretFrom: '' | 'hash' | 'property' = '';
  /** Joins at once, without lobby and without waiting for a touch. */
  withoutLobby = false;
  /** Starts muted. */
  startAudioOff = false;
  /** Starts with the camera off. */
  startVideoOff = false;
  /** Never asks for a camera. */
  audioOnly = false;
  /** `auto`, `grid` or `speaker`, which keeps one tile large; `auto` does so while somebody shares a screen. */
  layout: Layout = 'auto';
  /** The controls to show, in order and apart by spaces: `microphone camera chat screen hand devices host leave`. Default: all. */
  controls = '';
  /** ICE servers instead of those the party hands out: JSON in the attribute, an array or an async function as a property. Those that browsers do not take are left out, with a warning. */
  iceServers?: RoomOptions['iceServers'] | null | undefined;
  /** Only uses TURN, so that no participant learns our address. */
  relayOnly = false;
  /** Remembers name and devices in this browser. */
  remember = false;
  /** `auto`, `light` or `dark`; `auto` follows the page's `color-scheme`. */
  theme: Theme = 'auto';
  /** The link to send to others, where it is not the page's address: a frame's own leads past the page around it. */
  shareUrl = '';
  /** For `secret-from="property"`: at least 22 characters of base64url, as of `createSecret()`. Another one starts anew; in a call it is refused. */
  secret?: string | undefined;
  /** Asked for a token before every dial; wins over `token`. */
  getToken?: (() => Promise<string>) | undefined;
  /** The host's own stream instead of devices: its first audio and video track are sent, and never stopped by us. */
  stream?: MediaStream | null | undefined;

  #call: Call | undefined;
  #isBack: (() => void) | undefined; // Told that we were only moved.
  /** False while the stay begins. */
  #isDrawable = true;
  #place = ''; // What the call is bound to; another value means another call.
  readonly #secrecy = new Secrecy(this, VideoRoom.#attributes, () => this.#platform.log);
  #lazyPlatform: UiPlatform | undefined;
  readonly #warn = warnOnce(() => this.#platform.log);
  readonly #internals: ElementInternals | undefined = this.attachInternals?.();

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

  /** Somebody is typing into one of our fields: for shortcuts of the page that listen before we do, and spare what is editable. */
  override get isContentEditable(): boolean {
    return isTypingIn(this.shadowRoot) || super.isContentEditable;
  }

  protected override createRenderRoot(): ShadowRoot {
    // Lit's own way fails in a document other than the script's.
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

  /** For `moveBefore()`: with this method there, the browser moves the element without taking it out. */
  connectedMoveCallback(): void {}

  /**
   * Draws in a task of its own, so that what the network has just brought goes on first: a large drawing takes as long as a
   * handshake. Nobody sees a hidden page, and its timers are slow, so there it is drawn at once.
   */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.#call && !this.#platform.page.hidden) {
      await new Promise((resolve) => setTimeout(resolve));
      await this.#call?.room.drawable();
    }
    super.scheduleUpdate();
  }

  /** Resolves when all is drawn: the first update only begins the stay. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.#call && !changed.size && !this.#secrecy.isDue()) return;
    if (this.#secrecy.isComing()) return void this.#end();
    const options = readOptions(this, (this.constructor as typeof VideoRoom).defaultServer, this.#warn);
    const looks = { ...readLooks(this, this.#warn), shareUrl: readShareUrl(this, this.#warn) };
    const { room, server, party, ...rest } = options;
    const there = [room, server, party].join();
    if (this.#secrecy.read(there)) this.#call?.refuseSecret();
    const problem = this.#secrecy.problem ?? problemOf(options) ?? this.#platform.obstacle();
    const { stay, misspelling } = this.#secrecy.source ?? {};
    const place = [problem, misspelling?.given, there, stay].join();
    if (this.#call && place !== this.#place) {
      this.leave();
      this.#end();
    }
    if (this.#call) {
      this.#call.update(
        Object.fromEntries(Object.entries(rest).filter(([name]) => changed.has(name))),
        looks,
      );
    } else if (this.isConnected) {
      this.#place = place;
      this.#call = new Call(
        this,
        {
          room: options,
          problem,
          withoutLobby: this.withoutLobby,
          looks,
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
    return this.#isDrawable ? renderStage(this.#call.context) : noChange;
  }

  protected override updated(): void {
    // What the stay asks of browser and network is under way; now it is drawn. Asked for after this update, as Lit wants it.
    if (!this.#isDrawable) queueMicrotask(() => this.requestUpdate());
    this.#isDrawable = true;
    this.#call?.drawn();
    showStates(this.#internals, this.#call?.room.state);
  }

  /** Joins; resolves when we are in, also through a waiting room. Before the element is on a page it waits for that. Rejects with a `VideoRoomError`. */
  async join(): Promise<void> {
    // What was set on the element a moment ago counts, and the first drawing begins the stay.
    await this.updateComplete;
    await this.#secrecy.coming;
    await this.updateComplete;
    if (!this.#call) throw new VideoRoomError('not-joined');
    await this.#call.join();
  }

  /** Hangs up. */
  leave(): void {
    this.#call?.room.leave();
  }

  protected override currentRoom(): CallRoom | undefined {
    return this.#call?.room;
  }

  /** For tests: what the element runs on. */
  protected createPlatform(): UiPlatform {
    return browserPlatform();
  }

  /** Made when first used: by then a subclass for tests is complete. */
  get #platform(): UiPlatform {
    this.#lazyPlatform ??= this.createPlatform();
    return this.#lazyPlatform;
  }

  #end(): void {
    this.#call?.end();
    this.#call = undefined;
    this.requestUpdate(); // Streams in what was drawn would be kept alive.
  }
}
