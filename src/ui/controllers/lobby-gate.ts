/**
 * Decides when the lobby may open: asking for devices and connecting is for people who mean it, not for those who scroll past.
 * Opens at the first pointer or focus inside, or when visible and no prompt is to be feared; closes when idle or hidden.
 * Never joins and never leaves.
 */
import type { CallRoom, UiPlatform } from '../platform.js';

/** Nobody touched the lobby for this long, in milliseconds: camera, socket and prepared connections go. */
export const IDLE_AFTER = 5 * 60_000;

export interface LobbyGateOptions {
  room: CallRoom;
  platform: UiPlatform;
  /** The devices that opening the lobby asks for. */
  devices: readonly ('camera' | 'microphone')[];
  /** Ends it. */
  signal: AbortSignal;
}

export class LobbyGate {
  readonly #options: LobbyGateOptions;
  #visible = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement, options: LobbyGateOptions) {
    this.#options = options;
    const { room, platform, signal } = options;
    const touched = () => {
      this.#watchIdleness();
      if (this.#closed) this.open();
    };
    for (const type of ['pointerdown', 'focusin', 'keydown']) {
      host.addEventListener(type, touched, { signal, passive: true });
    }
    platform.page.addEventListener('hidden', () => this.#rest(), { signal });
    platform.page.addEventListener('visible', () => this.#openIfPermitted(), { signal });
    const observer = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)!.isIntersecting;
      this.#openIfPermitted();
    });
    observer.observe(host);
    // A call that ends, or a way in that fails, leads to the lobby without a touch.
    room.subscribe((next, previous) => {
      if (next.phase !== previous.phase) this.#watchIdleness();
    }, signal);
    // The timer needs no such line: whoever ends the gate disposes of the room first, which leaves the lobby.
    signal.addEventListener('abort', () => observer.disconnect());
  }

  /** Opens the lobby now: at a person's or the host's word. */
  open(): void {
    void this.#options.room.prepare();
  }

  /** Nothing is asked for or connected yet, or no longer. After a fatal fault only `open()` tries again. */
  get #closed(): boolean {
    const { phase, fault } = this.#options.room.state;
    return phase === 'idle' && !fault?.fatal;
  }

  async #openIfPermitted(): Promise<void> {
    const { platform, devices, signal } = this.#options;
    const mayOpen = () => this.#visible && !platform.page.hidden && !signal.aborted && this.#closed;
    if (mayOpen() && (await platform.granted(devices)) && mayOpen()) this.open();
  }

  #watchIdleness(): void {
    const { room, platform } = this.#options;
    platform.clock.clearTimeout(this.#idle);
    if (room.state.phase !== 'lobby') return;
    this.#idle = platform.clock.setTimeout(() => this.#rest(), IDLE_AFTER);
  }

  #rest(): void {
    const { room } = this.#options;
    if (room.state.phase === 'lobby') room.rest();
  }
}
