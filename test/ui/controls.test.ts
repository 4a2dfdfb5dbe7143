import { expect } from 'chai';
import { features } from '../../src/features/index.js';
import { controlsOf, fitControls } from '../../src/ui/controls/control.js';
import fc from '../support/property.js';
import { until } from '../support/until.js';
import {
  all,
  button,
  clear,
  focused,
  has,
  part,
  press,
  SMALL,
  show,
  textOf,
  WIDE,
} from './gallery-support.js';

const namesIn = (root: ParentNode) =>
  all(part(root, 'controls')!, '.control').map(({ ariaLabel }) => ariaLabel);

describe('the controls', () => {
  afterEach(clear);

  it('are all there, in order, when there is space', () => {
    const { root } = show('Call: two');
    expect(namesIn(root)).to.deep.equal([
      'Mute',
      'Turn off camera',
      'Chat',
      'Raise hand',
      'Reactions',
      'Share screen',
      'People: 2',
      'Invite',
      'View',
      'Settings',
      'Leave',
    ]);
  });

  it('are those that the host page lists, in its order', () => {
    const { root, show: change } = show('Call: two');
    change({ controls: ['leave', 'camera'] });
    expect(namesIn(root)).to.deep.equal(['Leave', 'Turn off camera']);
  });

  it('leave out the screen where the browser cannot share one', () => {
    const { root, show: change } = show('Call: two');
    change({ canShareScreen: false });
    expect(namesIn(root)).to.not.include('Share screen');
  });

  it('include the hand on a phone with two cameras that cannot share its screen', () => {
    const { root } = show('Call: two cameras', { width: 390, height: 780 });
    expect(namesIn(root)).to.deep.equal([
      'Mute',
      'Turn off camera',
      'Chat',
      'Raise hand',
      'Reactions',
      'More',
      'Leave',
    ]);
  });

  it('leave space for a short name of the room, unless the page has something on the other side', async () => {
    const { root, host, room } = show('Call: two', { width: 768, height: 500 });
    const name = root.querySelector<HTMLElement>('.bar__room bdi')!;
    expect(name.scrollWidth, 'cut').to.equal(name.clientWidth);
    const button = document.createElement('button');
    button.slot = 'controls-end';
    button.style.inlineSize = '120px';
    host.append(button);
    room.set({ participants: [...room.state.participants] });
    const [first] = all(root, '.bar .control');
    await until(
      () => Math.abs(first!.getBoundingClientRect().top - button.getBoundingClientRect().top) < 30,
      'for one row',
    );
  });

  it('ask the room, each for its own action', () => {
    const { root, room, asked } = show('Call: two');
    for (const name of ['Mute', 'Turn off camera', 'Share screen', 'Raise hand', 'Leave'])
      button(root, name)!.click();
    expect(room.calls.map(([name]) => name)).to.deep.equal([
      'toggleMicrophone',
      'toggleCamera',
      'toggleScreenShare',
      'toggleHand',
    ]);
    expect(asked).to.deep.equal([['leave']]);
  });

  it('are named after what a press does, which says the state too, so none is a toggle for screen readers', () => {
    const { root } = show('Call: everything off, hand up');
    expect(namesIn(root)).to.include.members(['Unmute', 'Turn on camera', 'Lower hand']);
    for (const control of all(part(root, 'controls')!, '.control'))
      expect([control.dataset.tip, control.ariaPressed]).to.deep.equal([control.ariaLabel, null]);
  });

  it('are busy until their owner has confirmed', () => {
    const { root } = show('Call: starting');
    for (const name of ['Unmute', 'Turn on camera', 'Share screen']) {
      expect(button(root, name)!.ariaBusy, name).to.equal('true');
    }
    expect(button(root, 'Raise hand')!.ariaBusy).to.equal(null);
  });

  it('are in one row inside the box at every width, Leave always among them', () => {
    for (const width of [...Array(34).keys()].map((index) => 240 + 20 * index).concat(363, 364, 367, 368)) {
      const { root, host } = show('Call: two', { width, height: 400 });
      const box = host.getBoundingClientRect();
      const places = all(part(root, 'controls')!, '.control').map((element) =>
        element.getBoundingClientRect(),
      );
      expect(!!button(root, 'Leave'), `Leave at ${width}`).to.equal(true);
      for (const place of places) {
        expect(place.top, `row at ${width}`).to.equal(places[0]!.top);
        expect(place.left, `start at ${width}`).to.be.at.least(box.left);
        expect(place.right, `end at ${width}`).to.be.at.most(box.right);
      }
      clear();
    }
  });

  it('raise the hand and react with one press from 320 pixels on, whether or not the browser can share a screen', () => {
    for (const canShareScreen of [true, false])
      for (const width of [390, 375, 367, 360, 320]) {
        const { root, show: draw } = show('Call: two', { width, height: 640 });
        draw({ canShareScreen });
        const usual = ['Mute', 'Turn off camera', 'Chat', 'Raise hand', 'Reactions'];
        expect(namesIn(root).slice(0, 5), `at ${width}`).to.deep.equal(usual);
        expect(namesIn(root).slice(-2), `at ${width}`).to.deep.equal(['More', 'Leave']);
        clear();
      }
  });

  it('keep their buttons while others come and go', () => {
    const { root, room, show: draw } = show('Call: two', { width: 600, height: 400 });
    const { self } = room.state;
    const names = ['microphone', 'camera', 'chat', 'leave'];
    const buttons = names.map((name) => part(root, `control-${name}`));
    const check = (when: string) => {
      for (const [index, name] of names.entries())
        expect(part(root, `control-${name}`) === buttons[index], `${name}, ${when}`).to.equal(true);
    };
    for (const width of [900, 320, 600]) {
      draw({ width });
      check(`${width} pixels wide`);
    }
    draw({ canShareScreen: false });
    check('without a screen');
    room.set({ self: { ...self, grants: [...self.grants, 'end', 'lock'] } });
    check('as a host');
    room.set({ self: { ...self, grants: ['chat'] } });
    names.splice(0, 2);
    buttons.splice(0, 2);
    check('without a camera');
  });

  it('are complete when they are split', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(controlsOf(features)),
        fc.integer({ min: 240, max: 1000 }),
        (controls, width) => {
          const { bar, more } = fitControls(controls, width);
          const names = (list: typeof bar) => list.map(({ name }) => name).sort();
          expect(names([...bar, ...more])).to.deep.equal(names(controls));
          expect(more.map(({ name }) => name)).to.not.include('leave');
          expect(more.length, 'a menu of one would take the room of that one').to.not.equal(1);
        },
      ),
    );
  });
});

describe('menus', () => {
  afterEach(clear);

  it('take the focus when they open, and give it back on Escape', async () => {
    const { root } = show('Call: two', SMALL);
    const more = button(root, 'More')!;
    more.focus();
    more.click();
    await until(() => root.activeElement?.role === 'menuitem');
    expect(more.ariaExpanded).to.equal('true');
    press(root, 'Escape');
    expect(has(root, 'popover')).to.equal(false);
    expect(focused(root)).to.equal('More');
  });

  it('can be used with arrow keys, Home and End', async () => {
    const { root } = show('Call: two', SMALL);
    button(root, 'More')!.click();
    await until(() => root.activeElement?.role === 'menuitem');
    const seen = [textOf(root.activeElement)];
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End']) {
      press(root, key);
      seen.push(textOf(root.activeElement));
    }
    const [first, second, third, fourth, ...others] = all(root, '[role=menuitem]').map(textOf);
    expect(seen).to.deep.equal([first, second, third, fourth, third, first, others.at(-1)]);
  });

  it('do what was chosen and close', async () => {
    const { root, room } = show('Call: two', SMALL);
    button(root, 'More')!.click();
    await until(() => button(root, 'Raise hand'));
    button(root, 'Raise hand')!.click();
    expect(room.calls).to.deep.equal([['toggleHand', undefined]]);
    expect(has(root, 'popover')).to.equal(false);
  });

  it('lead from "more" to the settings, and back to "more"', async () => {
    const { root } = show('Call: two', SMALL);
    button(root, 'More')!.click();
    await until(() => button(root, 'Settings'));
    button(root, 'Settings')!.click();
    await until(() => root.activeElement?.localName === 'select');
    expect(part(root, 'popover')!.role).to.equal('dialog');
    press(root, 'Escape');
    expect(focused(root)).to.equal('More');
  });

  it('close when the focus or a press goes elsewhere', async () => {
    const { root } = show('Call: two');
    button(root, 'Settings')!.click();
    await until(() => root.activeElement?.localName === 'select');
    button(root, 'Leave')!.focus();
    expect(has(root, 'popover')).to.equal(false);
    button(root, 'Settings')!.click();
    await until(() => part(root, 'popover'));
    root.querySelector<HTMLElement>('.scrim')!.click();
    expect(has(root, 'popover')).to.equal(false);
  });

  it('stay inside the smallest box', async () => {
    for (const [name, box] of [
      ['Call: settings', SMALL],
      ['Call: more open', SMALL],
      ['Call: settings', WIDE],
    ] as const) {
      const { root, host } = show(name, box);
      const popover = await until(() => part(root, 'popover'));
      await until(() => popover.getAnimations().length === 0);
      // Content that is loaded later moves it once more.
      await until(() => {
        const [inner, outer] = [popover.getBoundingClientRect(), host.getBoundingClientRect()];
        const isInside = inner.top >= outer.top && inner.bottom <= outer.bottom;
        return isInside && inner.left >= outer.left && inner.right <= outer.right;
      }, `for the popover of "${name}" to be inside`);
    }
  });

  it('lead to menus that take the focus even where the page has switched off their animation', async () => {
    const { root } = show('Call: two');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('[part~=popover] { animation: none !important }');
    root.adoptedStyleSheets.push(sheet);
    button(root, 'Settings')!.click();
    await until(() => has(root, 'popover') && root.activeElement?.part.contains('field__select'));
    press(root, 'Escape');
    expect(focused(root)).to.equal('Settings');
  });
});
