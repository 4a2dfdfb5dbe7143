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

/** Watches over the lobby of `host` until `signal` is aborted. */
export function guardLobby(host: HTMLElement, { room, platform, devices, signal }: LobbyGateOptions): void {
  const { clock, page } = platform;
  let visible = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const open = () => void room.prepare();
  const rest = () => {
    if (room.state.phase === 'lobby') room.rest();
  };
  /** Nothing is asked for or connected yet, or no longer. After a fatal fault only a person tries again. */
  const isClosed = () => room.state.phase === 'idle' && !room.state.fault?.fatal;
  const mayOpen = () => visible && !page.hidden && !signal.aborted && isClosed();
  const openIfPermitted = async () => {
    if (mayOpen() && (await platform.granted(devices)) && mayOpen()) open();
  };
  const watchIdleness = () => {
    clock.clearTimeout(idle);
    if (room.state.phase === 'lobby') idle = clock.setTimeout(rest, IDLE_AFTER);
  };
  const touched = () => {
    watchIdleness();
    if (isClosed()) open();
  };

  for (const type of ['pointerdown', 'focusin', 'keydown']) {
    host.addEventListener(type, touched, { signal, passive: true });
  }
  page.addEventListener('hidden', rest, { signal });
  for (const fact of ['visible', 'restored'] as const)
    page.addEventListener(fact, openIfPermitted, { signal });
  const observer = new IntersectionObserver((entries) => {
    visible = entries.at(-1)!.isIntersecting;
    void openIfPermitted();
  });
  observer.observe(host);
  // A call that ends, or a way in that fails, leads to the lobby without a touch.
  room.subscribe((next, previous) => {
    if (next.phase !== previous.phase) watchIdleness();
  }, signal);
  // The timer needs no such line: whoever ends the gate disposes of the room first, which leaves the lobby.
  signal.addEventListener('abort', () => observer.disconnect());
}
