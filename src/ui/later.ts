/** Draws parts that are not loaded with the element: loads their code when first needed, and draws again with each drawing around it. */
import { type CSSResult, nothing, render } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import { adopt } from './sheets.js';

/** Loads what draws menus and dialogs. Browsers load a file once, and try again after a failure. */
export const loadMenus = () => import('./extras/menus.js');

/** Loads what draws problem screens and notices of errors. */
export const loadProblems = () => import('./extras/problems.js');

/** Loads the dialog about what protects the call. */
export const loadSafety = () => import('./extras/safety.js');

type Code = { readonly styles: readonly CSSResult[] };

type Loader = () => Promise<Code>;

/** What each loader has loaded. */
const loaded = new WeakMap<Loader, Code>();

class LaterDirective extends Directive {
  /** Draws the newest state: code that was asked for earlier may come later. */
  #draw!: (code: never) => unknown;
  #load: Loader | undefined;

  override render(_draw: (code: never) => unknown, _fallback: unknown, _load: Loader): unknown {
    return nothing;
  }

  override update({ element }: ElementPart, [draw, fallback, load]: Parameters<this['render']>): unknown {
    // What was drawn here before goes, also if what comes instead is not loaded yet.
    if (this.#load !== load) render(nothing, element as HTMLElement);
    this.#draw = draw;
    this.#load = load;
    const show = (code: Code) => {
      loaded.set(load, code);
      // Something else is to be drawn by now.
      if (load !== this.#load) return;
      const root = element.getRootNode();
      // The element may be gone by now.
      if ('host' in root) adopt(root as ShadowRoot, code.styles);
      render(this.#draw(code as never), element as HTMLElement);
    };
    const code = loaded.get(load);
    // A new element is not in the document yet: its styles and its focus have to wait for that.
    if (code && element.isConnected) show(code);
    else
      (code ? Promise.resolve(code) : load()).then(
        show,
        // Without the server at least the error code is shown.
        () => load === this.#load && render(fallback, element as HTMLElement),
      );
    return nothing;
  }
}

/** `<div ${later(({ render }) => render(context), '', loadMenus)}></div>`; `fallback` is shown when the code cannot be loaded. */
export const later = directive(LaterDirective) as <T extends Code>(
  draw: (code: T) => unknown,
  fallback: unknown,
  load: () => Promise<T>,
) => DirectiveResult;
