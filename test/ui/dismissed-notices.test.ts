import { expect } from 'chai';
import type { DeviceErrorCode, RoomState } from '../../src/room/state.js';
import { participant } from '../support/fake-room.js';
import { mount, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { all, textOf } from './gallery-support.js';

describe('a dismissed notice', () => {
  afterEach(unmountAll);

  /** An element, and what its notices say. */
  async function noticing(state: Partial<RoomState>) {
    const { element, room } = await mount();
    room.set(state);
    await element.updateComplete;
    const root = element.shadowRoot!;
    const said = () => all(root, '[part~="notice"] > span:first-child').map(textOf);
    const dismiss = (beginning: string) =>
      all(root, '[part~="notice"]')
        .find((notice) => textOf(notice).startsWith(beginning))!
        .querySelector<HTMLElement>('[aria-label=Close]')!
        .click();
    /** As a room does: the error is in its state first. */
    const fail = (kind: 'microphone' | 'camera', code: DeviceErrorCode) => {
      room.set({ deviceErrors: { ...room.state.deviceErrors, [kind]: code } });
      room.emit('device-error', { kind, code });
    };
    return { element, room, root, said, dismiss, fail };
  }

  it('is shown again only after a new error', async () => {
    const { room, said, dismiss, fail } = await noticing({ phase: 'joined' });
    fail('camera', 'denied');
    await until(() => said().length === 1);
    dismiss('');
    await until(() => said().length === 0);
    room.set({ activeSpeaker: 'grace' });
    await room.drawable();
    expect(said()).to.deep.equal([]);
    fail('camera', 'denied');
    await until(() => said().length === 1);
  });

  it('of an alarm that a participant can cause stays away for a minute, unless it is about a person', async () => {
    const { room, said, dismiss } = await noticing({
      phase: 'joined',
      participants: [participant({ id: 'ada' })],
    });
    const alarm = (who?: string) => {
      const fault = { code: 'verification-failed', fatal: false, phase: 'joined', participant: who } as const;
      room.set({ fault });
      room.emit('room-error', { code: fault.code, fatal: false, message: '', cause: undefined });
    };
    const { now } = Date;
    try {
      alarm();
      await until(() => said().length === 1);
      dismiss('');
      await until(() => said().length === 0);
      for (let time = 0; time < 20; time++) alarm();
      await room.drawable();
      expect(said()).to.deep.equal([]);
      Date.now = () => now() + 61_000;
      alarm();
      await until(() => said().length === 1);
      dismiss('');
      await until(() => said().length === 0);
      alarm('ada');
      await until(() => said().length === 1, 'for what is about Ada');
    } finally {
      Date.now = now;
    }
  });

  it('stays away when another one is dismissed', async () => {
    const { said, dismiss, fail } = await noticing({ phase: 'lobby' });
    fail('microphone', 'not-found');
    fail('camera', 'in-use');
    await until(() => said().length === 2);
    const [first, second] = said();
    dismiss(second!);
    await until(() => said().length === 1);
    dismiss(first!);
    await until(() => said().length !== 1);
    expect(said()).to.deep.equal([]);
  });

  it('stays away when another error is new', async () => {
    const { said, dismiss, fail } = await noticing({ phase: 'lobby' });
    fail('microphone', 'denied');
    fail('camera', 'denied');
    // One sentence is about both.
    await until(() => said().length === 1);
    dismiss('');
    await until(() => said().length === 0);
    fail('camera', 'denied');
    await until(() => said().length);
    expect(said()[0], 'only about the camera')
      .to.match(/camera/i)
      .and.not.match(/microphone/i);
  });

  it('stays away when a message is dismissed, and comes back with the next shared screen', async () => {
    const self = participant({ id: 'me', screen: 'on' });
    const participants = [participant()];
    const { room, said, dismiss } = await noticing({ phase: 'joined', self, participants });
    await until(() => said().length === 1);
    dismiss('You’re sharing');
    await until(() => said().length === 0);
    const message = { id: '1', from: 'ada', name: 'Ada', text: 'Hello', at: 0, private: false };
    room.emit('message-received', { message });
    await until(() => said().length === 1);
    dismiss('Ada');
    await until(() => said()[0] !== 'Ada Hello');
    expect(said()).to.deep.equal([]);
    room.emit('screen-share-changed', { enabled: true });
    await until(() => said().length === 1);
  });

  it('about the connection stays away until the server is lost again', async () => {
    const lost = { signaling: 'reconnecting' } as const;
    const { room, said, dismiss, root } = await noticing({ phase: 'joined', ...lost });
    await until(() => all(root, '[part~="notice"] [aria-label=Close]').length === 1);
    dismiss('Reconnecting');
    await until(() => said().length === 0);
    const back = { state: 'joined', previous: 'joined' } as const;
    room.set({ signaling: 'connected' });
    room.emit('connection-state-changed', { ...back, signaling: 'connected' });
    room.set(lost);
    room.emit('connection-state-changed', { ...back, ...lost });
    await until(() => said().length === 1);
  });

  it('about a question of the browser stays away until there is another one', async () => {
    const { element, room, said, dismiss, root } = await noticing({ phase: 'lobby' });
    const ask = async () => {
      room.set({ self: participant({ id: 'me', camera: 'starting' }) });
      element.platform.clock.advance(3_000);
      await until(() => all(root, '[part~="notice"] [aria-label=Close]').length === 1);
    };
    await ask();
    dismiss('Your browser is asking');
    await until(() => said().length === 0);
    room.set({ self: participant({ id: 'me', camera: 'blocked' }) });
    await ask();
  });

  it('stays away when a moderator mutes us, and comes back when they do so again', async () => {
    const self = participant({ id: 'me', muted: true });
    const { room, said, dismiss, fail } = await noticing({ phase: 'joined', self });
    await until(() => said().length === 1);
    const [muted] = said();
    dismiss('');
    await until(() => said().length === 0);
    fail('camera', 'denied');
    await until(() => said().length === 1);
    dismiss('');
    await until(() => said().length === 0);
    room.emit('muted-changed', { muted: true });
    await until(() => said().length > 0);
    expect(said()).to.deep.equal([muted]);
  });
});
