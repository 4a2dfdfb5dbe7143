/** A popover over the stage. Owns the focus while it is open: takes it, and returns it on Escape and on a press outside. */
import { html, nothing, type TemplateResult } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import type { UiContext } from '../context.js';

/** Focuses the first option of a popover that has just been drawn: once its content is there, and it is in the document. */
function takeFocus(popover: Element): void {
  queueMicrotask(() => {
    const find = (selector: string) => popover.querySelector<HTMLElement>(selector);
    (find('select, [role=menuitem]') ?? find('button'))?.focus({ preventScroll: true });
  });
}

/** Gives the focus to a popover when it is opened, and again when the same element shows another one. */
class TakesFocus extends Directive {
  #label: string | undefined;

  override render(_label: string): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [label]: [string]): typeof nothing {
    if (this.#label !== label) takeFocus(element);
    this.#label = label;
    return nothing;
  }
}

const takesFocus: (label: string) => DirectiveResult = directive(TakesFocus);

/** Returns the focus to the button that opened it, which has `aria-expanded`. In a small box that button may be in a closed popover. */
function giveFocusBack(element: Element): void {
  const root = element.getRootNode() as ParentNode;
  const openers = ['[aria-haspopup][aria-expanded=true]', '[part~=control-more], [part~=control-devices]'];
  openers
    .flatMap((one) => [...root.querySelectorAll<HTMLElement>(one)])
    .find((one) => one.getClientRects().length)
    ?.focus();
}

/** Moves among menu entries with arrow keys, Home and End, as usual. */
function moveInMenu(menu: Element, event: KeyboardEvent): void {
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(event.target as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined || !items.length) return;
  event.preventDefault();
  items.at(next % items.length)!.focus();
}

/** `role`: a menu of `menuitem`s, or a dialog with fields. `content` gets a function that closes the popover. */
export function renderPopover(
  role: 'menu' | 'dialog',
  label: string,
  content: (close: (event: Event) => void) => unknown,
  { act }: UiContext,
): TemplateResult {
  const close = (event: Event) => {
    giveFocusBack(event.currentTarget as Element);
    act.openMenu(null);
  };
  return html`<div class="scrim" @click=${close}></div>
    <div
      class="popover"
      part="popover"
      role=${role}
      aria-label=${label}
      ${takesFocus(label)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') {
          // Keeps an open dialog of the host page open.
          event.stopPropagation();
          close(event);
        } else if (role === 'menu') {
          moveInMenu(event.currentTarget as Element, event);
        }
      }}
      @focusout=${(event: FocusEvent) => {
        const next = event.relatedTarget as Node | null;
        if (next && !(event.currentTarget as Element).contains(next)) act.openMenu(null);
      }}
    >${content(close)}</div>`;
}
