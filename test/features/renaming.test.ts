import { expect } from 'chai';
import { Renamer } from '../../src/features/renaming/renamer.js';
import { ENCRYPTED_NAME_PREFIX } from '../../src/protocol/encrypted-name.js';
import type { FeatureContext } from '../../src/room/feature.js';
import type { RoomState } from '../../src/room/state.js';
import { participant, roomState } from '../support/fake-room.js';
import { until } from '../support/until.js';

const ADA = { id: 'ada', sid: 'page', seq: 1, name: 'Ada' };

describe('a renamer', () => {
  let state: RoomState;
  let said: { type: string; name?: string }[];
  let renamer: Renamer;
  beforeEach(() => {
    state = roomState({
      phase: 'joined',
      signaling: 'connected',
      nameAtParty: '',
      roster: [ADA],
      participants: [participant({ id: 'ada', name: 'Ada' })],
    });
    said = [];
    renamer = new Renamer({
      state: () => state,
      apply: (fact: (before: RoomState) => RoomState) => {
        state = fact(state);
      },
      send: (frame: { type: string }) => !!said.push(frame),
      keyGate: { ownName: async () => state.self.name },
      signal: new AbortController().signal,
    } as unknown as FeatureContext);
  });
  const names = () => [state.roster[0]!.name, state.participants[0]!.name];
  const hear = (change: object) =>
    renamer.frameReceived({ type: 'renamed', id: 'ada', sid: 'page', name: 'Ada L.', ...change });

  it('changes a name in the roster and of the participant', () => {
    hear({});
    expect(names()).to.deep.equal(['Ada L.', 'Ada L.']);
  });

  it('ignores a name of an earlier page, of somebody unknown, and one that is encrypted', () => {
    hear({ sid: 'earlier' });
    hear({ id: 'eve' });
    hear({ name: `${ENCRYPTED_NAME_PREFIX}${'a'.repeat(40)}` });
    expect(names()).to.deep.equal(['Ada', 'Ada']);
  });

  it('shows no name of a participant who is not verified', () => {
    state = { ...state, participants: [participant({ id: 'ada', name: '', verification: 'unverified' })] };
    hear({});
    expect(names()).to.deep.equal(['Ada L.', '']);
  });

  it('says a name that fits into a frame', async () => {
    state = { ...state, self: { ...state.self, name: 'Ädä '.repeat(500) } };
    renamer.rosterChanged();
    await until(() => said.length);
    expect(said[0]!.type).to.equal('rename');
    expect([...said[0]!.name!]).to.have.length.at.most(64);
  });

  it('says nothing in the lobby, while the party is out of reach, or when it knows the name', () => {
    for (const change of [
      { phase: 'lobby' },
      { signaling: 'reconnecting' },
      { nameAtParty: 'Kate' },
    ] as const) {
      state = { ...state, phase: 'joined', signaling: 'connected', nameAtParty: '', ...change };
      state = { ...state, self: { ...state.self, name: 'Kate' } };
      renamer.rosterChanged();
    }
    expect(said).to.deep.equal([]);
  });
});
