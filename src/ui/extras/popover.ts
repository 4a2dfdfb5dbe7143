/**
 * Menus and dialogs over the stage. `menu()` and `dialog()` draw them; this file puts them into the top layer beside their trigger,
 * gives them the focus, and returns it to the trigger when they are closed.
 *
 * How a feature opens one:
 *
 * 1. Its declaration lists the code: `menus: { invite: () => import('./ui/invite-dialog.js') }`. That module exports `styles` (with
 *    `popoverStyles`) and `render(context, argument)`, which returns `dialog(…)` or `menu(…)` of this file.
 * 2. Its button calls `act.openMenu('invite')`, and `act.openMenu('invite ada')` for one about Ada: `argument` is `ada` then. The
 *    button has `aria-haspopup="dialog"` or `"menu"`, and `aria-expanded` that is `true` while `ui.menu` is its own. A control has
 *    `popup` and `expanded` for that. The popover is placed beside the visible button that says so, and gives the focus back to it.
 * 3. `close(event)` closes it. Escape, a press elsewhere, and the focus of another part do the same.
 *
 * Only one menu or dialog is open at a time. The focus goes to the element with `autofocus`, or else to the first field or entry.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import type { UiContext } from '../context.js';
import { isComposed } from '../controllers/typing.js';
import { type IconName, type IconPath, icon } from '../icons.js';
import { CHECK, CLOSE } from '../more-icons.js';
import { GAP, placeIn } from './place.js';

/** Closes the popover that the event comes from. */
export type Close = (event: Event) => void;

/** One entry of a menu. */
export interface MenuEntry {
  readonly label: string;
  readonly icon: IconName | IconPath;
  /** The icon is struck through. */
  readonly struck?: boolean;
  /** `off` is tinted red, for what cannot be undone too; `on` is accented. */
  readonly look?: string | false | undefined;
  /** Above this entry, which is the first of a group. */
  readonly heading?: string;
  /** For a choice: whether this entry is chosen. Then it has a check mark at its end. */
  readonly checked?: boolean;
  /** Called when the menu is closed; it may open another one. */
  press(): void;
}

export interface DialogOptions {
  /** Its name, and its heading. */
  readonly label: string;
  content(close: Close): unknown;
  /** In the middle of the box, for a dialog that needs space. Default: beside the button that opened it. */
  readonly centered?: boolean;
  /** Has no heading and no button to close, because the content has both. */
  readonly bare?: boolean;
}

/** Chrome has popovers since version 114, Firefox since 125, Safari since 17. */
const hasPopovers = 'popover' in HTMLElement.prototype;

/** Entries of a menu, in all roles that they may have. */
const ENTRIES = '[role^=menuitem]';

/** The last trigger of each element, for a popover that follows another one. */
const lastTriggers = new WeakMap<Node, HTMLElement>();

/** Popovers that were closed. One that is opened again before the next drawing is still the same element. */
const closed = new WeakSet<Element>();

const isVisible = (element: Element): boolean => element.getClientRects().length > 0;

/**
 * The button that opened the popover: one that says so, or what had the focus, or the trigger of the popover before. In a small box
 * that button may be in the menu "more", which is closed by now.
 */
function triggerOf(popover: Element): HTMLElement | undefined {
  const root = popover.getRootNode() as ShadowRoot;
  const outside = (element: Element) => !element.closest('.popover') && isVisible(element);
  const find = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)].find(outside);
  const { activeElement } = root;
  const focused = activeElement && outside(activeElement) ? (activeElement as HTMLElement) : undefined;
  const last = lastTriggers.get(root);
  // Both a tile and a list may have a button for what follows: then it is the one that was used.
  const expanded = [...root.querySelectorAll<HTMLElement>('[aria-haspopup][aria-expanded=true]')].filter(
    outside,
  );
  const trigger =
    expanded.find((one) => one === last) ??
    expanded[0] ??
    focused ??
    (last && isVisible(last) ? last : find('[part~=control-more]'));
  if (trigger) lastTriggers.set(root, trigger);
  return trigger;
}

/** Beside its trigger, or in the middle, and always inside the frame. */
function place(popover: HTMLElement, isCentered: boolean): void {
  const frame = popover.closest<HTMLElement>('.stage');
  const view = popover.ownerDocument.defaultView;
  if (!frame || !view) return;
  const box = frame.getBoundingClientRect();
  // Boxes are in pixels of the page; the interface may be drawn larger (`scale.ts`).
  const scale = box.width / frame.offsetWidth || 1;
  popover.style.maxInlineSize = `${Math.max(0, box.width - 2 * GAP) / scale}px`;
  const { offsetWidth, offsetHeight, clientHeight, scrollHeight } = popover;
  // Its content may be higher than what is shown of it.
  const height = (offsetHeight - clientHeight + scrollHeight) * scale;
  const trigger = triggerOf(popover);
  const isRightToLeft = view.getComputedStyle(popover).direction === 'rtl';
  const { left, top, maxHeight } = placeIn(
    box,
    (!isCentered && trigger?.getBoundingClientRect()) || null,
    { width: offsetWidth * scale, height },
    isRightToLeft,
  );
  // In the top layer it belongs to the page and scrolls with it. Browsers without popovers show it inside the stage.
  popover.style.left = `${(left + (hasPopovers ? view.scrollX : -box.left)) / scale}px`;
  popover.style.top = `${(top + (hasPopovers ? view.scrollY : -box.top)) / scale}px`;
  popover.style.maxBlockSize = `${maxHeight / scale}px`;
}

function takeFocus(popover: Element): void {
  const find = (selector: string) => popover.querySelector<HTMLElement>(selector);
  const first =
    find('[autofocus]') ?? find(`${ENTRIES}[aria-checked=true]`) ?? find(`select, input, ${ENTRIES}`);
  const target = first ?? find('button');
  // The page stays where it is; the popover shows what has the focus.
  target?.focus({ preventScroll: true });
  if (target) popover.scrollTop = target.offsetTop - popover.clientHeight / 2;
}

/** Opens a popover that was drawn, keeps it in its place, and gives it the focus: once, and again when it shows something else. */
class OpensDirective extends Directive {
  #label: string | undefined;
  #leave = () => {};
  /** Ends when the popover is removed, or moved with the element. */
  #watching: AbortController | undefined;

  override render(_label: string, _isCentered: boolean, _leave: () => void): typeof nothing {
    return nothing;
  }

  override update(
    { element }: ElementPart,
    [label, isCentered, leave]: Parameters<this['render']>,
  ): typeof nothing {
    const isOpened = closed.delete(element) || this.#label === undefined;
    const isNews = this.#label !== label;
    this.#label = label;
    this.#leave = leave;
    // Its content is drawn by then, and it is in the document.
    queueMicrotask(() => {
      if (!element.isConnected) return;
      const popover = element as HTMLElement;
      this.#open(popover, isCentered);
      place(popover, isCentered);
      // A dialog in another language, or about a person with another name, is the same: the focus stays in it.
      if (isOpened || (isNews && !popover.matches(':focus-within'))) takeFocus(popover);
    });
    return nothing;
  }

  #open(popover: HTMLElement, isCentered: boolean): void {
    const isOpen = hasPopovers ? popover.matches(':popover-open') : this.#watching;
    if (isOpen) return;
    // Before the dialog takes the focus, because its trigger may be what has it.
    triggerOf(popover);
    if (hasPopovers) popover.showPopover();
    else popover.setAttribute('open', '');
    this.#watching?.abort();
    this.#watching = new AbortController();
    this.#watch(popover, isCentered, this.#watching);
  }

  #watch(popover: HTMLElement, isCentered: boolean, watching: AbortController): void {
    const { signal } = watching;
    const { ownerDocument } = popover;
    const view = ownerDocument.defaultView as typeof window;
    const reposition = () => {
      if (popover.isConnected && popover.ownerDocument === ownerDocument) place(popover, isCentered);
      else watching.abort();
    };
    // In the next frame: a new place may change the size once more.
    const observer = new view.ResizeObserver(() => view.requestAnimationFrame(reposition));
    observer.observe(popover);
    observer.observe(popover.closest('.stage') ?? popover);
    signal.addEventListener('abort', () => observer.disconnect());
    // Something around the element is scrolled; its own content does not move it.
    const scrolled = ({ target }: Event) => target !== popover && reposition();
    ownerDocument.addEventListener('scroll', scrolled, { capture: true, passive: true, signal });
    if (isCentered) return;
    // Inside the element the scrim is pressed.
    const pressed = (event: Event) => {
      const { host } = popover.getRootNode() as ShadowRoot;
      if (!popover.isConnected) watching.abort();
      else if (!event.composedPath().includes(host)) this.#leave();
    };
    ownerDocument.addEventListener('pointerdown', pressed, { capture: true, passive: true, signal });
  }
}

const opens = directive(OpensDirective) as (...args: Parameters<OpensDirective['render']>) => DirectiveResult;

/** Moves among menu entries with arrow keys, Home and End, as usual. */
function moveInMenu(menu: Element, event: KeyboardEvent): void {
  const items = [...menu.querySelectorAll<HTMLElement>(ENTRIES)];
  const at = items.indexOf(event.target as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined || !items.length) return;
  event.preventDefault();
  items.at(next % items.length)!.focus();
}

/** What menus and dialogs have in common: how they are closed. */
function behaviour({ act }: UiContext) {
  const leave = () => act.openMenu(null);
  const close: Close = ({ currentTarget }) => {
    const root = (currentTarget as Element).getRootNode() as ParentNode;
    const popover = root.querySelector('.popover');
    if (popover) {
      triggerOf(popover)?.focus({ preventScroll: true });
      closed.add(popover);
    }
    leave();
  };
  const keyPressed = (event: KeyboardEvent) => {
    // While a character is composed, Escape only ends the composition.
    if (event.key === 'Escape' && !isComposed(event)) {
      // Keeps an open dialog of the host page open.
      event.stopPropagation();
      event.preventDefault();
      close(event);
    } else if ((event.currentTarget as Element).role === 'menu') {
      // The next one in order is the one after the trigger.
      if (event.key === 'Tab') close(event);
      else moveInMenu(event.currentTarget as Element, event);
    }
  };
  const focusMoved = (event: FocusEvent) => {
    const next = event.relatedTarget as Node | null;
    if (next && !(event.currentTarget as Element).contains(next)) leave();
  };
  // A press on the scrim does not take the focus, so that closing can give it back.
  const scrim = (look = '') =>
    html`<div class="scrim ${look}" @mousedown=${(event: Event) => event.preventDefault()} @click=${close}></div>`;
  return { leave, close, keyPressed, focusMoved, scrim };
}

/** Each entry with a heading begins a group. */
function groupsOf(entries: readonly MenuEntry[]): MenuEntry[][] {
  const groups: MenuEntry[][] = [[]];
  for (const entry of entries) {
    if (entry.heading) groups.push([]);
    groups.at(-1)!.push(entry);
  }
  return groups;
}

/** A menu beside the button that opened it. A choice among several is a group of entries with `checked`. */
export function menu(
  context: UiContext,
  label: string,
  entries: readonly MenuEntry[],
  heading: unknown = nothing,
): TemplateResult {
  const { leave, close, keyPressed, focusMoved, scrim } = behaviour(context);
  return html`${scrim()}
    <div class="popover" part="popover" popover="manual" role="menu" aria-label=${label} ${opens(label, false, leave)} @keydown=${keyPressed} @focusout=${focusMoved}>
      ${heading}${groupsOf(entries).map((group) => {
        const [{ heading } = {}] = group;
        const items = group.map((entry) => menuItem(entry, close));
        if (!heading) return items;
        return html`<div class="menu-group" role="group" aria-label=${heading}>
          <b class="menu-heading" role="presentation">${heading}</b>${items}
        </div>`;
      })}
    </div>`;
}

/** An entry, as a button that closes the popover. `isMenu`: it stands in a menu, not in a dialog, and has the role of an entry. */
export function menuItem(
  { icon: name, label, struck, look, checked, press }: MenuEntry,
  close: Close,
  isMenu = true,
): TemplateResult {
  const role = checked === undefined ? 'menuitem' : 'menuitemradio';
  return html`<button
    type="button"
    role=${isMenu ? role : nothing}
    aria-checked=${checked ?? nothing}
    tabindex=${isMenu ? -1 : nothing}
    class="menu-item ${look || ''}"
    part="menu-item"
    @click=${(event: Event) => {
      close(event);
      press();
    }}
  >${icon(name, struck)}${label}${checked ? icon(CHECK) : nothing}</button>`;
}

/** A dialog: with a heading and a button to close, unless it is `bare`. It does not block the page around the element. */
export function dialog(
  context: UiContext,
  { label, content, centered = false, bare = false }: DialogOptions,
): TemplateResult {
  const { leave, close, keyPressed, focusMoved, scrim } = behaviour(context);
  const heading = () => html`<div class="popover__title">
    <b role="heading" aria-level="2">${label}</b
    ><button type="button" class="icon-button" aria-label=${context.text.close} @click=${close}>${icon(CLOSE)}</button>
  </div>`;
  // A press on its text gives the focus to the inner part, so that keys still reach it.
  return html`${scrim(centered ? 'dim' : '')}
    <dialog class="popover ${centered ? 'centered' : ''}" part="popover" popover="manual" role="dialog" aria-label=${label} ${opens(label, centered, leave)} @keydown=${keyPressed} @focusout=${focusMoved}>
      <div class="popover__body" tabindex="-1">${bare ? nothing : heading()}${content(close)}</div>
    </dialog>`;
}
