import { expect } from 'chai';
import { mount, unmountAll } from '../support/test-element.js';

describe('text typed into a field of the element', () => {
  let heard: string[];
  let life: AbortController;
  beforeEach(() => {
    heard = [];
    life = new AbortController();
    // A page's shortcuts, with the usual check.
    for (const type of ['keydown', 'keypress', 'keyup']) {
      for (const capture of [false, true]) {
        const listen = (event: Event) => {
          const { tagName, isContentEditable } = event.target as HTMLElement;
          if (/^(INPUT|TEXTAREA|SELECT)$/.test(tagName) || isContentEditable) return;
          heard.push(`${(event as KeyboardEvent).key}${capture ? ' early' : ''}`);
        };
        document.addEventListener(type, listen, { capture, signal: life.signal });
      }
    }
  });
  afterEach(() => {
    life.abort();
    unmountAll();
  });

  const press = (field: Element, key: string, init: KeyboardEventInit = {}) =>
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
    );

  it('is not seen by the page', async () => {
    const { element } = await mount();
    const field = element.shadowRoot!.querySelector('input')!;
    field.focus();
    for (const key of [...'some frank notes 9?', 'Backspace', 'ArrowLeft', 'Home', 'Process', 'é'])
      press(field, key);
    press(field, 'Enter', { isComposing: true });
    press(field, 'Escape', { keyCode: 229 });
    press(field, '@', { ctrlKey: true, altKey: true, modifierAltGraph: true });
    press(field, 'å', { altKey: true });
    for (const type of ['keypress', 'keyup']) {
      field.dispatchEvent(new KeyboardEvent(type, { key: 'x', bubbles: true, composed: true }));
    }
    expect(heard).to.deep.equal([]);
  });

  it('still lets the page have Escape, Tab, function keys and commands', async () => {
    const { element } = await mount();
    const field = element.shadowRoot!.querySelector('input')!;
    const late: string[] = [];
    document.addEventListener('keydown', ({ key }) => late.push(key), { signal: life.signal });
    for (const key of ['Escape', 'Tab', 'F2', 'Shift', 'AudioVolumeUp']) press(field, key);
    press(field, 'k', { ctrlKey: true });
    press(field, 'k', { metaKey: true });
    press(field, 'k', { altKey: true });
    press(field, 'ArrowLeft', { altKey: true });
    expect(late.join(' ')).to.equal('Escape Tab F2 Shift AudioVolumeUp k k k ArrowLeft');
  });

  it('does not include keys pressed on our buttons, nor in fields that the page put into our slots', async () => {
    const { element } = await mount();
    const own = document.createElement('p');
    own.slot = 'lobby';
    own.tabIndex = 0;
    element.append(own);
    press(own, 'a');
    press(element.shadowRoot!.querySelector('button')!, 'b');
    expect(heard).to.deep.equal(['a early', 'a', 'b early', 'b']);
  });

  it('counts as use of the lobby', async () => {
    const { element, room } = await mount();
    const field = element.shadowRoot!.querySelector('input')!;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    expect(room.count('prepare')).to.equal(1);
  });
});
