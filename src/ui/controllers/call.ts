/**
 * One stay of the element in one room: the `Room` and everything that watches over it, from being put on a page (or being given
 * another room) to being taken off it. Owns what the interface itself knows. One signal ends it all.
 */
import { VideoRoomError } from '../../base/errors.js';
import type { RoomErrorCode } from '../../protocol/errors.js';
import type { RoomOptions } from '../../room/options.js';
import type { Message, RoomState } from '../../room/state.js';
import type { UiActions, UiContext, UiState } from '../context.js';
import type { SecretSource } from '../extras/secret.js';
import { loadChat } from '../later.js';
import type { CallRoom, UiPlatform } from '../platform.js';
import { watchLanguage, wordsFor } from './language.js';
import { guardLobby, type LobbyGate } from './lobby-gate.js';
import { createPlayback, type Playback } from './playback.js';

/** How long "copied" is shown, in milliseconds. */
const COPIED_FOR = 2_000;
/** How long a message is announced. */
const NEWS_FOR = 6_000;
/** So long after joining the chat is fetched, whether or not somebody opens it: by then nothing waits for it, and later the server may be gone. */
const CHAT_AFTER = 15_000;

/** A question that is still open after so long, in milliseconds, may have been missed. */
const ASKING_AFTER = 3_000;

const isAsking = ({ self }: RoomState): boolean =>
  self.camera === 'starting' || self.microphone === 'starting';

/** How Android's browsers call a camera that looks away, where they do not say it otherwise. */
const REAR = /facing back|\b(rear|back) camera/i;

export interface CallOptions {
  room: RoomOptions;
  /** Why this room cannot be used at all. */
  problem: RoomErrorCode | null;
  withoutLobby: boolean;
  looks: Pick<UiState, 'layout' | 'controls' | 'shareUrl'>;
  /** Of those calls that have one. */
  secret: SecretSource | null | undefined;
}

export class Call {
  readonly room: CallRoom;
  readonly #playback: Playback;
  readonly #life = new AbortController();
  readonly #gate: LobbyGate | undefined;
  /** What is drawn into, and what watches its size. */
  #frame: Element | null = null;
  #watching = new AbortController();
  /** The host's own. */
  #stream: MediaStream | null | undefined;
  /** What the lobby asks for. */
  readonly #devices: readonly ('camera' | 'microphone')[];
  #stopWatching = () => {};
  /** Somebody has typed a name: what the page says after that is not theirs. */
  #hasTyped = false;
  #ui: UiState;

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
    const { displayName, audioOnly, stream } = options.room;
    this.#stream = stream;
    this.#devices = stream ? [] : audioOnly ? ['microphone'] : ['microphone', 'camera'];
    // Also where there is no room a state is drawn; that room is never opened, so where it would be does not matter.
    const nowhere = options.problem && { room: 'none', server: 'none' };
    const secret = options.secret?.secret;
    this.room = platform.createRoom({ ...options.room, ...(secret && { secret }), ...nowhere });
    // Nobody else listens to this room: its events are the element's, which says too whether they were prevented.
    this.room.dispatchEvent = (event) => {
      if (event.type === 'message-received') this.#heard((event as CustomEvent).detail.message);
      return signal.aborted || host.dispatchEvent(new CustomEvent(event.type, event));
    };
    this.#ui = Object.freeze({
      ...options.looks,
      menu: null,
      chat: null,
      unread: 0,
      news: null,
      width: 0,
      height: 0,
      playbackBlocked: false,
      problem: options.problem,
      // A room that remembers knows the name from an earlier call.
      draftName: displayName || this.room.state.self.name,
      copied: false,
      dismissed: null,
      // Where the page forbids it, a button would only lead to an error.
      canShareScreen:
        !!navigator.mediaDevices?.getDisplayMedia && platform.page.allows('display-capture') !== false,
      canChooseSpeaker:
        'setSinkId' in HTMLMediaElement.prototype && platform.page.allows('speaker-selection') !== false,
    });
    watchLanguage(redraw, signal);
    addEventListener('hashchange', redraw, { signal });
    this.#playback = createPlayback(host.renderRoot, (playbackBlocked) => this.show({ playbackBlocked }));
    if (options.problem) return;

    // A page that is back from the browser's memory does what it would have done if it had been loaded anew. Who had hung up stays out.
    const again = () => options.withoutLobby && this.room.state.phase === 'idle' && this.#act.join();
    platform.page.addEventListener('restored', again, { signal });
    // What was paused meanwhile, by a call on the phone, plays again.
    platform.page.addEventListener('visible', () => this.drawn(), { signal });
    let stopWaiting = () => {};
    this.room.subscribe((next, previous) => {
      // The same notice after something new went wrong is another one.
      if (isAsking(next) !== isAsking(previous)) this.#watchQuestion();
      const news =
        next.fault !== previous.fault ||
        next.deviceErrors !== previous.deviceErrors ||
        next.self.muted !== previous.self.muted;
      if (news) this.show({ dismissed: null });
      // Some browsers let a page play before the first click once it captures; a call may have begun before that.
      const captures = this.#devices.some((kind) => next.self[kind] === 'on' && previous.self[kind] !== 'on');
      if (captures && this.#ui.playbackBlocked) this.#playback.start();
      if (next.phase !== previous.phase) {
        this.show({ menu: null, chat: null, unread: 0, news: null, copyFailed: false });
        stopWaiting();
        if (next.phase === 'joined') stopWaiting = this.#after(CHAT_AFTER, () => loadChat().catch(() => {}));
      }
      redraw();
    }, signal);
    this.#gate = guardLobby(host, {
      room: this.room,
      platform,
      devices: this.#devices,
      signal,
    });
  }

  /** What the parts are drawn from. */
  get context(): UiContext {
    const { secret } = this.options;
    return {
      room: this.room,
      state: this.room.state,
      ui: {
        ...this.#ui,
        shareUrl: this.#shareUrl(),
        unmirrored: this.#isUnmirrored(),
        awaitsSecret: !!secret?.isAwaited,
      },
      act: this.#act,
      text: wordsFor(this.host),
    };
  }

  /** In a frame without an address of its own there is nothing to send to anybody. */
  #shareUrl(): string {
    const address = this.#ui.shareUrl || (/^https?:/.test(location.protocol) ? location.href : '');
    return address && (this.options.secret?.share(address) ?? address);
  }

  /** People know themselves from the mirror; what is in front of the rear camera, or what the page shows, they do not. */
  #isUnmirrored(): boolean {
    const track = this.room.state.self.streams.camera?.getVideoTracks()[0];
    if (!track) return false;
    const isOfHost = !!this.#stream?.getVideoTracks().includes(track);
    const { facingMode } = track.getSettings();
    return isOfHost || facingMode === 'environment' || (!facingMode && REAR.test(track.label));
  }

  /** Changes what the interface knows; draws again if that is something new. */
  show(patch: Partial<UiState>): void {
    const changed = Object.entries(patch).some(([key, value]) => this.#ui[key as keyof UiState] !== value);
    if (!changed) return;
    this.#ui = Object.freeze({ ...this.#ui, ...patch });
    this.host.requestUpdate();
  }

  /** Once the element knows of this stay: says what is wrong, or goes in where there is no lobby. */
  begin(): void {
    const { problem, withoutLobby } = this.options;
    if (problem) {
      const { message } = new VideoRoomError(problem);
      this.room.emit('room-error', { code: problem, fatal: true, message });
    } else if (withoutLobby) this.#act.join();
  }

  /** Attributes that count within a stay have changed. */
  update(options: Partial<RoomOptions>, looks: CallOptions['looks']): void {
    this.show(looks);
    const { displayName, ...others } = options;
    const taken = this.#hasTyped ? others : options;
    if (displayName !== undefined && !this.#hasTyped) this.show({ draftName: displayName });
    if (Object.keys(taken).length) this.room.update(taken);
  }

  /** The page says another secret during a call: that is never taken. */
  refuseSecret(): void {
    const code = 'verification-failed';
    this.room.emit('room-error', { code, fatal: false, message: new VideoRoomError(code).message });
  }

  /** After each drawing. */
  drawn(): void {
    const frame = this.host.renderRoot.firstElementChild;
    if (frame && frame !== this.#frame) {
      this.#frame = frame;
      this.#watch();
    }
    this.#playback.update(this.room.state.devices.selected.speaker);
  }

  /** The element is in another document now. */
  adopted(): void {
    this.#watch();
  }

  /** Takes a seat under the typed name. Rejects with a `VideoRoomError`. */
  async join(): Promise<void> {
    const { problem } = this.options;
    if (problem) throw new VideoRoomError(problem);
    this.room.setDisplayName(this.#ui.draftName.trim());
    await this.room.join();
  }

  /** Hangs up, if need be, and ends everything that began with this stay. */
  end(): void {
    this.room.dispose();
    this.#playback.update(null, []);
    this.#life.abort();
  }

  // Arrow functions: parts hand them to event listeners as they are.
  readonly #act: UiActions = {
    openMenu: (menu) => this.show({ menu }),
    openChat: (chat) => this.show(chat ? { chat, unread: 0, news: null } : { chat }),
    setName: (draftName) => {
      // An empty field is nobody's name.
      this.#hasTyped = !!draftName.trim();
      this.show({ draftName });
    },
    join: () => void this.join().catch(() => {}), // What went wrong is in the room's state, and drawn from there.
    leave: () => {
      const { phase, self } = this.room.state;
      const wasOnTheWay = phase === 'waiting' || (phase === 'joining' && !self.joinedAt);
      this.room.leave();
      // Whoever no longer wants in is where they came from.
      if (wasOnTheWay && !this.options.withoutLobby) void this.room.prepare();
    },
    again: () => {
      if (this.options.withoutLobby) this.#act.join();
      else void this.room.prepare();
    },
    startPlayback: () => this.#playback.start(),
    copyLink: () => void this.#copyLink(),
    dismissNotice: (dismissed) => this.show({ dismissed }),
  };

  async #copyLink(): Promise<void> {
    const { host } = this;
    try {
      await navigator.clipboard.writeText(this.context.ui.shareUrl);
    } catch {
      // The page, or the frame around it, does not permit it, or nobody looks at its window.
      this.show({ copyFailed: true });
      await host.updateComplete;
      const field = host.renderRoot.querySelector<HTMLInputElement>('[part~=empty__link]');
      field?.focus();
      field?.select();
      return;
    }
    this.show({ copied: true });
    this.#after(COPIED_FOR, () => this.show({ copied: false }));
  }

  /** Somebody wrote. What was passed on to us is no news, and where the page left the chat out, it shows messages itself. */
  #heard(news: Message): void {
    if (this.#ui.chat || news.passedOnBy || !this.#ui.controls.includes('chat')) return;
    this.show({ news, unread: this.#ui.unread + 1 });
    this.#after(NEWS_FOR, () => this.#ui.news === news && this.show({ news: null }));
  }

  /** Devices were asked for, or are no longer. Those that need no answer are only slow. */
  #watchQuestion(): void {
    this.#stopWatching();
    this.#stopWatching = () => {};
    this.show({ asks: false });
    if (!isAsking(this.room.state)) return;
    this.#stopWatching = this.#after(ASKING_AFTER, async () => {
      const isAnswered = await this.platform.granted(this.#devices);
      if (!isAnswered && isAsking(this.room.state)) this.show({ asks: true });
    });
  }

  #after(milliseconds: number, run: () => unknown): () => void {
    const { clock } = this.platform;
    const { signal } = this.#life;
    const stop = () => clock.clearTimeout(timer);
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      run();
    }, milliseconds);
    signal.addEventListener('abort', stop);
    return stop;
  }

  /** Begun anew in another document. */
  #watch(): void {
    if (this.#frame) this.#gate?.watch(this.#frame);
    this.#watchSize();
  }

  /** Of the frame: the page may have made the element itself something without a size. */
  #watchSize(): void {
    this.#watching.abort();
    this.#watching = new AbortController();
    const signal = AbortSignal.any([this.#watching.signal, this.#life.signal]);
    const { ownerDocument } = this.host;
    const { defaultView } = ownerDocument;
    const frame = this.#frame;
    if (!frame || !defaultView || signal.aborted) return;
    const measure = (size: DOMRectReadOnly) => {
      const [width, height] = [Math.round(size.width), Math.round(size.height)];
      // The page may show us, something around us, or its whole frame on a full screen.
      const isFull =
        !!ownerDocument.fullscreenElement || defaultView.matchMedia('(display-mode: fullscreen)').matches;
      const fills = isFull && width >= defaultView.innerWidth && height >= defaultView.innerHeight;
      this.show({ width, height, fills });
    };
    // That of the window in which we are: another one's may sleep.
    const observer = new (defaultView as typeof window).ResizeObserver(([entry]) =>
      measure(entry!.contentRect),
    );
    observer.observe(frame);
    signal.addEventListener('abort', () => observer.disconnect());
    ownerDocument.addEventListener('fullscreenchange', () => measure(frame.getBoundingClientRect()), {
      signal,
    });
  }
}
