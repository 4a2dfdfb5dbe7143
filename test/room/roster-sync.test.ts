import { expect } from 'chai';
import type { Mesh } from '../../src/mesh/mesh.js';
import type { ServerFrame } from '../../src/protocol/server-frames.js';
import * as reducers from '../../src/room/call-reducers.js';
import { RosterSync } from '../../src/room/roster-sync.js';
import type { SessionContext } from '../../src/room/session-context.js';
import type { RoomState } from '../../src/room/state.js';

const member = (id: string, seq: number) => ({ id, sid: `${id}-page`, seq, name: id });
const GRACE = member('grace', 1);
const KATE = member('kate', 2);

/** We are in the call, with Grace and Kate. */
function inside() {
  let state: RoomState = reducers.entered(reducers.created('standup', 'Ada'), [GRACE, KATE], 0, () => false);
  const done: string[] = [];
  const context = {
    state: () => state,
    apply: (fact: (before: RoomState) => RoomState) => {
      state = fact(state);
    },
  } as unknown as SessionContext;
  const mesh = {
    peers: [],
    remove: (id: string) => done.push(`remove ${id}`),
    meet: ({ id }: { id: string }) => done.push(`meet ${id}`),
    joined: ({ id }: { id: string }) => done.push(`joined ${id}`),
  } as unknown as Mesh;
  const rosterSync = new RosterSync(context, mesh);
  const welcome = (epoch: string, roster: (typeof GRACE)[], more = {}) => {
    const frame = { type: 'welcome', self: { id: 'ada' }, epoch, roster, ice: {}, limits: {}, ...more };
    rosterSync.welcomed(frame as unknown as Extract<ServerFrame, { type: 'welcome' }>);
  };
  welcome('one', [GRACE, KATE]);
  return { rosterSync, welcome, done, people: () => state.participants.map(({ id }) => id) };
}

describe('The others in the room', () => {
  it('have left when the same party no longer lists them after we were away', () => {
    const { welcome, done, people } = inside();
    welcome('one', [GRACE]);
    expect(done).to.deep.equal(['remove kate']);
    expect(people()).to.deep.equal(['grace']);
  });

  it('are still there when the party has lost its memory, and they are not back yet', () => {
    const { welcome, done, people } = inside();
    welcome('two', []);
    expect(done).to.deep.equal([]);
    expect(people()).to.deep.equal(['grace', 'kate']);
    welcome('two', [KATE]);
    expect(people(), 'as it has known them since').to.deep.equal(['kate']);
  });

  it('are still there when they have only lost their memberships, but not when they were removed', () => {
    const { rosterSync, welcome, done, people } = inside();
    rosterSync.gone('kate', 'lost');
    welcome('one', [], { lost: ['grace', 'kate'], kicked: ['grace'] });
    expect(done).to.deep.equal(['remove grace']);
    expect(people()).to.deep.equal(['kate']);
  });

  it('keep their known state when they have their memberships again; newcomers start anew', () => {
    const { rosterSync, done, people } = inside();
    rosterSync.gone('kate', 'lost');
    rosterSync.joined({ type: 'joined', member: KATE, back: true });
    rosterSync.joined({ type: 'joined', member: member('mary', 3), back: true });
    rosterSync.joined({ type: 'joined', member: member('joan', 4) });
    expect(done).to.deep.equal(['meet kate', 'meet mary', 'joined joan']);
    expect(people()).to.deep.equal(['grace', 'kate', 'mary', 'joan']);
  });

  it('are gone with a membership that they give up', () => {
    const { rosterSync, done, people } = inside();
    rosterSync.gone('kate', 'left');
    expect(done).to.deep.equal(['remove kate']);
    expect(people()).to.deep.equal(['grace']);
  });
});
