import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import type { GalleryState } from '../../demo/gallery-states.js';
import { loadMenus } from '../../src/ui/later.js';
import { until } from '../support/until.js';
import { all, button, clear, focused, has, part, press, show, textOf } from './gallery-support.js';

const ALL = ['publish', 'chat', 'admit', 'kick', 'mute', 'lock', 'end'];
const MODERATOR: GalleryState = {
  name: 'moderator',
  state: () => ({
    phase: 'joined',
    signaling: 'connected',
    self: person('me', 'K', 1, { grants: ALL }),
    participants: [person('ada', 'Ada', 30), person('grace', 'Grace', 190)],
  }),
};

describe('moderation in the interface', () => {
  afterEach(clear);

  it('shows who waits, in a region that screen readers follow, with a button for each answer', async () => {
    const { root, room } = show('Moderation: one waits');
    await until(() => has(root, 'knocks'));
    expect(textOf(part(root, 'knocks'))).to.contain('Mia is waiting');
    expect(part(root, 'knocks')!.closest('[aria-live=polite]') !== null).to.equal(true);
    button(root, 'Admit Mia')!.click();
    button(root, 'Deny Mia')!.click();
    expect(room.calls).to.deep.equal([
      ['admit', 'mia'],
      ['refuse', 'mia'],
    ]);
    room.set({ waiting: [] });
    await until(() => !has(root, 'knocks'));
  });

  it('lists several in one card', async () => {
    const { root } = show('Moderation: several wait');
    await until(() => all(root, '[part~="knock"]').length === 3);
    expect(textOf(part(root, 'knocks'))).to.contain('3 people are waiting');
    expect(button(root, 'Admit Guest') !== undefined).to.equal(true);
  });

  it('shows a moderator’s actions only to participants with the grant', async () => {
    const { root, room } = show('Moderation: somebody is muted');
    const inMenu = () => !!button(part(root, 'popover')!, 'Remove from the call…');
    button(root, 'Actions for Ada Lovelace')!.click();
    await until(() => has(root, 'volume'));
    expect([inMenu(), has(root, 'control-host')]).to.deep.equal([false, false]);
    const grants = (...more: string[]) =>
      room.set({ self: { ...room.state.self, grants: ['publish', 'chat', ...more] } });
    grants('admit');
    await until(() => room.state.self.grants.includes('admit'));
    expect([inMenu(), has(root, 'control-host')]).to.deep.equal([false, false]);
    grants('lock');
    await until(() => has(root, 'control-host'));
    expect(inMenu()).to.equal(false);
    grants('kick');
    await until(inMenu);
  });

  it('mutes and lifts it from the menu of a tile', async () => {
    const { root, room } = show('Moderation: one person');
    const item = (label: string) => until(() => button(root, label), `for ${label}`);
    (await item('Mute for everyone')).click();
    expect(room.calls).to.deep.equal([['mute', 'ada', true]]);
    clear();
    const muted = show({
      name: 'muted',
      state: () => ({
        phase: 'joined',
        signaling: 'connected',
        self: person('me', 'K', 1, { grants: ALL }),
        participants: [person('ada', 'Ada', 30, { muted: true })],
      }),
      ui: { menu: 'person ada' },
    });
    (await until(() => button(muted.root, 'Let them unmute'))).click();
    expect(muted.room.calls).to.deep.equal([['mute', 'ada', false]]);
  });

  it('asks for confirmation before a removal, by keyboard too, and can keep them out', async () => {
    const { root, asked } = show('Moderation: one person');
    const remove = await until(() => button(root, 'Remove from the call…'));
    remove.focus();
    expect(focused(root)).to.equal('Remove from the call…');
    remove.click();
    expect(asked.at(-1)).to.deep.equal(['openMenu', 'remove ada']);
    clear();
    const question = show('Moderation: remove');
    await until(() => focused(question.root) === 'Cancel');
    expect(part(question.root, 'popover')!.ariaLabel).to.equal('Remove Ada Lovelace from the call?');
    button(question.root, 'Remove')!.click();
    expect(question.asked.at(-1)).to.deep.equal(['openMenu', null]);
    question.show({ menu: 'remove ada' });
    (await until(() => button(question.root, 'Remove and block'))).click();
    expect(question.room.calls).to.deep.equal([
      ['kick', 'ada', undefined],
      ['kick', 'ada', { ban: true }],
    ]);
  });

  for (const [way, last] of [
    [['Actions for Ada', 'Remove from the call…'], 'Actions for Ada'],
    [['Host controls', 'End for everyone…'], 'Host controls'],
  ] as const) {
    it(`is reached with the keyboard alone: ${way.join(', ')}`, async () => {
      const { root } = show(MODERATOR);
      const [opener, ...entries] = way;
      const start = await until(() => button(root, opener), 'for the button');
      start.focus();
      start.click();
      for (const entry of entries) {
        const popover = () => part(root, 'popover');
        await until(() => popover()?.contains(root.activeElement) && button(popover()!, entry));
        // A dialog has no arrow keys: Tab reaches each of its buttons.
        if (popover()!.role === 'dialog') button(popover()!, entry)!.focus();
        for (let steps = 0; steps < 9 && focused(root) !== entry; steps++) press(root, 'ArrowDown');
        expect(focused(root)).to.equal(entry);
        (root.activeElement as HTMLElement).click();
      }
      await until(() => focused(root) === 'Cancel');
      press(root, 'Escape');
      expect([has(root, 'popover'), focused(root)]).to.deep.equal([false, last]);
    });
  }

  it('leads a moderator from the host controls to the list of people', async () => {
    const { root, asked } = show(MODERATOR);
    (await until(() => button(root, 'Host controls'))).click();
    (await until(() => part(root, 'popover') && button(part(root, 'popover')!, 'People'))).click();
    expect(asked.at(-1)).to.deep.equal(['openPanel', 'people']);
    await until(() => root.activeElement?.closest('[part~=people]'), 'for the focus');
  });

  for (const menu of ['person ada', 'remove ada'] as const) {
    it(`closes "${menu}" when they leave, and does not reopen it when they are back`, async () => {
      const { root, room, asked } = show({ ...MODERATOR, ui: { menu } });
      await until(() => has(root, 'popover'));
      const { participants } = room.state;
      room.set({ participants: participants.filter(({ id }) => id !== 'ada') });
      await until(() => !has(root, 'popover'));
      expect(asked).to.deep.equal([['openMenu', null]]);
      room.set({ participants });
      await loadMenus();
      expect(has(root, 'popover')).to.equal(false);
    });
  }

  it('locks the room and ends the call for everyone, after a confirmation', async () => {
    const { root, room, asked, show: again } = show('Moderation: the room');
    (await until(() => button(root, 'Unlock the call'))).click();
    expect(room.calls).to.deep.equal([['lock', false]]);
    again({ menu: 'host' });
    (await until(() => button(root, 'End for everyone…'))).click();
    expect(asked.at(-1)).to.deep.equal(['openMenu', 'end']);
    expect(all(root, '[part~="room-name"] > span').map(textOf)).to.deep.equal(['Locked ·']);
    clear();
    const question = show('Moderation: end');
    (await until(() => button(question.root, 'End for everyone'))).click();
    expect(question.room.calls).to.deep.equal([['end']]);
  });

  it('marks muted participants, and tells them', async () => {
    const { root } = show('Moderation: somebody is muted');
    expect(all(root, '[aria-label="Muted by the host"]').length).to.equal(1);
    clear();
    const own = show('Moderation: we are muted');
    await until(() => textOf(part(own.root, 'notices')).includes('The host has muted you'));
    expect(part(own.root, 'control-microphone')!.ariaDisabled).to.equal('true');
  });

  it('leaves out the controls of participants who only watch', () => {
    const { root } = show('Moderation: we only watch');
    const has = (name: string) => part(root, `control-${name}`) !== null;
    const shown = ['microphone', 'camera', 'screen', 'chat', 'settings', 'hand', 'leave'].filter(has);
    expect(shown).to.deep.equal(['settings', 'hand', 'leave']);
  });

  it('tells waiting users that someone was asked, with their picture and a way back, and tells refused ones', async () => {
    const { root, asked } = show('Waiting to be let in');
    expect(textOf(part(root, 'lobby')))
      .to.contain('Waiting to be let in…')
      .and.contain('as soon as the host lets you in');
    expect(has(root, 'lobby__preview')).to.equal(true);
    button(root, 'Cancel')!.click();
    expect(asked.at(-1)?.[0]).to.equal('leave');
    clear();
    const refused = show('Moderation: not let in');
    await until(() => textOf(refused.root).includes('The host didn’t let you in.'));
    expect(button(refused.root, 'Try again') !== undefined).to.equal(true);
  });
});
