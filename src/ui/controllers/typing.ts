/**
 * What people type into our fields is ours. Outside the shadow root a key event has the element as its target, so that a page's own
 * shortcuts, and their usual guard against typing in an `input`, take it for a key pressed on the page.
 */

const FIELDS = ['input', 'textarea', 'select'];

/** Keys that write nothing and still do something in a field. */
const EDITING = [
  'Enter',
  'Backspace',
  'Delete',
  'Insert',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  // What keyboards of phones and for other scripts say while they compose.
  'Process',
  'Dead',
  'Compose',
  'Unidentified',
];

/** Text, and what edits it. Escape, Tab, function keys and what is pressed with a modifier mean something to the page as well. */
function isTyped(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  // AltGr, and Option on a Mac, write letters: then the key is one.
  const isCommand = event.metaKey || (event.ctrlKey && !event.getModifierState('AltGraph'));
  if (isCommand) return false;
  const isLetter = [...event.key].length === 1;
  return isLetter
    ? !event.altKey || event.key > '~' || event.getModifierState('AltGraph')
    : !event.altKey && EDITING.includes(event.key);
}

/** The field in `root` that an event comes from; those that the page puts into our slots are the page's. */
function isOurField(target: EventTarget | undefined, root: ShadowRoot): boolean {
  const field = target as Element | undefined;
  return !!field && FIELDS.includes(field.localName) && field.getRootNode() === root;
}

/** Keeps what is typed into the fields of `root` inside it. Listeners inside hear it first. */
export function keepTyping(root: ShadowRoot): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    root.addEventListener(type, (event) => {
      const key = event as KeyboardEvent;
      if (isOurField(key.composedPath()[0], root) && isTyped(key)) key.stopPropagation();
    });
  }
}

/** Whether somebody is typing in `root`. */
export const isTypingIn = (root: ShadowRoot | null): boolean =>
  !!root && isOurField(root.activeElement ?? undefined, root);
