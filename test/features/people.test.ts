import { expect } from 'chai';
import { loadLanguage } from '../../demo/gallery-languages.js';
import type { GalleryStage } from '../../demo/gallery-stage.js';
import { handsOf } from '../../src/features/people/ui/entries.js';
import type { Participant } from '../../src/room/state.js';
import { fullMesh, TestCall } from '../support/call.js';
import { participant } from '../support/fake-room.js';
import { MemoryNetwork } from '../support/network.js';
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
} from '../ui/gallery-support.js';

/** The rows of a section, as a screen reader reads them: texts, names of icons and of buttons. */
function rows(root: ParentNode, section: string): string[] {
  return all(root, `[part~="${section}"] li`).map((row) =>
    [...row.querySelectorAll('bdi, small, [role=img], button, .person__place')]
      .map((one) => one.ariaLabel ?? textOf(one))
      .join(', '),
  );
}

describe('the list of people', () => {
  afterEach(clear);

  const panel = async (state: Parameters<typeof show>[0], box?: typeof WIDE): Promise<GalleryStage> => {
    const stage = show(state, box);
    await until(() => has(stage.root, 'people__here'), 'for the list');
    return stage;
  };

  it('opens from a button with the number of people, takes the focus, and gives it back', async () => {
    const { root, asked } = show('Call: four, hand up and muted');
    const control = button(root, 'People: 4')!;
    expect(textOf(part(root, 'control__count'))).to.equal('4');
    expect(control.ariaExpanded).to.equal('false');
    control.click();
    expect(asked).to.deep.equal([['openPanel', 'people']]);
    await until(() => root.activeElement?.closest('[part~=people]'), 'for the focus');
    expect(control.ariaExpanded).to.equal('true');
    let isPrevented = false;
    const people = part(root, 'people')!;
    people.addEventListener(
      'keydown',
      (event) => queueMicrotask(() => (isPrevented = event.defaultPrevented)),
      {
        capture: true,
        once: true,
      },
    );
    press(root, 'Escape');
    await until(() => isPrevented, 'a modal dialog of the page around us stays open');
    expect([people.hidden, focused(root)]).to.deep.equal([true, 'People: 4']);
    control.click();
    await until(() => root.activeElement?.closest('[part~=people]'), 'for the focus again');
    button(part(root, 'people')!, 'Close')!.click();
    expect(focused(root)).to.equal('People: 4');
  });

  it('says who is here, ourselves first, what each has on, and how good the connection is', async () => {
    const { root } = await panel('People');
    expect(part(root, 'people')!.ariaLabel).to.equal('People');
    expect(textOf(part(root, 'people__here')!.querySelector('h4'))).to.equal('In the call 4');
    expect(rows(root, 'people__here')).to.deep.equal([
      'Katherine (you), Camera on, Microphone on',
      'Ada Lovelace, Good connection, Camera on, Speaking, Actions for Ada Lovelace',
      'Grace Hopper, Fair connection, Camera on, Microphone off, Actions for Grace Hopper',
      'Mary Jackson, Poor connection, Camera off, Microphone off, Actions for Mary Jackson',
    ]);
  });

  it('stays in order when somebody leaves and another joins, and the focus stays with its person', async () => {
    const { root, room } = await panel('People');
    const [ada, ben, zoe] = ['ada', 'ben', 'zoe'].map((id) => participant({ id, name: id })) as Participant[];
    const names = (section: string) => all(root, `[part~="${section}"] li bdi`).map(textOf);
    room.set({ participants: [ada!, ben!] });
    all(root, '[part~="people__actions"]')[1]!.focus();
    room.set({ participants: [ben!] });
    room.set({ participants: [ben!, zoe!] });
    expect(names('people__here')).to.deep.equal(['Katherine (you)', 'ben', 'zoe']);
    expect(root.activeElement!.closest<HTMLElement>('li')!.dataset.participant).to.equal('ben');
    room.set({ waiting: [ada!, ben!] });
    room.set({ waiting: [ben!] });
    room.set({ waiting: [ben!, zoe!] });
    expect(names('people__waiting')).to.deep.equal(['ben', 'zoe']);
  });

  it('has the same digits as the rest of the interface in every language', async () => {
    const egyptian = await loadLanguage('ar-EG');
    const { root } = show('People: raised hands', WIDE, egyptian);
    await until(() => has(root, 'people__hands'), 'for the list');
    const numbers = all(root, '[part~="people__count"], .person__place, [part~="control__count"]').map(
      textOf,
    );
    expect(numbers.length).to.be.greaterThan(4);
    expect(numbers.join('')).to.match(/^[0-9]+$/);
    // Of times, percentages and the numbers of a connection.
    expect(new Intl.NumberFormat(egyptian.locale).format(12)).to.equal('12');
  });

  it('is a list for screen readers, also in browsers that forget lists without bullets', async () => {
    const { root } = await panel('People: raised hands');
    const lists = all(root, '[part~=people] :is(ul, ol)');
    expect(lists.map((list) => [list.localName, list.role])).to.deep.equal([
      ['ol', 'list'],
      ['ul', 'list'],
    ]);
  });

  it('lists hands in the order in which they went up, and lowers our own', async () => {
    const { root, room } = await panel('People: raised hands');
    expect(rows(root, 'people__hands')).to.deep.equal([
      '1, Grace Hopper',
      '2, Katherine (you), Lower hand',
      '3, Ada Lovelace',
    ]);
    button(root, 'Lower hand')!.click();
    expect(room.calls).to.deep.equal([['toggleHand', false]]);
  });

  it('follows what happens', async () => {
    const { root, room } = await panel('People');
    const [ada, grace] = room.state.participants;
    room.set({ participants: [ada!, { ...grace!, muted: true, link: 'reconnecting' }] });
    await until(() => rows(root, 'people__here').length === 3);
    expect(rows(root, 'people__here')[2]).to.equal(
      'Grace Hopper, Reconnecting, Camera on, Muted by the host, Actions for Grace Hopper',
    );
    expect(button(root, 'People: 3') !== undefined).to.equal(true);
    expect(has(root, 'people__hands')).to.equal(false);
    room.set({ participants: [{ ...ada!, hand: true, handRaisedAt: 1, screen: 'on' }] });
    await until(() => has(root, 'people__hands'));
    expect(rows(root, 'people__here')[1]).to.contain('Sharing screen, Camera on');
  });

  it('marks those who are pinned', async () => {
    const { root, room } = await panel('People: two are pinned');
    expect(rows(root, 'people__here').map((row) => row.includes('Pinned'))).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
    room.set({ pinned: [] });
    await until(() => !rows(root, 'people__here').some((row) => row.includes('Pinned')));
  });

  it('begins each name where the rest of its row begins, also if it is written in the other direction', async () => {
    for (const [state, part] of [
      ['People', 'people__here'],
      ['People: of a host, two wait', 'people__waiting'],
      ['People: raised hands', 'people__hands'],
    ] as const) {
      const { root } = show(state, WIDE, await loadLanguage('ar'));
      await until(() => has(root, part));
      for (const name of all(root, `[part~=${part}] bdi`)) {
        const text = document.createRange();
        text.selectNodeContents(name);
        // A line that is broken inside a word leaves less than a letter.
        const space = name.closest('.person__text')!.getBoundingClientRect();
        expect(text.getBoundingClientRect().right, textOf(name)).to.be.closeTo(space.right, 10);
      }
      clear();
    }
  });

  it('does not squeeze a long name of one who waits between face and buttons', async () => {
    const { root } = show('People: of a host, two wait', WIDE, await loadLanguage('de'));
    await until(() => has(root, 'people__waiting'));
    const [mia, long] = all(root, '[part~=people__waiting] li').map((row) => ({
      name: row.querySelector('bdi')!.getBoundingClientRect(),
      buttons: row.querySelector('.person__answers')!.getBoundingClientRect(),
    }));
    expect(mia!.buttons.top, 'in one row').to.be.below(mia!.name.bottom);
    expect(long!.buttons.top, 'in a row of their own').to.be.at.least(long!.name.bottom);
  });

  it('says nothing of a participant that they have not told us, and no name of one who is not verified', async () => {
    const { root } = await panel('People: links and names of every kind');
    expect(rows(root, 'people__here').slice(3)).to.deep.equal([
      'Guest, Connecting, Actions for Guest',
      'عائشة البغدادي, Sharing screen, Camera on, Microphone on, Actions for عائشة البغدادي',
      'Guest, Not verified, Camera off, Microphone on, Actions for Guest',
    ]);
  });

  it('shows who waits to those who may let them in', async () => {
    const { root, room } = await panel('People: of a host, two wait');
    const list = part(root, 'people__waiting')!;
    expect(rows(root, 'people__waiting')[0]).to.equal('Mia, Deny Mia, Admit Mia');
    expect(list.closest('[aria-live]')?.ariaLive).to.equal('polite');
    button(list, 'Admit Mia')!.click();
    button(list, 'Deny Mia')!.click();
    expect(room.calls).to.deep.equal([
      ['admit', 'mia'],
      ['refuse', 'mia'],
    ]);
    room.set({ waiting: [] });
    await until(() => !has(root, 'people__waiting'));
    room.set({ waiting: [{ id: 'tom', name: 'Tom' }] });
    button(root, 'Close')!.click();
    await until(() => has(root, 'knocks'), 'for the notice');
    button(root, 'People: 3')!.click();
    expect(part(root, 'people')!.checkVisibility()).to.equal(true);
    expect(has(root, 'knocks'), 'shown twice').to.equal(false);
  });

  it('opens the menu about a person, beside their row, and takes the focus back also from what follows', async () => {
    const { root, room } = await panel('People: of a host, two wait');
    const opener = button(part(root, 'people')!, 'Actions for Grace Hopper')!;
    const open = async () => {
      opener.focus();
      opener.click();
      await until(() => root.activeElement?.closest('[part~=popover]'), 'for the focus');
    };
    const inMenu = (label: string) =>
      until(() => button(part(root, 'popover') ?? document.createElement('i'), label), `for ${label}`);
    await open();
    expect(opener.ariaExpanded).to.equal('true');
    const tile = button(part(root, 'grid')!, 'Actions for Grace Hopper')!;
    expect(tile.ariaExpanded).to.equal('false');
    (await inMenu('Pin Grace Hopper')).click();
    expect(room.calls).to.deep.equal([['pin', 'grace', true]]);
    expect(root.activeElement === opener).to.equal(true);
    await open();
    await inMenu('Unpin Grace Hopper');
    press(root, 'Escape');
    expect(root.activeElement === opener).to.equal(true);
    await open();
    (await inMenu('Remove from the call…')).click();
    (await inMenu('Cancel')).click();
    expect(root.activeElement === opener).to.equal(true);
    tile.focus();
    tile.click();
    await inMenu('Unpin Grace Hopper');
    press(root, 'Escape');
    expect(root.activeElement === tile).to.equal(true);
  });

  it('leads to the dialog for inviting others, unless there is nothing to share', async () => {
    const { root, asked, show: change } = await panel('People');
    const invite = button(part(root, 'people')!, 'Invite')!;
    invite.focus();
    invite.click();
    expect(asked.at(-1)).to.deep.equal(['openMenu', 'invite']);
    await until(() => has(root, 'invite'));
    change({ menu: null, shareUrl: '' });
    await until(() => !has(root, 'people__invite'));
  });

  it('leaves nothing outside the smallest box, and everything in reach of its scroller', async () => {
    for (const box of [SMALL, { width: 320, height: 320 }]) {
      const { root, host } = await panel('People: of a host, two wait', box);
      const outer = host.getBoundingClientRect();
      // It slides in.
      await Promise.all(
        part(root, 'people')!
          .getAnimations()
          .map(({ finished }) => finished),
      );
      const inner = part(root, 'people')!.getBoundingClientRect();
      expect(inner.left >= outer.left && inner.right <= outer.right && inner.bottom <= outer.bottom).to.equal(
        true,
      );
      const body = part(root, 'people__list')!;
      expect(body.scrollWidth).to.equal(body.clientWidth);
      clear();
    }
  });

  it('speaks other languages', async () => {
    const { root } = show('People: raised hands', WIDE, await loadLanguage('de'));
    await until(() => has(root, 'people__here'));
    expect(textOf(part(root, 'people__title'))).to.equal('Personen');
    expect(rows(root, 'people__hands')[1]).to.equal('2, Katherine (ich), Hand senken');
  });
});

describe('raised hands', () => {
  let call: TestCall;
  afterEach(() => call?.close());

  it('have the same order for everyone, also for those who join later', async () => {
    call = new TestCall(new MemoryNetwork());
    const [ada, bob, eve] = ['Ada', 'Bob', 'Eve'].map((name) => call.person(name));
    for (const room of [ada!, bob!]) await room.join();
    await fullMesh([ada!, bob!]);
    // The one who joined first raises their hand last.
    await bob!.toggleHand(true);
    await until(() => ada!.state.participants[0]!.hand);
    await ada!.toggleHand(true);
    await eve!.join();
    await fullMesh([ada!, bob!, eve!]);
    await until(() => eve!.state.participants.every(({ hand }) => hand), 'for both hands');
    for (const { state } of [ada!, bob!, eve!]) {
      expect(
        handsOf(state).map(({ name }) => name),
        `seen by ${state.self.name}`,
      ).to.deep.equal(['Bob', 'Ada']);
    }
    await bob!.toggleHand(false);
    expect(bob!.state.self.handRaisedAt).to.equal(undefined);
    await until(() => ada!.state.participants[0]!.handRaisedAt === undefined, 'for the lowered hand');
    expect(ada!.state.participants[0]!.handTurn).to.equal(undefined);
    // A hand that goes up again comes last.
    await bob!.toggleHand(true);
    for (const room of [ada!, eve!])
      await until(() => `${handsOf(room.state).map(({ name }) => name)}` === 'Ada,Bob', 'for the new order');
  });

  it('have the same order for everyone when they go up at the same moment', async () => {
    call = new TestCall(new MemoryNetwork());
    const rooms = ['Ada', 'Bob', 'Eve'].map((name) => call.person(name));
    for (const room of rooms) await room.join();
    await fullMesh(rooms);
    await Promise.all(rooms.map((room) => room.toggleHand(true)));
    const orders = () => new Set(rooms.map(({ state }) => `${handsOf(state).map(({ name }) => name)}`));
    await until(() => rooms.every(({ state }) => handsOf(state).length === 3), 'for all hands');
    expect([...orders()]).to.have.length(1);
  });
});
