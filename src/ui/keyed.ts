/**
 * Draws a list so that each item keeps its DOM, and no element ever moves: a `<video>` that moves in the document stops playing. A quarter
 * of the size of Lit's `repeat`, which does move elements.
 *
 * It draws new items last, because the Tab key and screen readers follow the order of the document. A removed item leaves an empty place,
 * which goes with the items after it. Where somebody always comes before another leaves, those places would add up: new items take them
 * once there are more than {@link EMPTY}.
 */
import { nothing } from 'lit';
import { Directive, type DirectiveResult, directive } from 'lit/directive.js';

/** Number of empty places that new items leave alone. */
const EMPTY = 8;

class KeyedDirective extends Directive {
  #keys: (string | undefined)[] = [];

  override render<T extends { readonly key: string }>(
    items: readonly T[],
    draw: (item: T, index: number) => unknown,
  ): unknown[] {
    const places = new Map(items.map(({ key }, index) => [key, index]));
    this.#keys = this.#keys.map((key) => (places.has(key!) ? key : undefined));
    this.#keys.length = 1 + this.#keys.findLastIndex((key) => key !== undefined);
    for (const { key } of items) {
      if (this.#keys.includes(key)) continue;
      const isFull = this.#keys.length > items.length + EMPTY;
      this.#keys[isFull ? this.#keys.indexOf(undefined) : this.#keys.length] = key;
    }
    return this.#keys.map((key) => {
      const index = places.get(key!);
      return index === undefined ? nothing : draw(items[index]!, index);
    });
  }
}

/** `${keyed(items, (item, index) => html`…`)}`; `index` is the position in `items`, not in the document. */
export const keyed = directive(KeyedDirective) as <T extends { readonly key: string }>(
  items: readonly T[],
  draw: (item: T, index: number) => unknown,
) => DirectiveResult;
