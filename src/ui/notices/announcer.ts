/** Tells screen readers who joined and who left, by comparing each drawing of the call with the one before. */
import { nothing } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import type { UiContext } from '../context.js';
import { nameOf } from '../tile/avatar.js';

class AnnouncerDirective extends Directive {
  /** Names by id in the last drawing; none before we join, because everyone would be news. */
  #known?: Map<string, string>;

  override render(_context: UiContext): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [{ state, text }]: [UiContext]): typeof nothing {
    // Unverified participants are not announced.
    const people = state.participants.filter(({ verification }) => verification !== 'unverified');
    const now = new Map(people.map((person) => [person.id, nameOf(person, text)]));
    const isIn = state.phase === 'joined';
    if (isIn && this.#known) {
      const before = this.#known;
      const missing = (from: Map<string, string>, other: Map<string, string>) =>
        [...from].filter(([id]) => !other.has(id)).map(([, name]) => name);
      const [came, went] = [missing(now, before), missing(before, now)];
      const news = [came.length && text.joined(came), went.length && text.left(went)]
        .filter(Boolean)
        .join('. ');
      // Without news the last sentence stays; clearing it would be announced as a change.
      if (news) element.textContent = news;
    }
    this.#known = isIn ? now : undefined;
    return nothing;
  }
}

/** `<p aria-live="polite" ${announceChanges(context)}>`. */
export const announceChanges: (context: UiContext) => DirectiveResult = directive(AnnouncerDirective);
