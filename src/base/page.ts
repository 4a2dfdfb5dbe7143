/**
 * The page's life: hidden or shown, left, on the network again. Together with `ui/` the only place that touches
 * `document`; everything else is handed a `Page`. Touches nothing when imported, and is inert outside a browser.
 */

/**
 * `hide`: the page is left · `restored`: it is back from the browser's memory (bfcache), as it was when it was left · `wake`:
 * nothing ran for a while, because the tab was frozen or the machine slept; the `detail` of its event says how long, in
 * milliseconds, if we know · `online`: the network is back, or it is another one, which phones tell · the rest as browsers call it.
 * That a tab is frozen is no fact: it may wake up in time.
 */
export type PageFact = 'hide' | 'restored' | 'hidden' | 'visible' | 'online' | 'wake';

/** How often we look at the clock, and how far it may jump, in milliseconds: hidden tabs may run timers once a second only. */
const LOOK_EVERY = 1_000;
const WAKE_AFTER = 3_000;

/** An `EventTarget` with `hidden` and `allows` serves as one in tests. */
export interface Page {
  /** Nobody can see the page now. */
  readonly hidden: boolean;
  /** Calls `listener` at each `fact` until the signal is aborted. */
  addEventListener(fact: PageFact, listener: (event: Event) => void, options: { signal: AbortSignal }): void;
  /**
   * Whether the permissions policy lets us ask for this feature. `undefined`: the browser does not tell and we are inside a frame,
   * so it may be forbidden.
   */
  allows(feature: PageFeature): boolean | undefined;
}

/** A feature that frames need an `allow` for. */
export type PageFeature = 'camera' | 'microphone' | 'display-capture' | 'speaker-selection';

/** Not in TypeScript's library: Chromium alone has it. */
type PolicyDocument = Document & { featurePolicy?: { allowsFeature(feature: string): boolean } };

/** Chromium alone has it; `type` is told on phones, and `change` also fires when the same network is slower. */
type Connected = Navigator & { connection?: EventTarget & { type?: string } };

/** The page we are on; one that never changes where there is no `window`. `now`: a clock that goes on while the machine sleeps. */
export function createPage(window: Window | undefined = globalThis.window, now = () => Date.now()): Page {
  const document = window?.document as PolicyDocument | undefined;
  return {
    get hidden() {
      return !!document?.hidden;
    },
    addEventListener(fact, listener, options) {
      if (!window) return;
      const on = (type: string, when: (event: Event) => unknown = () => true) =>
        // What the document hears passes the window on the way there, whether it bubbles or not.
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
          // Rather once too often: where timers are slowed down further, or the page was just busy, it does no harm.
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
