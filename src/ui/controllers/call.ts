/**
 * One session of the element in one room: the `Room` and all controllers around it, from being put on a page (or getting another
 * room) to being removed. Owns the interface's own state. A single signal ends everything.
 */

import type { RoomErrorCode } from '../../protocol/errors.js';
import type { RoomOptions } from '../../room/options.js';
import { facingOf, type RoomState } from '../../room/state.js';
import { childController } from '../../shared/child-controller.js';
import { VideoRoomError } from '../../shared/errors.js';
import type { UiActions, UiContext, UiState } from '../context.js';
import type { SecretSource } from '../extras/secret.js';
import type { LazyView, UiFeature, UiStateAccess } from '../feature.js';
import { loadMenus } from '../later.js';
import { panelOpened } from '../panels.js';
import type { CallRoom, UiPlatform } from '../platform.js';
import { rootFontSize, scaleOf } from '../scale.js';
import { adopt } from '../sheets.js';
import { runInBackground } from './background.js';
import { keepFocus } from './focus.js';
import { LanguageController } from './language.js';
import { guardLobby, type LobbyGate } from './lobby-gate.js';
import { createPlayback, type Playback } from './playback.js';
import type { createTileViews, TileViews } from './tile-views.js';

/** How long "copied" is shown (ms). */
const COPIED_FOR = 2_000;
/** Such an alarm that was dismissed is shown again at most once in this time (ms). */
const ALARM_EVERY = 60_000;
/** What controls open is loaded this long after joining, even if it is never opened (ms): nothing else is loading then. */
const PRELOAD_AFTER = 15_000;

/** Work beside the interface begins this long after joining (ms): first pictures are more urgent. */
const BACKGROUND_AFTER = 5_000;

/** Pause before code that could not be loaded is loaded again (ms). */
const RETRY_AFTER = 3_000;

/** A prompt that is open for this long may have been overlooked (ms). */
const ASKING_AFTER = 3_000;

const isAsking = ({ self }: RoomState): boolean =>
  self.camera === 'starting' || self.microphone === 'starting';

/** The state that features add to the interface. */
const uiStateOf = (features: readonly UiFeature[]): Partial<UiState> =>
  Object.assign({}, ...features.map(({ ui }) => ui));

export interface CallOptions {
  room: RoomOptions;
  /** Why this room cannot be used at all. */
  problem: RoomErrorCode | null;
  withoutLobby: boolean;
  features: readonly UiFeature[];
  appearance: Pick<UiState, 'layout' | 'controls' | 'shareUrl' | 'withoutShortcuts' | 'withoutSounds'>;
  /** The source of the secret, if the call has one, or if the page may have misspelled a protection. */
  secret: SecretSource | null | undefined;
}

export class Call {
  readonly room: CallRoom;
  /** These come with the code that draws tiles. */
  #createTileViews: typeof createTileViews | undefined;
  #views: TileViews | undefined;
  #measuring = new AbortController();
  readonly #playback: Playback;
  readonly #language: LanguageController;
  readonly #life = new AbortController();
  readonly #gate: LobbyGate | undefined;
  /** The element that parts are drawn into, and the observer of its size. */
  #frame: Element | null = null;
  #watching = new AbortController();
  /** The host page's own stream. */
  #stream: MediaStream | null | undefined;
  /** The devices that the lobby asks for. */
  #devices!: readonly ('camera' | 'microphone')[];
  #stopWatching = () => {};
  /** When this call began, since 1970 (ms). */
  #joinedAt = 0;
  /** When an alarm about nobody was last shown. */
  #alarmedAt = 0;
  /** Aborted when we leave the call. */
  #leaving: AbortController | undefined;
  /** The user has typed a name: it is not replaced by a name from the page. */
  #hasTyped = false;
  #ui: UiState;
  /** The code that draws the call. */
  #callView: LazyView | undefined;
  #callViewLoading: Promise<void> | undefined;
  /** What features may change in the interface. */
  readonly #access: UiStateAccess;

  constructor(
    readonly host: HTMLElement & {
      readonly renderRoot: HTMLElement | DocumentFragment;
      requestUpdate(): void;
      readonly updateComplete: Promise<unknown>;
    },
    readonly options: CallOptions,
    readonly platform: UiPlatform,
  ) {
    const { signal } = this.#life;
    const redraw = () => host.requestUpdate();
    const ui = () => this.#ui;
    this.#access = {
      get ui() {
        return ui();
      },
      show: (patch) => this.show(patch),
      after: (milliseconds, run) => void this.#after(milliseconds, run),
      get isHeld() {
        return !!host.renderRoot.querySelector('.notices:is(:hover, :focus-within)');
      },
    };
    // The state is drawn even without a room; that placeholder room is never opened, so its address does not matter.
    const nowhere = options.problem && { room: 'none', server: 'none' };
    const secret = options.secret?.secret;
    this.room = platform.createRoom(
      { ...options.room, ...(secret && { secret }), ...nowhere },
      options.features,
    );
    // The room has no other listeners: the element dispatches its events, and reports whether they were prevented.
    this.room.dispatchEvent = (event) => {
      const { type, detail } = event as CustomEvent;
      const cause = detail.kind ? `${type}:${detail.kind}` : type;
      const { dismissed } = this.#ui;
      // Participants can cause an alarm about nobody again and again.
      const isAlarm = detail.code === 'verification-failed' && !this.room.state.fault?.participant;
      const now = Date.now();
      const isRepeated = isAlarm && now < this.#alarmedAt + ALARM_EVERY;
      if (isAlarm && !isRepeated) this.#alarmedAt = now;
      if (dismissed.includes(cause) && !isRepeated)
        this.show({ dismissed: dismissed.filter((key) => key !== cause) });
      for (const { on } of options.features)
        (on as Record<string, (detail: unknown, access: UiStateAccess) => void> | undefined)?.[type]?.(
          detail,
          this.#access,
        );
      return signal.aborted || host.dispatchEvent(new CustomEvent(event.type, event));
    };
    this.#ui = Object.freeze({
      ...(uiStateOf(options.features) as UiState),
      ...options.appearance,
      menu: null,
      panel: null,
      opened: [],
      selfView: 'tile',
      page: 0,
      width: 0,
      height: 0,
      playbackBlocked: false,
      problem: options.problem,
      misspelling: options.secret?.misspelling,
      // A room with `remember` knows the name from an earlier call.
      draftName: options.room.displayName || this.room.state.self.name,
      copied: false,
      dismissed: [],
      audioOnly: this.#readMedia(),
      // If the page forbids it, the button would only lead to an error.
      canShareScreen:
        !!navigator.mediaDevices?.getDisplayMedia && platform.page.allows('display-capture') !== false,
      canChooseSpeaker:
        'setSinkId' in HTMLMediaElement.prototype && platform.page.allows('speaker-selection') !== false,
    });
    this.#language = new LanguageController(
      host,
      redraw,
      signal,
      options.features,
      () => this.room.state.settings.language,
    );
    addEventListener('hashchange', redraw, { signal });
    keepFocus(host.renderRoot as ShadowRoot, signal);
    this.#playback = createPlayback(host.renderRoot, (playbackBlocked) => this.show({ playbackBlocked }));
    if (options.problem) return;

    // A page that returns from the back/forward cache behaves as if loaded anew, unless the user had left the call.
    const rejoin = () => options.withoutLobby && this.room.state.phase === 'idle' && this.#act.join();
    platform.page.addEventListener('restored', rejoin, { signal });
    // Plays again what a phone call has paused.
    platform.page.addEventListener('visible', () => this.drawn(), { signal });
    this.room.subscribe((next, previous) => this.#roomChanged(next, previous), signal);
    this.#gate = guardLobby(host, {
      room: this.room,
      platform,
      devices: () => this.#devices,
      signal,
    });
  }

  #roomChanged(next: RoomState, previous: RoomState): void {
    if (isAsking(next) !== isAsking(previous)) this.#watchQuestion();
    // Some browsers allow autoplay while a page captures media; the call may have started before that.
    const captures = this.#devices.some((kind) => next.self[kind] === 'on' && previous.self[kind] !== 'on');
    if (captures && this.#ui.playbackBlocked) this.#playback.start();
    if (next.phase !== previous.phase) {
      if (next.phase !== 'idle') this.#callViewLoading ??= this.#loadCallView();
      this.show({
        ...uiStateOf(this.options.features),
        menu: null,
        panel: null,
        opened: [],
        page: 0,
        copyFailed: false,
        hadFocus: !!this.host.shadowRoot!.activeElement,
      });
      // A membership that is lost and regained is the same call.
      if (next.phase === 'joined' && !previous.self.joinedAt) {
        this.#joinedAt = Date.now();
        this.#startBackground();
      }
      if (next.phase === 'left' || next.phase === 'idle') {
        this.#leaving?.abort();
        this.show({ dismissed: [], lasted: previous.self.joinedAt && Date.now() - this.#joinedAt });
      }
    }
    this.host.requestUpdate();
  }

  /** Reads the devices or the stream that the page wants to use. Returns whether there is no video. */
  #readMedia(): boolean | undefined {
    const { audioOnly, stream } = this.options.room;
    this.#stream = stream;
    this.#devices = stream ? [] : audioOnly ? ['microphone'] : ['microphone', 'camera'];
    return audioOnly || stream?.getVideoTracks().length === 0;
  }

  /** The input of all parts. */
  get context(): UiContext {
    const { secret } = this.options;
    const { words, ...language } = this.#language.current;
    return {
      host: this.host,
      room: this.room,
      state: this.room.state,
      ui: {
        ...this.#ui,
        shareUrl: this.#shareUrl(),
        unmirrored: this.#isUnmirrored(),
        hasOwnStream: !!this.#stream,
        awaitsSecret: !!secret?.isAwaited,
      },
      act: this.#act,
      text: words,
      language,
      callView: this.#callView,
      features: this.options.features,
    };
  }

  /** Resolves when nothing more important than a drawing is going on, and there are words to draw. `blank`: this is the first drawing. */
  async drawable(blank: boolean): Promise<void> {
    await this.#language.ready;
    await this.room.drawable(blank);
    if (blank) this.#measure();
  }

  /** Measures the box. The first drawing measures the element instead, because the box is not drawn yet; so one drawing is enough. */
  #measure(): void {
    const { ownerDocument } = this.host;
    const { innerWidth, innerHeight, matchMedia } = ownerDocument.defaultView ?? window;
    const { clientWidth: width, clientHeight: height } = this.#frame ?? this.host;
    // The page may show the element, an ancestor, or its whole frame in full screen.
    const isFull = !!ownerDocument.fullscreenElement || matchMedia('(display-mode: fullscreen)').matches;
    const fills = isFull && width >= innerWidth && height >= innerHeight;
    const scale = scaleOf(rootFontSize(ownerDocument), { width, height });
    this.show({ width: Math.round(width / scale), height: Math.round(height / scale), scale, fills });
  }

  /** A frame without an address of its own has no link to share. */
  #shareUrl(): string {
    const address = this.#ui.shareUrl || (/^https?:/.test(location.protocol) ? location.href : '');
    return address && (this.options.secret?.share(address) ?? address);
  }

  /** People expect to see themselves mirrored, but not the rear camera or a picture from the page. */
  #isUnmirrored(): boolean {
    const track = this.room.state.self.streams.camera?.getVideoTracks()[0];
    if (!track) return false;
    const { mirror } = this.room.state.settings;
    if (mirror !== undefined) return !mirror;
    const isOfHost = !!this.#stream?.getVideoTracks().includes(track);
    const { facingMode } = track.getSettings();
    return isOfHost || facingOf(facingMode, track.label) === 'environment';
  }

  /** Changes the interface's own state; draws again if something is different. */
  show(patch: Partial<UiState>): void {
    const changed = Object.entries(patch).some(([key, value]) => this.#ui[key as keyof UiState] !== value);
    if (!changed) return;
    this.#ui = Object.freeze({ ...this.#ui, ...patch });
    this.host.requestUpdate();
  }

  /** Called once the element has this session: reports the problem, or joins if there is no lobby. */
  begin(): void {
    const error = this.#problem();
    if (error) {
      const { code, message, cause } = error;
      this.room.emit('room-error', { code, fatal: true, message, cause });
    } else if (this.options.withoutLobby) this.#act.join();
  }

  /** Why this room cannot be used at all. */
  #problem(): VideoRoomError | null {
    const { problem, secret } = this.options;
    return problem && new VideoRoomError(problem, { cause: secret?.misspelling });
  }

  /** Attributes that apply during a session have changed. */
  update(options: Partial<RoomOptions>, appearance: CallOptions['appearance']): void {
    this.show(appearance);
    Object.assign(this.options.room, options);
    // As the room does, which reads them when it opens the lobby.
    if (/idle|left/.test(this.room.state.phase)) this.show({ audioOnly: this.#readMedia() });
    const { displayName, ...others } = options;
    const taken = this.#hasTyped ? others : options;
    if (displayName !== undefined && !this.#hasTyped) this.show({ draftName: displayName });
    if (Object.keys(taken).length) this.room.update(taken);
  }

  /** The page sets another secret during a call: it is rejected. */
  refuseSecret(): void {
    const code = 'verification-failed';
    this.room.emit('room-error', { code, fatal: false, message: new VideoRoomError(code).message });
  }

  /** Called after each drawing. */
  drawn(): void {
    const frame = this.host.renderRoot.firstElementChild;
    if (frame && frame !== this.#frame) {
      this.#frame = frame;
      this.#watch();
    }
    this.#playback.update(this.room.state.devices.selected.speaker);
    this.#views?.update();
  }

  /** The element has moved to another document. */
  adopted(): void {
    this.#watch();
  }

  /** Joins with the typed name. Rejects with a `VideoRoomError`. */
  async join(): Promise<void> {
    const error = this.#problem();
    if (error) throw error;
    this.room.setDisplayName(this.#ui.draftName.trim());
    await this.room.join();
  }

  /** Leaves, if needed, and ends everything that this session started. */
  end(): void {
    this.room.dispose();
    this.#playback.update(null, []);
    this.#life.abort();
  }

  // Arrow functions, because parts pass them to event listeners.
  readonly #act: UiActions = {
    show: (patch) => this.show(patch),
    openMenu: (menu) => {
      this.show({ menu });
      // If its code could not be loaded, a second press tries again.
      this.host.requestUpdate();
    },
    openPanel: (panel) => this.show(panelOpened(this.#ui, panel, this.options.features)),
    setName: (draftName) => {
      // An empty field is not a name.
      this.#hasTyped = !!draftName.trim();
      this.show({ draftName });
    },
    join: () => void this.join().catch(() => {}), // The error is in the room's state, and is drawn from there.
    leave: () => {
      const { phase, self } = this.room.state;
      const wasOnTheWay = phase === 'waiting' || (phase === 'joining' && !self.joinedAt);
      this.room.leave();
      // After canceling a join, the user is back in the lobby.
      if (wasOnTheWay && !this.options.withoutLobby) void this.room.prepare();
    },
    // After a person has left, "Join again" leads straight back in. After an error, the lobby shows what to do.
    rejoin: () => {
      const { phase, fault } = this.room.state;
      if (this.options.withoutLobby || (phase === 'left' && !fault)) this.#act.join();
      else void this.room.prepare();
    },
    startPlayback: () => this.#playback.start(),
    copyLink: () => void this.#copyLink(),
    setVolume: (id, volume) => this.show({ volumes: { ...this.#ui.volumes, [id]: volume } }),
    measureTiles: (root) => this.#measureTiles(root),
    dismissNotice: (...keys) => this.show({ dismissed: [...this.#ui.dismissed, ...keys] }),
  };

  async #copyLink(): Promise<void> {
    const { host } = this;
    try {
      await navigator.clipboard.writeText(this.context.ui.shareUrl);
    } catch {
      // The page or the frame around it does not permit it, or the window has no focus.
      this.show({ copyFailed: true });
      await host.updateComplete;
      // Of several, the one in the dialog, which is above the others.
      const field = [...host.renderRoot.querySelectorAll<HTMLInputElement>('.link')].at(-1);
      field?.focus();
      field?.select();
      return;
    }
    this.show({ copied: true, copyFailed: false });
    this.#after(COPIED_FOR, () => this.show({ copied: false }));
  }

  /** Once the lobby is used, or the call is joined: it is there before the first picture. */
  async #loadCallView(): Promise<void> {
    try {
      const { styles, render, createTileViews, hearShortcuts } = await import('../call-view.js');
      const { signal } = this.#life;
      if (signal.aborted) return;
      const root = this.host.renderRoot as ShadowRoot;
      adopt(root, styles);
      hearShortcuts(root, () => this.context, signal);
      this.#callView = { styles, render };
      this.#createTileViews = createTileViews;
      this.#measureTiles(null);
      this.host.requestUpdate();
    } catch {
      if (!this.#life.signal.aborted) this.#after(RETRY_AFTER, () => this.#loadCallView());
    }
  }

  /** Starts what works beside the interface, and loads what may be needed when the server is gone, unless we have left by then. */
  #startBackground(): void {
    this.#leaving = childController(this.#life.signal);
    const { signal } = this.#leaving;
    const { room, host, platform } = this;
    const { features } = this.options;
    const context = { room, host, page: platform.page, access: this.#access, signal };
    this.#after(BACKGROUND_AFTER, () => runInBackground(features, context), signal);
    this.#after(
      PRELOAD_AFTER,
      () =>
        loadMenus().then(
          ({ preload }) => signal.aborted || preload(features),
          () => {},
        ),
      signal,
    );
  }

  /** Of the tiles in `root`, or else of ours. */
  #measureTiles(root: ParentNode | null): void {
    this.#measuring.abort();
    this.#measuring = childController(this.#life.signal);
    this.#views = this.#createTileViews?.({
      root: root ?? this.host.renderRoot,
      page: root ? { hidden: false, addEventListener() {} } : this.platform.page,
      scrolls: !root,
      setView: (id, view) => this.room.setView(id, view),
      signal: this.#measuring.signal,
    });
    this.#views?.update();
  }

  /** A device prompt has started or ended. Devices that need no prompt are only slow. */
  #watchQuestion(): void {
    this.#stopWatching();
    this.show({ asks: false });
    if (!isAsking(this.room.state)) return;
    this.#stopWatching = this.#after(ASKING_AFTER, async () => {
      const isAnswered = await this.platform.granted(this.#devices);
      if (!isAnswered && isAsking(this.room.state)) this.show({ asks: true });
    });
  }

  /** Runs it then, unless the returned function is called or `signal` aborts before. */
  #after(milliseconds: number, run: () => unknown, signal = this.#life.signal): () => void {
    const { clock } = this.platform;
    const stop = () => clock.clearTimeout(timer);
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      run();
    }, milliseconds);
    signal.addEventListener('abort', stop);
    return stop;
  }

  /**
   * Watches the frame's position and size, because the page may have removed the size of the element itself. Starts again in another
   * document.
   */
  #watch(): void {
    this.#watching.abort();
    this.#watching = childController(this.#life.signal);
    const { signal } = this.#watching;
    const { ownerDocument } = this.host;
    const { defaultView } = ownerDocument;
    const frame = this.#frame;
    if (!frame || !defaultView || signal.aborted) return;
    this.#gate?.watch(frame);
    // The observer of the element's own window: that of another window may be suspended.
    const observer = new (defaultView as typeof window).ResizeObserver(() => this.#measure());
    observer.observe(frame);
    // Its width is the text size of the page.
    observer.observe(frame.firstElementChild!);
    signal.addEventListener('abort', () => observer.disconnect());
    const fullScreenChanged = () => {
      this.#measure();
      // A part of it may be in full screen, which changes no size of ours.
      this.host.requestUpdate();
    };
    ownerDocument.addEventListener('fullscreenchange', fullScreenChanged, { signal });
  }
}
