import { expect } from 'chai';
import { participant } from '../support/fake-room.js';
import { mount, type TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { button, has, part, textOf } from './gallery-support.js';

describe('the focus', () => {
  let element: TestVideoRoom;
  const root = () => element.shadowRoot!;
  afterEach(unmountAll);

  const lobby = async () => {
    const mounted = await mount();
    element = mounted.element;
    mounted.room.set({ phase: 'lobby', signaling: 'connected' });
    await until(() => part(root(), 'lobby__join'));
    return mounted;
  };

  it('goes from Join to the controls, from Leave to the heading, and from Join again to the controls', async () => {
    const { room } = await lobby();
    part(root(), 'lobby__join')!.focus();
    part(root(), 'lobby__join')!.click();
    await until(() => root().activeElement?.part.contains('control'), 'for a control to have the focus');
    part(root(), 'control-leave')!.focus();
    part(root(), 'control-leave')!.click();
    await until(() => room.state.phase === 'left');
    await until(() => root().activeElement?.localName === 'h2', 'for the heading to have the focus');
    const again = await until(() => part(root(), 'problem__again'));
    again.focus();
    again.click();
    await until(() => root().activeElement?.part.contains('control'), 'for a control to have the focus');
  });

  it('stays inside when the tile that has it goes', async () => {
    const { room } = await lobby();
    room.set({
      phase: 'joined',
      participants: [participant({ id: 'ada', name: 'Ada' }), participant({ id: 'bob', name: 'Bob' })],
    });
    (await until(() => button(root(), 'Pin Bob'))).focus();
    room.set({ participants: [participant({ id: 'ada', name: 'Ada' })] });
    await until(() => !button(root(), 'Pin Bob'));
    await until(() => root().activeElement, 'for something to have the focus');
    expect(document.activeElement === element).to.equal(true);
  });

  it('stays among the tiles when its tile moves to another page', async () => {
    const { room } = await lobby();
    element.style.width = '320px';
    const names = [...Array(12).keys()].map((index) => `Guest ${index}`);
    room.set({
      phase: 'joined',
      participants: names.map((name) => participant({ id: name.replace(' ', '-'), name })),
    });
    await until(() => has(root(), 'pager__button'));
    const first = button(root(), 'Actions for Guest 0')!;
    // Its tile takes its size first.
    await until(() => {
      first.focus();
      return root().activeElement === first;
    });
    button(root(), 'Next page')!.click();
    await until(() => !first.checkVisibility(), 'for the other page');
    await until(() => root().activeElement?.checkVisibility(), 'for something visible to have the focus');
    expect(root().activeElement!.closest('[part~=tile]') !== null, 'a tile').to.equal(true);
  });

  it('stays in the card of those who knock, and after the last one it is on nothing that a press would change', async () => {
    const { room } = await lobby();
    const waiting = ['Ada', 'Bob'].map((name) => ({ id: name.toLowerCase(), name }));
    room.set({ phase: 'joined', waiting });
    (await until(() => part(root(), 'knock__admit'))).focus();
    room.set({ waiting: waiting.slice(1) });
    await until(() => root().activeElement?.part.contains('knock'), 'for the next one to have the focus');
    expect(textOf(root().activeElement)).to.contain('Bob');
    part(root(), 'knock__refuse')!.focus();
    room.set({ waiting: [] });
    await until(() => root().activeElement?.part.contains('controls'), 'for all controls to have the focus');
  });

  it('stays in the list of people', async () => {
    const { room } = await lobby();
    const waiting = ['Ada', 'Bob'].map((name) => ({ id: name.toLowerCase(), name }));
    room.set({ phase: 'joined', waiting, self: { ...room.state.self, hand: true, handTurn: 1 } });
    (await until(() => part(root(), 'control-people'))).click();
    (await until(() => part(root(), 'people__admit'))).focus();
    room.set({ waiting: waiting.slice(1) });
    await until(() => textOf(root().activeElement).includes('Bob'), 'for the next one to have the focus');
    part(root(), 'people__admit')!.focus();
    room.set({ waiting: [] });
    await until(() => !has(root(), 'people__admit'));
    await until(() => root().activeElement?.closest('[part~=people]'), 'for the list to have the focus');
    part(root(), 'people__lower')!.focus();
    room.set({ self: { ...room.state.self, hand: false } });
    await until(() => !has(root(), 'people__lower'));
    await until(() => root().activeElement?.closest('[part~=people]'), 'for the list to have the focus');
  });

  it('goes with a control that moves into "More", and stays on one that does not', async () => {
    const { room } = await lobby();
    element.style.width = '900px';
    room.set({ phase: 'joined' });
    const hand = await until(() => part(root(), 'control-hand'));
    hand.focus();
    element.style.width = '400px';
    await until(() => !has(root(), 'control-settings'));
    expect(root().activeElement === hand).to.equal(true);
    element.style.width = '240px';
    await until(() => !has(root(), 'control-hand'));
    await until(() => root().activeElement?.part.contains('control-more'), 'for "More" to have the focus');
    // "More" goes: no other control gets a press that comes too late.
    element.style.width = '900px';
    await until(() => root().activeElement?.part.contains('controls'), 'for all controls to have the focus');
    // The box cuts off what is outside.
    const { outlineOffset } = getComputedStyle(root().activeElement!);
    expect(Number.parseFloat(outlineOffset), 'the ring is inside').to.be.below(0);
  });

  it('is never lost with a panel', async () => {
    const { room } = await lobby();
    room.set({ phase: 'joined' });
    (await until(() => part(root(), 'control-chat'))).click();
    (await until(() => root().querySelector('textarea'))).focus();
    part(root(), 'control-chat')!.click();
    await until(() => part(root(), 'chat')!.hidden);
    await until(() => root().activeElement?.part.contains('controls'), 'for the controls to have the focus');
  });

  /** A call with the focus on Leave, or on something of the page. */
  const call = async (isInside: boolean) => {
    const { room } = await lobby();
    room.set({ phase: 'joined' });
    const announcements = await until(() => part(root(), 'announcements'));
    await until(() => textOf(announcements).includes('You joined the call'));
    const leave = await until(() => part(root(), 'control-leave'));
    leave.focus();
    if (!isInside) leave.blur();
    return { room, announcements };
  };
  const heading = () => root().querySelector<HTMLElement>('.problem h2');
  const kicked = { code: 'kicked', fatal: true, phase: 'joined' } as const;

  it('tells of the end of the call by itself: nothing else announces what it is on', async () => {
    const { room, announcements } = await call(true);
    room.set({ phase: 'left' });
    await until(() => root().activeElement === heading());
    expect(textOf(announcements)).to.not.contain('You left the call');
    expect(part(root(), 'problem')!.role).to.equal(null);
  });

  it('tells of an error by itself', async () => {
    const { room } = await call(true);
    room.set({ phase: 'left', fault: kicked });
    await until(() => root().activeElement === heading());
    expect(part(root(), 'problem')!.role).to.equal(null);
  });

  it('goes to the heading of an error also from the background of the call', async () => {
    const { room } = await call(true);
    part(root(), 'stage')!.focus();
    room.set({ phase: 'left', fault: kicked });
    await until(() => heading());
    await until(() => root().activeElement === heading(), 'for the heading to have the focus');
  });

  it('is elsewhere on the page: then the end of the call is announced', async () => {
    const { room, announcements } = await call(false);
    room.set({ phase: 'left' });
    await until(() => textOf(announcements).includes('You left the call'));
    await until(() => heading());
    expect(document.activeElement === document.body).to.equal(true);
  });

  it('is elsewhere on the page: then an error is an alert', async () => {
    const { room } = await call(false);
    room.set({ phase: 'left', fault: kicked });
    await until(() => heading());
    expect(part(root(), 'problem')!.role).to.equal('alert');
    expect(document.activeElement === document.body).to.equal(true);
  });

  it('is not taken from the page', async () => {
    const { room } = await lobby();
    const field = document.createElement('input');
    document.body.append(field);
    part(root(), 'lobby__join')!.focus();
    field.focus();
    room.set({ phase: 'joined' });
    await until(() => has(root(), 'control-leave'));
    expect(document.activeElement === field).to.equal(true);
    field.remove();
  });

  it('is not taken by an element that never had it', async () => {
    const { room } = await lobby();
    room.set({ phase: 'joined' });
    await until(() => has(root(), 'control-leave'));
    expect(document.activeElement === document.body).to.equal(true);
  });
});
