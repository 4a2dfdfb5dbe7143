/** Typed events: a map from names to details, dispatched as CustomEvents that do not bubble. */

/** Says what each event of a target carries in `detail`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only overloads of inherited methods are merged in.
export class TypedEventTarget<M extends object> extends EventTarget {
  /** Dispatches `name` with `detail`; `false` when it was cancelable and a listener prevented it. */
  emit<K extends keyof M & string>(name: K, detail: M[K], cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable }));
  }
}

/** The listener overloads, declared separately so that they do not narrow the EventTarget methods. */
export interface TypedEventTarget<M extends object> {
  addEventListener<K extends keyof M & string>(
    type: K,
    listener: (event: CustomEvent<M[K]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof M & string>(
    type: K,
    listener: (event: CustomEvent<M[K]>) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
