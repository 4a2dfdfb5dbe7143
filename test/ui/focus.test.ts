import { expect } from 'chai';
import { participant } from '../support/fake-room.js';
import { mount, type TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { button, has, part } from './gallery-support.js';

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
