import { expect } from 'chai';
import { person } from '../../demo/gallery-people.js';
import { contextOf, ENGLISH } from '../../demo/gallery-states.js';
import type { RoomState } from '../../src/room/state.js';
import { Changes } from '../../src/ui/notices/changes.js';

const ada = (patch = {}) => person('ada', 'Ada', 1, patch);
const grace = (patch = {}) => person('grace', 'Grace', 2, patch);

/** What is announced for one state after the other, `at` times in ms. */
function announcer() {
  let time = 0;
  const changes = new Changes(() => time);
  return (patch: Partial<RoomState>, at = time) => {
    time = at;
    const state = () => ({ phase: 'joined' as const, self: person('me', 'Me', 3), ...patch });
    const { context } = contextOf({ name: '', state }, { width: 800, height: 480 }, {} as never, ENGLISH);
    return changes.next(context);
  };
}

describe('announcements', () => {
  it('tell that we joined and left, once', () => {
    const next = announcer();
    expect(next({ phase: 'lobby' })).to.deep.equal([]);
    expect(next({ phase: 'joining' })).to.deep.equal([]);
    expect(next({ participants: [ada()] })).to.deep.equal(['You joined the call']);
    expect(next({ participants: [ada()] })).to.deep.equal([]);
    expect(next({ phase: 'left' })).to.deep.equal(['You left the call']);
    expect(next({ phase: 'left' })).to.deep.equal([]);
    expect(next({})).to.deep.equal(['You joined the call']);
    // The error screen is an alert.
    expect(next({ phase: 'left', fault: { code: 'kicked', fatal: true, phase: 'joined' } })).to.deep.equal(
      [],
    );
  });

  it('tell about our own microphone, camera and hand, however they were changed', () => {
    const next = announcer();
    const me = (patch = {}) => next({ self: person('me', 'Me', 3, patch) });
    me();
    expect(me({ microphone: 'off' })).to.deep.equal(['Microphone off']);
    expect(me({ microphone: 'starting' })).to.deep.equal([]);
    expect(me()).to.deep.equal(['Microphone on']);
    expect(me({ camera: 'off', hand: true })).to.deep.equal(['Camera off', 'Hand raised']);
    expect(me()).to.deep.equal(['Camera on']);
  });

  it('tell about hands and shared screens of others', () => {
    const next = announcer();
    next({ participants: [ada(), grace()] });
    expect(next({ participants: [ada({ hand: true }), grace({ screen: 'on' })] })).to.deep.equal([
      'Ada raised a hand',
      'Grace is sharing a screen',
    ]);
    expect(next({ participants: [ada(), grace()] })).to.deep.equal(['Grace stopped sharing']);
    expect(next({ participants: [ada({ verification: 'unverified', hand: true }), grace()] })).to.deep.equal([
      'Ada left',
    ]);
  });

  it('tell when the connection of a tile is lost and back, not each time that it flaps', () => {
    const next = announcer();
    const links = (link: string, at: number) => next({ participants: [ada({ link })] }, at);
    next({ participants: [ada({ link: 'connecting' })] }, 0);
    expect(links('live', 1_000), 'the first connection is no news').to.deep.equal([]);
    expect(links('reconnecting', 2_000)).to.deep.equal(['Connection to Ada lost']);
    expect(links('unreachable', 3_000)).to.deep.equal([]);
    expect(links('live', 4_000)).to.deep.equal(['Connection to Ada restored']);
    expect(links('reconnecting', 5_000)).to.deep.equal([]);
    expect(links('live', 6_000)).to.deep.equal([]);
    expect(links('reconnecting', 13_000)).to.deep.equal(['Connection to Ada lost']);
  });

  it('tell about reactions of others, at most one in five seconds', () => {
    const next = announcer();
    const reacting = (at: number, ...from: string[]) =>
      next(
        {
          participants: [ada(), grace()],
          reactions: from.map((one) => ({ key: `${one} ${at}`, from: one, emoji: '👏' })),
        },
        at,
      );
    reacting(0);
    expect(reacting(1_000, 'me')).to.deep.equal([]);
    expect(reacting(2_000, 'ada', 'grace')).to.deep.equal(['Ada reacted with 👏']);
    expect(reacting(4_000, 'grace')).to.deep.equal([]);
    expect(reacting(7_000, 'grace')).to.deep.equal(['Grace reacted with 👏']);
  });
});
