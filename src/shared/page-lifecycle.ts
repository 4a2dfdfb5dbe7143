/**
 * The life cycle of the page: hidden or visible, closed, online again. Apart from `ui/`, this is the only file that touches
 * `document`; other code gets a `Page`. Does nothing on import, and is inert outside a browser.
 */

/**
 * `hide`: the page is closed or left · `restored`: it is back from the back/forward cache (bfcache), in its earlier state ·
 * `wake`: nothing ran for a while, because the tab was frozen or the machine slept; `detail` of the event is the duration in
 * milliseconds, if known · `online`: the network is back, or has changed (reported on phones) · the others have the browser's
 * names. There is no fact for a frozen tab, because it may wake up in time.
 */
export type PageFact = 'hide' | 'restored' | 'hidden' | 'visible' | 'online' | 'wake';

/** Interval of the clock check, and the jump of the clock that counts as sleep (ms). Hidden tabs may run timers only once a second. */
const LOOK_EVERY = 1_000;
const WAKE_AFTER = 3_000;

/** Tests use an `EventTarget` with `hidden` and `allows`. */
export interface Page {
  /** The page is not visible now. */
  readonly hidden: boolean;
  /** Calls `listener` at each `fact` until the signal is aborted. */
  addEventListener(fact: PageFact, listener: (event: Event) => void, options: { signal: AbortSignal }): void;
  /**
   * Whether the permissions policy allows this feature. `undefined`: the browser does not report it and the page is in a frame,
   * so it may be forbidden.
   */
  allows(feature: PageFeature): boolean | undefined;
}

/** A feature that frames need an `allow` attribute for. */
export type PageFeature = 'camera' | 'microphone' | 'display-capture' | 'speaker-selection';

/** Missing in TypeScript's library: only Chromium has it. */
type PolicyDocument = Document & { featurePolicy?: { allowsFeature(feature: string): boolean } };

/** Only Chromium has it. `type` is reported on phones; `change` also fires when the same network becomes slower. */
type Connected = Navigator & { connection?: EventTarget & { type?: string } };

/** The current page; without a `window`, a page that never changes. `now`: a clock that continues while the machine sleeps. */
export function createPage(window: Window | undefined = globalThis.window, now = () => Date.now()): Page {
  const document = window?.document as PolicyDocument | undefined;
  return {
    get hidden() {
      return !!document?.hidden;
    },
    addEventListener(fact, listener, options) {
      if (!window) return;
      const on = (type: string, when: (event: Event) => unknown = () => true) =>
        // The window sees every event of the document in the capture phase, even if it does not bubble.
        window.addEventListener(type, (event) => when(event) && listener(event), {
          signal: options.signal,
          capture: true,
        });
      if (fact === 'hide') on('pagehide');
      else if (fact === 'restored') on('pageshow', (event) => (event as PageTransitionEvent).persisted);
      else if (fact === 'online') {
        on(fact);
        const { connection } = window.navigator as Connected;
        let type = connection?.type;
        const changed = (event: Event) => {
          if (type !== connection?.type && connection?.type !== 'none') listener(event);
          type = connection?.type;
        };
        connection?.addEventListener('change', changed, options);
      } else if (fact !== 'wake') on('visibilitychange', () => document!.hidden === (fact === 'hidden'));
      else {
        on('resume');
        let last = now();
        const timer = window.setInterval(() => {
          const before = last;
          last = now();
          // One `wake` too many does no harm, for example when timers are slowed down further or the page was just busy.
          if (last - before > WAKE_AFTER) listener(new CustomEvent(fact, { detail: last - before }));
        }, LOOK_EVERY);
        options.signal.addEventListener('abort', () => window.clearInterval(timer));
      }
    },
    allows(feature) {
      const policy = document?.featurePolicy;
      return policy ? policy.allowsFeature(feature) : window?.parent === window || undefined;
    },
  };
}
