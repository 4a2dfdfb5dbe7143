/**
 * The page's life: hidden or shown, frozen or not, on the network again. Together with `ui/` the only place that touches
 * `document`; everything else is handed a `Page`. Touches nothing when imported, and is inert outside a browser.
 */

/** `hide` and `show`: the page is left, and brought back from the back/forward cache. The rest as browsers call it. */
export type PageFact = 'hide' | 'show' | 'hidden' | 'visible' | 'freeze' | 'resume' | 'online';

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
export type PageFeature = 'camera' | 'microphone' | 'display-capture';

/** Not in TypeScript's library: Chromium alone has it. */
type PolicyDocument = Document & { featurePolicy?: { allowsFeature(feature: string): boolean } };

/** The page we are on; one that never changes where there is no `window`. */
export function createPage(window: Window | undefined = globalThis.window): Page {
  const document = window?.document as PolicyDocument | undefined;
  return {
    get hidden() {
      return !!document?.hidden;
    },
    addEventListener(fact, listener, options) {
      const visibility = fact === 'hidden' || fact === 'visible';
      const target = visibility || fact === 'freeze' || fact === 'resume' ? document : window;
      const type = visibility
        ? 'visibilitychange'
        : fact === 'hide' || fact === 'show'
          ? (`page${fact}` as const)
          : fact;
      target?.addEventListener(
        type,
        (event) => {
          // A first load shows the page as well; only coming back is news.
          if (fact === 'show' && !(event as PageTransitionEvent).persisted) return;
          if (visibility && document!.hidden !== (fact === 'hidden')) return;
          listener(event);
        },
        options,
      );
    },
    allows(feature) {
      const policy = document?.featurePolicy;
      return policy ? policy.allowsFeature(feature) : window?.parent === window || undefined;
    },
  };
}
