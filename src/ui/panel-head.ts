/** The head of a panel, and where the focus goes when a panel is closed. */
import { html, type TemplateResult } from 'lit';
import type { UiContext } from './context.js';
import { icon } from './icons.js';
import { CLOSE } from './more-icons.js';

/** Closes the open panel and gives the focus to its control, which may be in the menu "more". `inside`: any element of ours. */
export function leavePanel({ act }: UiContext, inside: Element, control: string): void {
  act.openPanel(null);
  const root = inside.getRootNode() as ParentNode;
  const find = (name: string) => root.querySelector<HTMLElement>(`[part~=control-${name}]`);
  (find(control) ?? find('more'))?.focus();
}

/** `close`: the word for the button that closes the panel. */
export const renderPanelHead = (
  part: string,
  title: string,
  close: string,
  press: (event: Event) => void,
): TemplateResult =>
  html`<div class="panel__head">
    <h3 part=${`${part}__title`} tabindex="-1">${title}</h3>
    <button type="button" class="icon-button" part=${`${part}__close`} aria-label=${close} @click=${press}>${icon(CLOSE)}</button>
  </div>`;
