/**
 * The chat panel: the list of messages and the input field. Owns the draft, its recipient, and the scroll position; the room owns
 * the messages. Loaded when it is first opened, or when a message arrives.
 */

import { type CSSResult, render as draw, html, noChange, nothing } from 'lit';
import { type ChildPart, Directive, type DirectiveResult, directive } from 'lit/directive.js';
import { VideoRoomError } from '../../../shared/errors.js';
import { leavePanel, renderPanelHead } from '../../../ui/call-view.js';
import type { UiContext } from '../../../ui/context.js';
import { isComposed } from '../../../ui/controllers/typing.js';
import { icon } from '../../../ui/icons.js';
import { SEND } from '../../../ui/more-icons.js';
import { nameOf } from '../../../ui/tile/avatar.js';
import { groupsOf } from './groups.js';
import { personOf, renderGroup, wordsOf } from './message.js';
import { chatStyles } from './panel.styles.js';

export { news } from './news.js';

export const styles: CSSResult[] = [chatStyles];

/** Within this distance from the end the list follows new messages (pixels). */
const NEAR_END = 48;

class ChatDirective extends Directive {
  #context!: UiContext;
  #root!: HTMLElement;
  #wasOpen = false;
  #last: string | undefined;
  /** A message arrived below the visible part. */
  #hasMore = false;
  /** The recipient of the draft: one participant, even if they have left meanwhile, or everyone. */
  #to: { readonly id: string; readonly name: string } | undefined;
  #trouble = '';
  /** What the drawn list shows. */
  #shown: readonly unknown[] = [];

  override update(part: ChildPart, [context]: [UiContext]): unknown {
    if (context === this.#context) return this.render(context);
    this.#root = part.parentNode as HTMLElement;
    // In all of the panel, its head too.
    this.#root.onkeydown = this.#pressed;
    const { state, ui } = context;
    const list = this.#find('.chat__list');
    const opens = ui.panel === 'chat' && !this.#wasOpen;
    const last = state.messages.at(-1);
    const isNew = last?.id !== this.#last;
    const isOwn = last?.from === state.self.id && !last.passedOnBy;
    // Measured before the new messages are drawn.
    const follows = !list || opens || this.#isAtEnd(list) || (isNew && isOwn);
    if (isNew && !follows) this.#hasMore = true;
    this.#wasOpen = ui.panel === 'chat';
    this.#last = last?.id;
    this.#context = context;
    queueMicrotask(() => {
      if (follows) this.#toEnd();
      if (opens) this.#takeFocus();
    });
    return this.render(context);
  }

  override render(context: UiContext): unknown {
    const { state, text } = context;
    const words = wordsOf(context);
    const { messages } = state;
    return html`${renderPanelHead('chat', text.chat, text.close, this.#close)}
      <div
        class="chat__list"
        part="chat__list"
        role="log"
        tabindex="0"
        aria-label=${words.messages}
        @scroll=${this.#scrolled}
      >
        ${
          messages.length
            ? this.#renderMessages(context)
            : html`<p class="chat__empty"><b>${words.noMessages}</b><span class="muted">${words.noMessagesHint}</span></p>`
        }
      </div>
      ${
        this.#hasMore
          ? html`<button type="button" class="button primary chat__new" part="chat__new" @click=${() => this.#toEnd()}>
              ${words.newMessages}
            </button>`
          : nothing
      }
      ${this.#renderForm(context)}`;
  }

  /** Draws the list again only if something that it shows is another than before. */
  #renderMessages(context: UiContext): unknown {
    const { state, text, language } = context;
    const names = state.participants.map((one) => `${one.id} ${nameOf(one, text)}`).join('\n');
    const shown = [state.messages, names, state.self.id, text, language.locale];
    const isSame = shown.every((one, index) => one === this.#shown[index]);
    this.#shown = shown;
    return isSame ? noChange : groupsOf(state.messages).map((group) => renderGroup(group, context));
  }

  #renderForm(context: UiContext): unknown {
    const { state, text } = context;
    const words = wordsOf(context);
    const to = this.#to;
    const hint = to ? words.writeTo(to.name) : words.writeEveryone;
    const here = state.participants.map((one) => ({ id: one.id, name: nameOf(one, text) }));
    // The recipient of the draft stays selected when they leave: the draft must not go to everyone instead.
    const choices = to && !here.some(({ id }) => id === to.id) ? [...here, to] : here;
    return html`<form class="chat__form" part="chat__form" @submit=${this.#submitted}>
      ${
        choices.length > 1 || to
          ? html`<div class="chat__tools">
              <select part="chat__to" aria-label=${words.to} @change=${this.#chosen}>
                <option value="" .selected=${!to}>${words.everyone}</option>
                ${choices.map(
                  ({ id, name }) => html`<option value=${id} .selected=${id === to?.id}>${name}</option>`,
                )}
              </select>
            </div>`
          : nothing
      }
      ${this.#trouble ? html`<p class="chat__trouble" role="alert">${this.#trouble}</p>` : nothing}
      <div class="chat__field">
        <textarea
          part="chat__input"
          rows="1"
          maxlength="4096"
          enterkeyhint="send"
          aria-label=${hint}
          placeholder=${hint}
          @input=${this.#typed}
        ></textarea>
        <button type="button" class="icon-button chat__send" part="chat__send" aria-label=${words.send} @click=${this.#submitted}>${icon(SEND)}</button>
      </div>
    </form>`;
  }

  #find<T extends HTMLElement = HTMLElement>(selector: string): T | null {
    return this.#root.querySelector<T>(selector);
  }

  /** Draws again after a change of the chat's own state. */
  #redraw(): void {
    draw(render(this.#context), this.#root);
  }

  #isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #toEnd(): void {
    const list = this.#find('.chat__list');
    if (list) list.scrollTop = list.scrollHeight;
    if (this.#hasMore) {
      this.#hasMore = false;
      // The button goes.
      if (this.#find('.chat__new:focus')) list?.focus();
      this.#redraw();
    }
  }

  /** If an on-screen keyboard would hide the messages, the list gets the focus. */
  #takeFocus(): void {
    const list = matchMedia('(pointer: coarse)').matches;
    this.#find(list ? '.chat__list' : 'textarea')?.focus({ preventScroll: true });
  }

  // Arrow functions, used directly as listeners.
  readonly #scrolled = ({ currentTarget }: Event) => {
    if (this.#hasMore && this.#isAtEnd(currentTarget as HTMLElement)) this.#toEnd();
  };

  readonly #close = () => leavePanel(this.#context, this.#root, 'chat');

  readonly #pressed = (event: KeyboardEvent) => {
    // While a character is composed, Enter and Escape only end the composition.
    if (isComposed(event)) return;
    if (event.key === 'Escape') {
      // Keeps an open dialog of the host page open.
      event.stopPropagation();
      event.preventDefault();
      this.#close();
    } else if (event.key === 'Enter' && (event.target as Element).localName === 'textarea') {
      if (event.shiftKey) return;
      event.preventDefault();
      void this.#send();
    }
  };

  readonly #submitted = (event: Event) => {
    event.preventDefault();
    void this.#send();
  };

  readonly #typed = ({ currentTarget }: Event) => {
    this.#fit(currentTarget as HTMLTextAreaElement);
    if (!this.#trouble) return;
    this.#trouble = '';
    this.#redraw();
  };

  readonly #chosen = ({ currentTarget }: Event) => {
    const id = (currentTarget as HTMLSelectElement).value;
    const name = personOf(id, this.#context);
    this.#to = name === undefined ? undefined : { id, name };
    this.#redraw();
  };

  /** As tall as its text, up to the limit in the style sheet. */
  #fit(field: HTMLTextAreaElement): void {
    field.style.blockSize = 'auto';
    field.style.blockSize = `${field.scrollHeight}px`;
  }

  async #send(): Promise<void> {
    const field = this.#find<HTMLTextAreaElement>('textarea')!;
    const draft = field.value;
    const text = draft.trim();
    if (!text) return;
    const write = (value: string) => {
      field.value = value;
      this.#fit(field);
    };
    write('');
    // After a press of the button. Otherwise the next letters would be shortcuts, and the keyboard of a phone would close.
    field.focus();
    try {
      await this.#context.room.sendMessage(text, this.#to && { to: this.#to.id });
    } catch (error) {
      const words = wordsOf(this.#context);
      const isTooLong = error instanceof VideoRoomError && error.code === 'bad-message';
      this.#trouble = isTooLong ? words.tooLong : words.notSent;
      // Text typed meanwhile is added after the text that could not be sent.
      write(field.value ? `${draft}\n${field.value}` : draft);
      this.#redraw();
    }
  }
}

/** The content of the chat panel. */
export const render: (context: UiContext) => DirectiveResult = directive(ChatDirective);
