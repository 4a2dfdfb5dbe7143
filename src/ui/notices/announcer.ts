/** Tells screen readers what happens in a call. Loaded in the lobby. The live region around it always exists. */
import { html, nothing, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { UiContext } from '../context.js';
import { Changes } from './changes.js';

/** Screen readers read added lines. The last six lines stay, so that two that follow each other are both read. */
const KEPT = 6;

class AnnouncerDirective extends Directive {
  readonly #changes = new Changes(() => performance.now());

  override render(_context: UiContext): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [context]: [UiContext]): typeof nothing {
    for (const sentence of this.#changes.next(context)) {
      const line = element.ownerDocument.createElement('p');
      line.textContent = sentence;
      element.append(line);
      if (element.childElementCount > KEPT) element.firstElementChild!.remove();
    }
    return nothing;
  }
}

const announceChanges = directive(AnnouncerDirective);

export const renderAnnouncements = (context: UiContext): TemplateResult =>
  html`<div ${announceChanges(context)}></div>`;
