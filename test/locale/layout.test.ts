import { expect } from 'chai';
import { GALLERY_LANGUAGES, loadLanguage } from '../../demo/gallery-languages.js';
import { until } from '../support/until.js';
import { clear, part, show } from '../ui/gallery-support.js';

/** One of each: what is always there, and what needs most space. */
const STATES = [
  'Lobby',
  'Lobby: nobody has touched it',
  'Lobby: devices denied',
  'Waiting to be let in',
  'Call: alone',
  'Call: four, hand up and muted',
  'Call: six, links in every state',
  'Call: server is reconnecting',
  'Call: sound held back',
  'Call: settings',
  'Call: chat',
  'Left',
  'Problem: room-full',
];
const WIDTHS = [320, 800];

/** Names and rooms are cut off with an ellipsis, because their length has no limit. Our own words are not. */
const OF_PEOPLE = 'bdi, [part~=tile__name], .bar__room, .hidden, option';

/** The texts that are visible, with their boxes. */
function* textsOf(root: Element): Iterable<{ text: string; parent: Element; box: DOMRect }> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!;
    if (!node.nodeValue!.trim() || parent.closest(OF_PEOPLE)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width) yield { text: node.nodeValue!.trim().slice(0, 80), parent, box };
  }
}

/** What is cut off at the left or right, by the frame or by a box with `overflow: hidden` on the way to it; scrolling shows the rest. */
function cutOff(frame: Element): string[] {
  return [...textsOf(frame)].flatMap(({ text, parent, box }) => {
    for (let one: Element | null = parent; one; one = one.parentElement) {
      const overflow = getComputedStyle(one).overflowX;
      if (/auto|scroll/.test(overflow)) return [];
      const { left, right } = one.getBoundingClientRect();
      if ((one === frame || overflow !== 'visible') && (box.left < left - 1 || box.right > right + 1))
        return [`"${text}" in ${one.className || one.localName}`];
      // A number sits on the corner of its button, and sticks out.
      if (one.matches('.badge')) return [];
      if (one.localName === 'button' && one.scrollWidth > one.clientWidth + 1)
        return [`"${text}" is wider than its button`];
      if (one === frame) break;
    }
    return [];
  });
}

describe('every language', () => {
  afterEach(clear);

  for (const tag of GALLERY_LANGUAGES) {
    it(`fits in narrow and in wide boxes: ${tag}`, async () => {
      const language = await loadLanguage(tag);
      expect(language.lang).to.equal(tag);
      for (const name of STATES) {
        for (const width of WIDTHS) {
          const { root } = show(name, { width, height: 480 }, language);
          await until(() => !root.querySelector('.problem:empty, .chat:empty, .notice span:empty'));
          if (name === 'Call: settings') await until(() => root.querySelector('.popover'));
          expect(cutOff(root.firstElementChild!), `${tag}, ${name}, ${width} pixels wide`).to.deep.equal([]);
          clear();
        }
      }
    });
  }

  it('would be found if it were cut off', () => {
    const { root } = show('Lobby', { width: 320, height: 480 });
    const narrow = new CSSStyleSheet();
    root.adoptedStyleSheets.push(narrow);
    const small =
      'flex: none !important; inline-size: 20px; min-inline-size: 0; padding: 0; white-space: nowrap';
    narrow.replaceSync(`.stage .primary { ${small}; overflow: hidden }`);
    expect(cutOff(root.firstElementChild!)).to.deep.equal(['"Join" in button primary']);
    narrow.replaceSync(`.stage .primary { ${small} }`);
    expect(cutOff(root.firstElementChild!)).to.deep.equal(['"Join" is wider than its button']);
  });

  it('is laid out in its own direction', async () => {
    const arabic = await loadLanguage('ar');
    const { root } = show('Call: chat', { width: 800, height: 480 }, arabic);
    await until(() => root.querySelector('.chat form'));
    const frame = root.querySelector<HTMLElement>('.frame')!;
    expect(frame.dir).to.equal('rtl');
    const middle = (element: Element) => {
      const { left, right } = element.getBoundingClientRect();
      return (left + right) / 2;
    };
    // The chat is at the end of the line: left.
    expect(middle(part(root, 'chat')!)).to.be.lessThan(middle(frame));
    // Leave is the last control.
    expect(middle(part(root, 'control-leave')!)).to.be.lessThan(middle(part(root, 'control-microphone')!));
    clear();
    const english = show('Call: chat', { width: 800, height: 480 });
    expect(middle(part(english.root, 'control-leave')!)).to.be.greaterThan(
      middle(part(english.root, 'control-microphone')!),
    );
  });
});
