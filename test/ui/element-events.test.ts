import { expect } from 'chai';
import type { CoreEventMap, VideoRoomEventMap } from '../../src/room/events.js';
import type { FakeRoom } from '../support/fake-room.js';
import { participant } from '../support/fake-room.js';
import { mount, type TestVideoRoom, unmountAll } from '../support/test-element.js';

/** One of each, as a room fires them. The compiler makes sure that none of the core is missing. */
const samples: CoreEventMap & Partial<VideoRoomEventMap> = {
  'room-joined': { roomId: 'standup', participantId: 'ada' },
  'room-left': { reason: 'kicked' },
  'participant-joined': { participant: participant() },
  'participant-updated': { participant: participant({ hand: true }) },
  'participant-left': { participant: participant(), reason: 'lost' },
  'microphone-changed': { enabled: false },
  'camera-changed': { enabled: true },
  'screen-share-changed': { enabled: true },
  'active-speaker-changed': { participantId: 'ada' },
  'waiting-changed': { waiting: [{ id: 'mia', name: 'Mia' }] },
  'lock-changed': { locked: true },
  'muted-changed': { muted: true },
  'connection-state-changed': { state: 'joined', previous: 'joining', signaling: 'connected' },
  'quality-changed': { participantId: 'ada', level: 'poor' },
  'message-received': {
    message: { id: 'm1', from: 'ada', name: 'Ada', text: 'Hello', at: 1, private: false },
  },
  'data-received': { from: 'ada', value: { slide: 3 } },
  'reaction-received': { from: 'ada', emoji: '👏' },
  'device-error': { kind: 'camera', code: 'denied' },
  'processor-error': { kind: 'camera', cause: 'no model' },
  'room-error': { code: 'room-full', fatal: true, message: 'full' },
  'before-leave': { reason: 'left' },
  'before-screen-share': {},
};

describe('events of <video-room>', () => {
  let element: TestVideoRoom;
  let room: FakeRoom;
  beforeEach(async () => {
    ({ element, room } = await mount());
  });
  afterEach(unmountAll);

  for (const [name, detail] of Object.entries(samples)) {
    it(`passes ${name} on exactly once, with its detail, without bubbling`, () => {
      const heard: CustomEvent[] = [];
      let bubbled = 0;
      const bubble = () => bubbled++;
      document.body.addEventListener(name, bubble);
      element.addEventListener(name, (event) => heard.push(event as CustomEvent));
      room.emit(name as keyof VideoRoomEventMap, detail as never);
      document.body.removeEventListener(name, bubble);
      expect(heard.map((event) => event.detail)).to.deep.equal([detail]);
      expect(heard[0]!.target).to.equal(element);
      expect(heard[0]!.bubbles).to.equal(false);
      expect(heard[0]!.composed).to.equal(false);
      expect(bubbled).to.equal(0);
    });
  }

  for (const name of ['before-leave', 'before-screen-share'] as const) {
    it(`lets the page prevent what ${name} announces`, () => {
      expect(room.emit(name, samples[name] as never, true)).to.equal(true);
      element.addEventListener(name, (event) => event.preventDefault());
      expect(room.emit(name, samples[name] as never, true)).to.equal(false);
    });
  }

  it('keeps the call when before-leave is prevented', async () => {
    await element.join();
    element.addEventListener('before-leave', (event) => event.preventDefault(), { once: true });
    element.leave();
    expect(element.state).to.equal('joined');
    element.leave();
    expect(element.state).to.equal('left');
  });

  it('fires room-left with "removed" when it is taken off the page', async () => {
    await element.join();
    const reasons: string[] = [];
    element.addEventListener('room-left', ({ detail }) => reasons.push(detail.reason));
    element.addEventListener('before-leave', () => reasons.push('asked'));
    element.remove();
    element.platform.clock.advance(100);
    expect(reasons).to.deep.equal(['detached']);
  });

  it('shows the new state to listeners', async () => {
    let state: string | undefined;
    element.addEventListener('connection-state-changed', () => {
      state = element.state;
    });
    room.set({ phase: 'joined' });
    room.emit('connection-state-changed', samples['connection-state-changed']);
    expect(state).to.equal('joined');
  });

  it('no longer listens to a room after switching to another', async () => {
    let heard = 0;
    element.addEventListener('device-error', () => heard++);
    element.room = 'other';
    await element.updateComplete;
    room.emit('device-error', samples['device-error']);
    expect(heard).to.equal(0);
  });
});
