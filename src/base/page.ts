/**
 * The page's life: hidden or shown, left, on the network again. Together with `ui/` the only place that touches
 * `document`; everything else is handed a `Page`. Touches nothing when imported, and is inert outside a browser.
 */

/** `hide`: the page is left. The rest as browsers call it. */
export type PageFact = 'hide' | 'hidden' | 'visible' | 'online';

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
      const type = { hide: 'pagehide', hidden: 'visibilitychange', visible: 'visibilitychange' }[
        fact as string
      ];
      // `visibilitychange` is the document's and bubbles to the window.
      window?.addEventListener(
        type ?? fact,
        (event) => {
          if (type !== 'visibilitychange' || document!.hidden === (fact === 'hidden')) listener(event);
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
