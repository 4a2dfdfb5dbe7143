/** Draws messages. Text stays text: the style sheet keeps line breaks, addresses become links, nothing becomes HTML. */
import { html, nothing, type TemplateResult } from 'lit';
import { complete } from '../../../locale/complete.js';
import { type ChatWords, chatWords } from '../../../locale/en-chat.js';
import type { UiContext } from '../../../ui/context.js';
import { avatar, nameOf } from '../../../ui/tile/avatar.js';
import type { Message } from '../state.js';
import type { Group } from './groups.js';
import { piecesOf } from './links.js';

/** The words of the current language, English for missing ones. */
export const wordsOf = ({ text }: UiContext): ChatWords & UiContext['text'] => complete(chatWords, text);

/** The current name of a participant; `undefined` if they are not in the call. */
export function personOf(id: string | undefined, { state, text }: UiContext): string | undefined {
  const person = state.participants.find((participant) => participant.id === id);
  return person && nameOf(person, text);
}

/** The note on private and passed-on messages. */
function noteOf({ private: isPrivate, to, passedOnBy }: Message, context: UiContext): string {
  const words = wordsOf(context);
  const by = personOf(passedOnBy, context) ?? words.somebody;
  return [
    isPrivate && (to ? words.onlyTo(personOf(to, context) ?? words.somebody) : words.onlyYou),
    passedOnBy && words.passedOn(by),
  ]
    .filter(Boolean)
    .join(', ');
}

function renderText(text: string): unknown[] {
  return piecesOf(text).map(({ text, href }) =>
    href
      ? html`<a part="chat__link" href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`
      : text,
  );
}

/** The messages of a group under one name. White space inside the texts is visible, so the template has none around them. */
export function renderGroup(group: Group, context: UiContext): TemplateResult {
  const [first] = group;
  const { from, passedOnBy, at } = first;
  const isOwn = from === context.state.self.id && !passedOnBy;
  const name = nameOf(first, context.text);
  const note = noteOf(first, context);
  const time = new Date(at);
  const look = [isOwn && 'own', first.private && 'private', passedOnBy && 'hearsay']
    .filter(Boolean)
    .join(' ');
  return html`<div class="said ${look}" part="chat__message ${look}">
    ${isOwn ? nothing : avatar(from, name, 'chat__avatar')}
    <p class="said__by">
      ${isOwn ? html`<span class="hidden">${context.text.you}</span>` : html`<bdi part="chat__author">${name}</bdi>`}
      <time class="muted" part="chat__time" datetime=${time.toISOString()}
        >${time.toLocaleTimeString(context.language.locale, { hour: 'numeric', minute: '2-digit' })}</time
      >
      ${note ? html`<i class="muted" part="chat__note">${note}</i>` : nothing}
    </p>
    ${group.map(({ text }) => html`<p class="said__text" part="chat__text" dir="auto">${renderText(text)}</p>`)}
  </div>`;
}
