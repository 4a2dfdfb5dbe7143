/**
 * One stay of the element in one room: the `Room` and everything that watches over it, from being put on a page (or being given
 * another room) to being taken off it. Owns what the interface itself knows. One signal ends it all.
 */
import { VideoRoomError } from '../../base/errors.js';
import type { RoomErrorCode } from '../../protocol/errors.js';
import type { RoomOptions } from '../../room/options.js';
import type { Message } from '../../room/state.js';
import type { UiActions, UiContext, UiState } from '../context.js';
import type { SecretSource } from '../extras/secret.js';
import { loadChat } from '../later.js';
import type { CallRoom, UiPlatform } from '../platform.js';
import { watchLanguage, wordsFor } from './language.js';
import { guardLobby } from './lobby-gate.js';
import { createPlayback, type Playback } from './playback.js';

/** How long "copied" is shown, in milliseconds. */
const COPIED_FOR = 2_000;
/** How long a message is announced. */
const NEWS_FOR = 6_000;
/** So long after joining the chat is fetched, whether or not somebody opens it: by then nothing waits for it, and later the server may be gone. */
const CHAT_AFTER = 15_000;

export interface CallOptions {
  room: RoomOptions;
  /** Why this room cannot be used at all. */
  problem: RoomErrorCode | null;
  withoutLobby: boolean;
  looks: Pick<UiState, 'layout' | 'controls'>;
  /** Of those calls that have one. */
  secret: SecretSource | null | undefined;
}

export class Call {
  readonly room: CallRoom;
  readonly #playback: Playback;
  readonly #life = new AbortController();
  #ui: UiState;

  constructor(
    readonly host: HTMLElement & { readonly renderRoot: ParentNode; requestUpdate(): void },
    readonly options: CallOptions,
    readonly platform: UiPlatform,
  ) {
    const { signal } = this.#life;
    const redraw = () => host.requestUpdate();
    const { displayName, audioOnly, stream } = options.room;
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
      shareUrl: '',
      copied: false,
      dismissed: null,
      canShareScreen: !!navigator.mediaDevices?.getDisplayMedia,
      canChooseSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
    });
    watchLanguage(redraw, signal);
    addEventListener('hashchange', redraw, { signal });
    this.#playback = createPlayback(host.renderRoot, (playbackBlocked) => this.show({ playbackBlocked }));
    this.#watchSize(signal);
    if (options.problem) return;

    // A page that is back from the browser's memory does what it would have done if it had been loaded anew. Who had hung up stays out.
    const again = () => options.withoutLobby && this.room.state.phase === 'idle' && this.#act.join();
    platform.page.addEventListener('restored', again, { signal });
    let stopWaiting = () => {};
    this.room.subscribe((next, previous) => {
      // The same notice after something new went wrong is another one.
      const news =
        next.fault !== previous.fault ||
        next.deviceErrors !== previous.deviceErrors ||
        next.self.muted !== previous.self.muted;
      if (news) this.show({ dismissed: null });
      if (next.phase !== previous.phase) {
        this.show({ menu: null, chat: null, unread: 0, news: null });
        stopWaiting();
        if (next.phase === 'joined') stopWaiting = this.#after(CHAT_AFTER, () => loadChat().catch(() => {}));
      }
      redraw();
    }, signal);
    guardLobby(host, {
      room: this.room,
      platform,
      devices: stream ? [] : audioOnly ? ['microphone'] : ['microphone', 'camera'],
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
        shareUrl: secret?.share(location.href) ?? location.href,
        awaitsSecret: !!secret?.isAwaited,
      },
      act: this.#act,
      text: wordsFor(this.host),
    };
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
    if (options.displayName !== undefined) this.show({ draftName: options.displayName });
    if (Object.keys(options).length) this.room.update(options);
  }

  /** The page says another secret during a call: that is never taken. */
  refuseSecret(): void {
    const code = 'verification-failed';
    this.room.emit('room-error', { code, fatal: false, message: new VideoRoomError(code).message });
  }

  /** After each drawing. */
  drawn(): void {
    this.#playback.update(this.room.state.devices.selected.speaker);
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
    setName: (draftName) => this.show({ draftName }),
    join: () => void this.join().catch(() => {}), // What went wrong is in the room's state, and drawn from there.
    leave: () => {
      const waited = this.room.state.phase === 'waiting';
      this.room.leave();
      // Whoever no longer wants to wait is where they came from.
      if (waited && !this.options.withoutLobby) void this.room.prepare();
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
    try {
      await navigator.clipboard.writeText(this.context.ui.shareUrl);
    } catch {
      return; // Not permitted in this frame; the link is there to be selected.
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

  #watchSize(signal: AbortSignal): void {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      this.show({ width: Math.round(width), height: Math.round(height) });
    });
    observer.observe(this.host);
    signal.addEventListener('abort', () => observer.disconnect());
  }
}
