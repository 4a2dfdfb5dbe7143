/** Draws parts that are not loaded with the element: loads their code when first needed, and draws again with each drawing around it. */
import { type CSSResult, nothing, render } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import { adopt } from './sheets.js';

/** The code of the extras. */
export type Extras = typeof import('./extras/extras.js');

/** Loads the extras. Browsers do so once, and try again after a failure. */
export const loadExtras = (): Promise<Extras> => import('./extras/extras.js');

type Code = { readonly styles: readonly CSSResult[] };

type Loader = () => Promise<Code>;

/** What each loader has loaded. */
const loaded = new WeakMap<Loader, Code>();

class LaterDirective extends Directive {
  override render(_draw: (code: never) => unknown, _fallback?: string, _load?: Loader): unknown {
    return nothing;
  }

  override update(
    { element }: ElementPart,
    [draw, fallback = '', load = loadExtras]: Parameters<this['render']>,
  ): unknown {
    const show = (code: Code) => {
      loaded.set(load, code);
      const root = element.getRootNode();
      // The element may be gone by now.
      if ('host' in root) adopt(root as ShadowRoot, code.styles);
      render(draw(code as never), element as HTMLElement);
    };
    const code = loaded.get(load);
    // A new element is not in the document yet: its styles and its focus have to wait for that.
    if (code && element.isConnected) show(code);
    else
      (code ? Promise.resolve(code) : load()).then(
        show,
        // Without the server at least the error code is shown.
        () => render(fallback, element as HTMLElement),
      );
    return nothing;
  }
}

/** `<div ${later(({ renderMenu }) => renderMenu(context))}></div>`; `fallback` is shown when the code cannot be loaded. */
export const later = directive(LaterDirective) as {
  (draw: (extras: Extras) => unknown, fallback?: string): DirectiveResult;
  <T extends Code>(draw: (code: T) => unknown, fallback: string, load: () => Promise<T>): DirectiveResult;
};
