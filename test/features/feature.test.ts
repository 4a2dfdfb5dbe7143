import { expect } from 'chai';
import { features } from '../../src/features/index.js';
import { Room } from '../../src/room/room.js';
import { VideoRoomError } from '../../src/shared/errors.js';
import { VideoRoom } from '../../src/ui/video-room.js';
import { channelOf, fullMesh, TestCall } from '../support/call.js';
import { participant } from '../support/fake-room.js';
import { MemoryNetwork } from '../support/network.js';
import { mount, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { button, has, part, textOf } from '../ui/gallery-support.js';
import { wave } from './wave/index.js';

const withWaves = [...features, wave];

/** An element that has one feature more than ours. */
class WavingVideoRoom extends TestVideoRoom {
  static override features = withWaves;
}
customElements.define('waving-video-room', WavingVideoRoom);

describe('A feature in a folder of its own, and on the list', () => {
  let call: TestCall;
  afterEach(() => {
    call?.close();
    unmountAll();
  });

  const waving = async (...names: string[]) => {
    call = new TestCall(new MemoryNetwork());
    const rooms = names.map((name) => call.person(name, {}, { features: withWaves }));
    for (const room of rooms) await room.join();
    await fullMesh(rooms);
    return rooms as [Room, Room];
  };

  it('has a method, a message between two pages, an event, and a part of the state', async () => {
    const [ada, bob] = await waving('Ada', 'Bob');
    const heard: unknown[] = [];
    bob.addEventListener('wave-received', ({ detail }) => heard.push(detail));
    expect(bob.state.wavedBy).to.equal('');
    await ada.wave('Good morning');
    await until(() => heard.length, 'for the wave');
    const { id } = ada.state.self;
    expect(heard).to.deep.equal([{ from: id, greeting: 'Good morning' }]);
    expect(bob.state.wavedBy).to.equal(id);
    bob.leave();
    expect(bob.state.wavedBy, 'after the call').to.equal('');
  });

  it('gets no message that its schema does not allow', async () => {
    const [ada, bob] = await waving('Ada', 'Bob');
    const heard: unknown[] = [];
    bob.addEventListener('wave-received', ({ detail }) => heard.push(detail.greeting));
    const channel = channelOf(call.between(ada, bob)!);
    for (const bad of [{ greeting: '' }, { greeting: 5 }, {}, { greeting: 'x'.repeat(65) }])
      channel.send(JSON.stringify({ type: 'wave', ...bad }));
    await ada.wave('Hello');
    await until(() => heard.length, 'for the good wave');
    expect(heard).to.deep.equal(['Hello']);
  });

  it('cannot be used outside a call', async () => {
    const room = new Room(
      { room: 'standup', server: 'ws://party.test' },
      { features: withWaves, tokenStorage: () => ({ taken: new Set() }) },
    );
    const error = await room.wave('Hello').catch((error) => error);
    expect(error).to.be.instanceOf(VideoRoomError);
    expect(error.code).to.equal('not-joined');
  });

  it('has a control with words, which the page can choose, and a notice', async () => {
    const { element, room } = await mount({ controls: 'wave leave' }, undefined, 'waving-video-room');
    room.set({ phase: 'joined', self: participant({ id: 'me' }), participants: [participant()] });
    const root = element.shadowRoot!;
    const control = await until(() => button(root, 'Wave'));
    expect(control.part.contains('control-wave')).to.equal(true);
    control.click();
    expect(room.calls.at(-1)).to.deep.equal(['wave', 'Hello']);
    room.set({ wavedBy: 'Ada' });
    expect(textOf(await until(() => part(root, 'wave')))).to.equal('Ada');
    await element.wave('Bye');
    expect(room.calls.at(-1)).to.deep.equal(['wave', 'Bye']);
    expect(element.platform.warnings).to.deep.equal([]);
  });

  it('is nothing to an element whose list does not have it', async () => {
    const { element, room, platform } = await mount({ controls: 'wave leave' });
    room.set({ phase: 'joined', self: participant({ id: 'me' }), participants: [participant()] });
    await until(() => part(element.shadowRoot!, 'control-leave'));
    expect(has(element.shadowRoot!, 'control-wave')).to.equal(false);
    expect(platform.warnings).to.deep.equal([{ attribute: 'controls' }]);
    expect('wave' in element).to.equal(false);
    expect('react' in element).to.equal(true);
    expect('wave' in VideoRoom.prototype).to.equal(false);
  });
});
