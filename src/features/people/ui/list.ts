/** The panel with the list of people: those who wait, raised hands, and everyone in the call. Loaded when it is first opened. */
import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';
import { complete } from '../../../locale/complete.js';
import type { Participant } from '../../../room/state.js';
import { keyed, leavePanel, renderPanelHead } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';
import { moderationWordsOf } from '../../../ui/extras/problems.js';
import { icon } from '../../../ui/icons.js';
import { avatar, nameOf } from '../../../ui/tile/avatar.js';
import { peopleControlWords } from '../en.js';
import { peopleWords } from './en-list.js';
import { connectionOf, everybody, handsOf, marksOf } from './entries.js';
import { peopleStyles } from './list.styles.js';

export * as pin from './pin.js';

export const styles: CSSResult[] = [peopleStyles];

/** A failed answer changes nothing on screen, and while the server is unreachable a notice says so. */
const ask = (done: Promise<unknown>) => void done.catch(() => {});

const wordsOf = ({ text }: UiContext) => complete({ ...peopleControlWords, ...peopleWords }, text);

/** Gives the focus to the panel each time it is opened. */
class FocusOnOpening extends Directive {
  #wasOpen = false;

  override render(_isOpen: boolean): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [isOpen]: [boolean]): typeof nothing {
    if (isOpen && !this.#wasOpen)
      queueMicrotask(() => (element as HTMLElement).focus({ preventScroll: true }));
    this.#wasOpen = isOpen;
    return nothing;
  }
}

const focusOnOpening = directive(FocusOnOpening) as (isOpen: boolean) => DirectiveResult;

const nameIn = (person: Participant, context: UiContext): string => {
  const name = nameOf(person, context.text);
  return person === context.state.self ? wordsOf(context).selfNamed(name) : name;
};

/** A heading with a number, and the list below it. */
const section = (part: string, heading: string, count: number, list: unknown) =>
  html`<section class="people__section" part=${part}>
    <h4 class="muted">${heading} <span part="people__count">${count}</span></h4>
    ${list}
  </section>`;

/** Who waits; screen readers are told of those who come. */
function renderWaiting(context: UiContext): TemplateResult | typeof nothing {
  const { room, state } = context;
  if (!state.waiting.length) return nothing;
  const text = moderationWordsOf(context);
  const one = (
    id: string,
    name: string,
  ) => html`<li class="people__person" part="people__person" tabindex="-1">
    ${avatar(id, name, 'people__avatar')}
    <span class="person__text"><bdi>${name}</bdi></span>
    <span class="person__answers"
      ><button type="button" class="button" part="people__refuse" aria-label=${text.refuseName(name)} @click=${() => ask(room.refuse(id))}>${text.refuse}</button
      ><button type="button" class="button primary" part="people__admit" aria-label=${text.admitName(name)} @click=${() => ask(room.admit(id))}>${text.admit}</button
    ></span>
  </li>`;
  const list = html`<ul role="list">${keyed(
    state.waiting.map((person) => ({ key: person.id, person })),
    ({ person }) => one(person.id, nameOf(person, context.text)),
  )}</ul>`;
  return section('people__waiting', wordsOf(context).peopleWaiting, state.waiting.length, list);
}

function renderHands(context: UiContext): TemplateResult | typeof nothing {
  const { room, state, text } = context;
  const hands = handsOf(state);
  if (!hands.length) return nothing;
  // Numbered, because the order is the point. The list is drawn in its order: nothing here may not move.
  const list = html`<ol role="list">${hands.map(
    (person, index) => html`<li class="people__person" part="people__hand">
      <span class="person__place muted">${index + 1}</span>
      <span class="person__text"><bdi>${nameIn(person, context)}</bdi></span>
      ${
        person === state.self
          ? html`<button type="button" class="button person__lower" part="people__lower" @click=${() => room.toggleHand(false)}>${text.hand.on}</button>`
          : icon('hand')
      }
    </li>`,
  )}</ol>`;
  return section('people__hands', wordsOf(context).handsUp, hands.length, list);
}

/** Opens the menu about a participant. The last word tells this button from the one on their tile. */
function renderMenuButton(person: Participant, { ui, act, text }: UiContext): TemplateResult {
  const menu = `person ${person.id} list`;
  const [kind, id] = ui.menu?.split(' ') ?? [];
  // What follows that menu, such as a question, still belongs to this button.
  const isOpen = ui.menu === menu || (id === person.id && kind !== 'person');
  const label = text.actionsFor(nameOf(person, text));
  return html`<button
    type="button"
    class="icon-button"
    part="people__actions"
    aria-haspopup="dialog"
    aria-expanded=${isOpen}
    aria-label=${label}
    title=${label}
    @click=${() => act.openMenu(menu)}
  >${icon('more')}</button>`;
}

function renderPerson(person: Participant, context: UiContext): TemplateResult {
  const { state } = context;
  const words = wordsOf(context);
  const isSelf = person === state.self;
  const connection = isSelf ? undefined : connectionOf(person, words);
  return html`<li class="people__person" part="people__person" data-participant=${isSelf ? nothing : person.id}>
    ${avatar(person.id, nameOf(person, context.text), 'people__avatar')}
    <span class="person__text"
      ><bdi part="people__name">${nameIn(person, context)}</bdi
      >${connection ? html`<small class="muted ${person.quality}" part="people__connection">${connection}</small>` : nothing}</span
    >
    <span class="person__marks"
      >${marksOf(person, state.pinned, words).map(
        ({ icon: name, label, isOff }) =>
          html`<span role="img" class=${isOff ? 'muted' : name === 'microphone' && person.speaking ? 'speaks' : nothing} aria-label=${label} title=${label}>${icon(name, isOff)}</span>`,
      )}</span
    >
    ${isSelf ? nothing : renderMenuButton(person, context)}
  </li>`;
}

/** Opens the dialog for inviting others, if there is a control for it. */
function renderInvite({ ui, features, act, text }: UiContext): TemplateResult | typeof nothing {
  const isThere =
    ui.shareUrl && ui.controls.includes('invite') && features.some(({ menus }) => menus?.invite);
  if (!isThere) return nothing;
  return html`<button
    type="button"
    class="button people__invite"
    part="people__invite"
    aria-haspopup="dialog"
    aria-expanded=${ui.menu === 'invite'}
    @click=${() => act.openMenu('invite')}
  >${text.inviteControl}</button>`;
}

export function render(context: UiContext): TemplateResult {
  const { state, ui } = context;
  const words = wordsOf(context);
  const close = (event: Event) => leavePanel(context, event.currentTarget as Element, 'people');
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // Keeps an open dialog of the host page open.
    event.stopPropagation();
    event.preventDefault();
    close(event);
  };
  const people = everybody(state);
  return html`<div class="people__all" tabindex="-1" @keydown=${pressed} ${focusOnOpening(ui.panel === 'people')}>
    ${renderPanelHead('people', words.peopleControl, context.text.close, close)}
    <div class="people__body" part="people__list">
      ${renderInvite(context)}<div aria-live="polite">${renderWaiting(context)}</div>${renderHands(context)}
      ${section(
        'people__here',
        words.peopleHere,
        people.length,
        html`<ul role="list">${keyed(
          people.map((person) => ({ key: person === state.self ? 'self' : person.id, person })),
          ({ person }) => renderPerson(person, context),
        )}</ul>`,
      )}
    </div>
  </div>`;
}
