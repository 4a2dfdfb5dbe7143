/** Lets news without an action pass by itself, but not under the pointer or with the focus inside: some people need more time to read it. */
import { nothing } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';

type Passing = (news: unknown, milliseconds: number, pass: () => void) => DirectiveResult;

class PassingDirective extends Directive {
  #news: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override render(..._args: Parameters<Passing>): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [news, milliseconds, pass]: Parameters<Passing>): typeof nothing {
    if (news === this.#news) return nothing;
    this.#news = news;
    const wait = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        if (element.matches(':hover, :focus-within')) wait();
        else if (element.isConnected) pass();
      }, milliseconds);
    };
    wait();
    return nothing;
  }
}

/** Calls `pass` after so long, or as long again while it is held. `news`: another value starts the time anew. */
export const passing = directive(PassingDirective) as Passing;
