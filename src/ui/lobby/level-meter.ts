/** Shows how loud our microphone is, once per frame and only while it is on the page. */
import { nothing } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ElementPart } from 'lit/directive.js';

class LevelMeterDirective extends AsyncDirective {
  #frame = 0;
  #style?: CSSStyleDeclaration;
  #level?: () => number;

  override render(_level: () => number): typeof nothing {
    return nothing;
  }

  override update(part: ElementPart, [level]: [() => number]): typeof nothing {
    this.#style = (part.element as HTMLElement).style;
    this.#level = level;
    if (this.isConnected && !this.#frame) this.reconnected();
    return nothing;
  }

  override disconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override reconnected(): void {
    // Two digits are all that can be seen; an unchanged style costs nothing.
    this.#style!.setProperty('--level', this.#level!().toFixed(2));
    this.#frame = requestAnimationFrame(() => this.reconnected());
  }
}

/** `<span ${levelMeter(() => room.microphoneLevel())}>`: keeps `--level` (0 to 1) of the element. */
export const levelMeter = directive(LevelMeterDirective);
