/**
 * Decides when the lobby may open: asking for devices and connecting is for people who mean it, not for those who scroll past.
 * Opens at the first pointer or focus inside, or when visible and no prompt is to be feared; closes when idle or hidden.
 * Never joins and never leaves.
 */
import type { CallRoom, UiPlatform } from '../platform.js';

/** Nobody touched the lobby for this long, in milliseconds: camera, socket and prepared connections go. */
export const IDLE_AFTER = 5 * 60_000;
/** The same where nobody can see it: in a closed dialog, behind another tab of the page. */
export const UNSEEN_AFTER = 4_000;
/** The same where it is scrolled out of sight, as people scroll back. */
export const AWAY_AFTER = 30_000;
/** How often it is looked at while the camera may be on. No event tells of `visibility: hidden`. */
const LOOK_EVERY = 1_000;

export interface LobbyGateOptions {
  room: CallRoom;
  platform: UiPlatform;
  /** The devices that opening the lobby asks for. */
  devices: readonly ('camera' | 'microphone')[];
  /** Ends it. */
  signal: AbortSignal;
}

export interface LobbyGate {
  /** What to look at: what the interface is drawn into, for the page may have left the element itself without a box. Again, in another document. */
  watch(element: Element): void;
}

/** Whether the page shows the element at all, be it out of sight. */
const isShown = (element: Element): boolean =>
  element.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) ??
  element.getClientRects().length > 0;

/** Watches over the lobby of `host` until `signal` is aborted. */
export function guardLobby(
  host: HTMLElement,
  { room, platform, devices, signal }: LobbyGateOptions,
): LobbyGate {
  const { clock, page } = platform;
  let target: Element = host;
  let observer: IntersectionObserver | undefined;
  let visible = false;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let look: ReturnType<typeof setTimeout> | undefined;
  /** For how long nobody has seen it, in milliseconds. */
  let unseenFor = 0;

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
  const watchSight = () => {
    clock.clearTimeout(look);
    unseenFor = 0;
    if (room.state.phase === 'lobby') look = clock.setTimeout(lookAtIt, LOOK_EVERY);
  };
  const lookAtIt = () => {
    const shown = isShown(target);
    unseenFor = shown && visible ? 0 : unseenFor + LOOK_EVERY;
    if (unseenFor >= (shown ? AWAY_AFTER : UNSEEN_AFTER)) rest();
    else look = clock.setTimeout(lookAtIt, LOOK_EVERY);
  };
  const touched = () => {
    unseenFor = 0;
    watchIdleness();
    if (isClosed()) open();
  };

  for (const type of ['pointerdown', 'focusin', 'keydown']) {
    // Keys typed into our fields come no further than here.
    host.addEventListener(type, touched, { signal, passive: true, capture: true });
  }
  page.addEventListener('hidden', rest, { signal });
  for (const fact of ['visible', 'restored'] as const)
    page.addEventListener(fact, openIfPermitted, { signal });
  // A call that ends, or a way in that fails, leads to the lobby without a touch.
  room.subscribe((next, previous) => {
    if (next.phase === previous.phase) return;
    watchIdleness();
    watchSight();
  }, signal);
  // The timers need no such line: whoever ends the gate disposes of the room first, which leaves the lobby.
  signal.addEventListener('abort', () => observer?.disconnect());
  return {
    watch(element) {
      target = element;
      observer?.disconnect();
      if (signal.aborted) return;
      const view = (element.ownerDocument.defaultView ?? window) as typeof window;
      observer = new view.IntersectionObserver((entries) => {
        visible = entries.at(-1)!.isIntersecting;
        void openIfPermitted();
      });
      observer.observe(element);
    },
  };
}
