/**
 * Keeps text that people type into our fields away from the page's shortcuts. Outside the shadow root a key event has the element
 * as its target, so a page's usual check for an `input` as target does not recognise it.
 */

const FIELDS = ['input', 'textarea', 'select'];

/**
 * Keys that write nothing but have an effect in a field. The last four are reported by phone keyboards and input methods while they
 * compose.
 */
const EDITING = /^(Enter|Backspace|Delete|Insert|Arrow.+|Home|End|Page.+|Process|Dead|Compose|Unidentified)$/;

/**
 * Whether an input method (IME) handles this key, for example the Enter that confirms a conversion. Safari ends the composition before
 * that event, where `isComposing` is false already, but its `keyCode` is 229 as in all browsers (UI Events, "Legacy key attributes";
 * WebKit bug 165004).
 */
export const isComposed = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === 229;

/** Whether a key writes or edits text. Escape, Tab, function keys and keys with a modifier are passed on to the page. */
function isTyped(event: KeyboardEvent): boolean {
  if (isComposed(event)) return true;
  // AltGr, and Option on a Mac, write letters, so these keys count as text.
  const isCommand = event.metaKey || (event.ctrlKey && !event.getModifierState('AltGraph'));
  if (isCommand) return false;
  const isLetter = [...event.key].length === 1;
  return isLetter
    ? !event.altKey || event.key > '~' || event.getModifierState('AltGraph')
    : !event.altKey && EDITING.test(event.key);
}

/** The field in `root` that an event comes from; fields that the page puts into our slots belong to the page. */
function isOurField(target: EventTarget | undefined, root: ShadowRoot): boolean {
  const field = target as Element | undefined;
  return !!field && FIELDS.includes(field.localName) && field.getRootNode() === root;
}

/** Stops key events of the fields in `root` at the shadow root. Listeners inside get them first. */
export function keepTyping(root: ShadowRoot): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    root.addEventListener(type, (event) => {
      const key = event as KeyboardEvent;
      if (isOurField(key.composedPath()[0], root) && isTyped(key)) key.stopPropagation();
    });
  }
}

/** Whether the user is typing in `root`. */
export const isTypingIn = (root: ShadowRoot | null): boolean =>
  !!root && isOurField(root.activeElement ?? undefined, root);
