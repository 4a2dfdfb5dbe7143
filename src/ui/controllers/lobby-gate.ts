/**
 * Decides when the lobby may ask for devices and connect: only for people who want to join, not for those who scroll past. Opens
 * at the first press or typing inside, or when visible and no prompt can appear; closes when idle or hidden. Never joins and
 * never leaves.
 */
import type { CallRoom, UiPlatform } from '../platform.js';

/** If nobody uses the lobby for this long (ms), it releases camera, socket and prepared connections. */
export const IDLE_AFTER = 5 * 60_000;
/** The same if it is hidden: in a closed dialog, or behind another tab of the page. */
export const UNSEEN_AFTER = 4_000;
/** The same if it is scrolled out of sight, because people scroll back. */
export const AWAY_AFTER = 30_000;
/** Interval of the visibility check while the camera may be on (ms). No event reports `visibility: hidden`. */
const LOOK_EVERY = 1_000;

export interface LobbyGateOptions {
  room: CallRoom;
  platform: UiPlatform;
  /** The devices that the lobby asks for when it opens. */
  devices(): readonly ('camera' | 'microphone')[];
  /** Ends the gate. */
  signal: AbortSignal;
}

export interface LobbyGate {
  /**
   * Watches the element that the interface is drawn into, because the page may have removed the box of the host. Call again in
   * another document.
   */
  watch(element: Element): void;
}

/** Whether the page shows the element at all, even out of sight. */
const isShown = (element: Element): boolean =>
  element.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) ??
  element.getClientRects().length > 0;

/** Guards the lobby of `host` until `signal` is aborted. */
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
  /** For how long nobody could see it (ms). */
  let unseenFor = 0;

  const open = () => void room.prepare();
  const rest = () => {
    if (room.state.phase === 'lobby') room.rest();
  };
  /** Devices and connection are not open. After a fatal error only the user can try again. */
  const isClosed = () => room.state.phase === 'idle' && !room.state.fault?.fatal;
  const mayOpen = () => visible && !page.hidden && !signal.aborted && isClosed();
  const openIfPermitted = async () => {
    if (mayOpen() && (await platform.granted(devices())) && mayOpen()) open();
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
  const touched = (event: Event) => {
    unseenFor = 0;
    watchIdleness();
    // What stands beside Join changes when it opens: not under a finger that has not pressed yet.
    const isOnJoin = event.type === 'pointerdown' && (event.composedPath()[0] as Element).closest('.go');
    if (isClosed() && !isOnJoin) open();
  };

  // Not the focus: tabbing through a page must not make the browser ask for a camera (WCAG 3.2.1). Enter and Space click.
  for (const type of ['pointerdown', 'click', 'input']) {
    host.addEventListener(type, touched, { signal, passive: true, capture: true });
  }
  page.addEventListener('hidden', rest, { signal });
  for (const fact of ['visible', 'restored'] as const)
    page.addEventListener(fact, openIfPermitted, { signal });
  // A call that ends, or a join that fails, leads to the lobby without a touch.
  room.subscribe((next, previous) => {
    if (next.phase === previous.phase) return;
    watchIdleness();
    watchSight();
  }, signal);
  // The timers need no such line: the room is disposed of before the gate ends, which leaves the lobby.
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
