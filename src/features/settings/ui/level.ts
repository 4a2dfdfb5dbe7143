/** Shows the level of our microphone in an element that has `role="meter"`, as long as it is in the document. */
import { nothing } from 'lit';
import { Directive, type DirectiveResult, directive, type ElementPart } from 'lit/directive.js';

/** Assistive technology gets a new value this often (ms); the picture follows at once. */
const TOLD_EVERY = 1_000;

class LevelDirective extends Directive {
  #read = (): number => 0;
  #isRunning = false;
  #told = 0;

  override render(_read: () => number): typeof nothing {
    return nothing;
  }

  override update({ element }: ElementPart, [read]: [() => number]): typeof nothing {
    this.#read = read;
    if (!this.#isRunning) {
      this.#isRunning = true;
      requestAnimationFrame((now) => this.#show(element as HTMLElement, now));
    }
    return nothing;
  }

  #show(element: HTMLElement, now: number): void {
    if (!element.isConnected) {
      this.#isRunning = false;
      return;
    }
    // Quiet voices should be visible too.
    const level = Math.min(1, Math.sqrt(this.#read()) * 1.2);
    element.style.setProperty('--level', level.toFixed(2));
    if (now - this.#told > TOLD_EVERY) {
      element.ariaValueNow = `${Math.round(level * 100)}`;
      this.#told = now;
    }
    requestAnimationFrame((next) => this.#show(element, next));
  }
}

/** `<span role="meter" ${showLevel(() => room.microphoneLevel())}></span>`: the style sheet reads `--level`, 0 to 1. */
export const showLevel = directive(LevelDirective) as (read: () => number) => DirectiveResult;
