/** Draws what comes with the extras: fetches them when first needed, and draws again with each drawing around it. */
import { nothing, render } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/** The code of the extras. */
export type Extras = typeof import('./extras/extras.js');

/** Fetches the extras; browsers do so once, and ask again after a failure. */
export const loadExtras = (): Promise<Extras> => import('./extras/extras.js');

class LaterDirective extends Directive {
  override render(_draw: (extras: Extras) => unknown, _fallback?: string): typeof nothing {
    return nothing;
  }

  override update(
    { element }: ElementPart,
    [draw, fallback = '']: Parameters<this['render']>,
  ): typeof nothing {
    loadExtras().then(
      (extras) => {
        const { adoptedStyleSheets } = element.getRootNode() as ShadowRoot;
        for (const { styleSheet } of extras.styles) {
          if (adoptedStyleSheets && !adoptedStyleSheets.includes(styleSheet!))
            adoptedStyleSheets.push(styleSheet!);
        }
        render(draw(extras), element as HTMLElement);
      },
      // Without the server there is at least the code of what is wrong.
      () => render(fallback, element as HTMLElement),
    );
    return nothing;
  }
}

/** `<div ${later(({ renderMenu }) => renderMenu(context))}></div>`; `fallback` is shown when the extras cannot be fetched. */
export const later = directive(LaterDirective);
