/**
 * Moderators' interface: waiting participants, and menus with actions on one participant and on the room. Actions go to the room;
 * their results are drawn from its state.
 */

import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { Participant } from '../../../room/state.js';
import { keyed } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';
import {
  type Close,
  dialog,
  type MenuEntry,
  menu,
  menuItem,
  popoverStyles,
} from '../../../ui/extras/menus.js';
import { moderationWordsOf } from '../../../ui/extras/problems.js';
import type { LazyView } from '../../../ui/feature.js';
import { PERSON } from '../../../ui/more-icons.js';
import { nameOf } from '../../../ui/tile/avatar.js';
import { moderationStyles } from './moderation.styles.js';

/** A failed action changes nothing on screen, and while the server is unreachable a notice says so. */
const order = (done: Promise<unknown>) => void done.catch(() => {});

/** The waiting participants, one line each, in a single card, unless the open panel shows them. */
function renderKnocks(context: UiContext): TemplateResult | typeof nothing {
  const { room, state, ui, features } = context;
  const text = moderationWordsOf(context);
  const { waiting } = state;
  const isInPanel = features.some(({ name, panel }) => name === ui.panel && panel?.showsWaiting);
  if (!waiting.length || isInPanel) return nothing;
  const answers = (id: string, name: string) => html`<span class="answers"
    ><button type="button" class="button" part="knock__refuse" aria-label=${text.refuseName(name)} @click=${() => order(room.refuse(id))}>${text.refuse}</button
    ><button type="button" class="button primary" part="knock__admit" aria-label=${text.admitName(name)} @click=${() => order(room.admit(id))}>${text.admit}</button
  ></span>`;
  return html`<div class="notice knocks" part="notice knocks">
    ${waiting.length > 1 ? html`<b>${text.knockCount(waiting.length)}</b>` : nothing}
    ${keyed(
      waiting.map((one) => ({ ...one, key: one.id })),
      (one) => {
        const name = nameOf(one, context.text);
        return html`<div class="knock" part="knock" tabindex="-1">
          <span>${waiting.length > 1 ? html`<bdi>${name}</bdi>` : html`<b>${text.knocks(name)}</b>`}</span>
          ${answers(one.id, name)}
        </div>`;
      },
    )}
  </div>`;
}

/** What a moderator may do with a participant, in the menu about them. */
function renderPerson(context: UiContext, { id, muted }: Participant, close: Close): TemplateResult[] {
  const { room, state, act } = context;
  const text = moderationWordsOf(context);
  const { grants } = state.self;
  const entries: MenuEntry[] = [];
  if (grants.includes('mute'))
    entries.push({
      icon: 'microphone',
      struck: !muted,
      label: muted ? text.unmutePerson : text.mutePerson,
      press: () => order(room.mute(id, !muted)),
    });
  if (grants.includes('kick'))
    entries.push({
      icon: 'leave',
      label: text.remove,
      look: 'off',
      press: () => act.openMenu(`remove ${id}`),
    });
  return entries.map((entry) => menuItem(entry, close, false));
}

/** Asks for confirmation before an action that cannot be undone. */
function renderQuestion(
  question: string,
  answers: readonly [label: string, run: () => Promise<unknown>][],
  context: UiContext,
): TemplateResult {
  return dialog(context, {
    label: question,
    bare: true,
    content: (close) => {
      const answer = (event: Event, run: () => Promise<unknown>) => {
        close(event);
        order(run());
      };
      return html`<b>${question}</b>
        <div class="choices">
          <button type="button" class="button" @click=${close}>${context.text.cancel}</button>
          ${answers.map(
            ([label, run]) =>
              html`<button type="button" class="button danger" @click=${(event: Event) => answer(event, run)}>${label}</button>`,
          )}
        </div>`;
    },
  });
}

/** The menu of the room: lock, the panel with a menu about each participant, end. */
function renderHost(context: UiContext): TemplateResult {
  const { room, state, act, features } = context;
  const text = moderationWordsOf(context);
  const { grants } = state.self;
  const { locked } = state;
  const entries: MenuEntry[] = [];
  if (grants.includes('lock'))
    entries.push({
      icon: 'lock',
      struck: locked,
      label: locked ? text.unlockRoom : text.lockRoom,
      press: () => order(room.lock(!locked)),
    });
  const people = features.find(({ panel }) => panel?.showsWaiting);
  if (people?.panel && (grants.includes('kick') || grants.includes('mute')))
    entries.push({
      icon: PERSON,
      label: people.panel.label(context),
      press: () => act.openPanel(people.name),
    });
  if (grants.includes('end'))
    entries.push({ icon: 'leave', look: 'off', label: text.endForAllAsk, press: () => act.openMenu('end') });
  return menu(context, context.text.host, entries);
}

/** A menu about a participant closes when they leave, so that it does not reappear when they come back. */
const about =
  (draw: (context: UiContext, person: Participant) => TemplateResult) =>
  (context: UiContext, id?: string): unknown => {
    const person = context.state.participants.find((one) => one.id === id);
    return person ? draw(context, person) : context.act.openMenu(null);
  };

function renderEnd(context: UiContext): TemplateResult {
  const text = moderationWordsOf(context);
  return renderQuestion(text.endQuestion, [[text.endForAll, () => context.room.end()]], context);
}

function renderRemove(context: UiContext, person: Participant): TemplateResult {
  const text = moderationWordsOf(context);
  const { room } = context;
  return renderQuestion(
    text.removeQuestion(nameOf(person, context.text)),
    [
      [text.removeOnly, () => room.kick(person.id)],
      [text.removeAndBan, () => room.kick(person.id, { ban: true })],
    ],
    context,
  );
}

const styles: CSSResult[] = [popoverStyles, moderationStyles];

export const knocks: LazyView = { styles, render: renderKnocks };
export const personActions: LazyView<[Participant, Close]> = { styles, render: renderPerson };
export const hostMenu: LazyView<[argument?: string]> = { styles, render: renderHost };
export const endDialog: LazyView<[argument?: string]> = { styles, render: renderEnd };
export const removeDialog: LazyView<[argument?: string]> = { styles, render: about(renderRemove) };
