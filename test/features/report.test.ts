import { expect } from 'chai';
import { report } from '../../src/features/diagnostics/report.js';
import * as reducers from '../../src/room/call-reducers.js';
import type { Moment } from '../../src/room/feature.js';
import type { Participant, RoomState } from '../../src/room/state.js';

const created = reducers.created('standup', 'Ada');

/** A participant with this link state. */
const person = (id: string, link: Participant['link']): Participant => ({ ...created.self, id, link });

const lastMinute = (...past: Moment[]) => report(past, {}, 60_000).lastMinute;

describe('The last minute in a report', () => {
  const joined: RoomState = { ...created, phase: 'joined', signaling: 'connected' };

  it('lists the changes, with old and new value, and how long ago', () => {
    expect(
      lastMinute([50_000, created], [51_000, joined], [57_500, { ...joined, signaling: 'reconnecting' }]),
    ).to.deep.equal([
      { ago: 9, who: 'room', what: 'phase', from: 'idle', to: 'joined' },
      { ago: 9, who: 'room', what: 'signaling', from: 'idle', to: 'connected' },
      { ago: 2.5, who: 'room', what: 'signaling', from: 'connected', to: 'reconnecting' },
    ]);
  });

  it('numbers participants, and lists their joins, leaves and link states', () => {
    const both = {
      ...joined,
      participants: [person('id-of-ada', 'live'), person('id-of-grace', 'connecting')],
    };
    const told = lastMinute(
      [50_000, joined],
      [51_000, both],
      [52_000, { ...both, participants: [person('id-of-ada', 'reconnecting')] }],
    );
    expect(told).to.deep.equal([
      { ago: 9, who: 'participant 1', what: 'link', from: 'absent', to: 'live' },
      { ago: 9, who: 'participant 2', what: 'link', from: 'absent', to: 'connecting' },
      { ago: 8, who: 'participant 1', what: 'link', from: 'live', to: 'reconnecting' },
      { ago: 8, who: 'participant 2', what: 'link', from: 'connecting', to: 'absent' },
    ]);
  });

  it('uses the same participant numbers as the rest of the report, and no ids', () => {
    const both = { ...joined, participants: [person('id-of-grace', 'live'), person('id-of-ada', 'live')] };
    const told = report(
      [
        [50_000, joined],
        [51_000, both],
      ],
      {},
      60_000,
    );
    expect(told.participants).to.have.nested.property('[0].who', 'participant 1');
    expect(JSON.stringify(told)).not.to.contain('id-of');
  });

  it('omits everything that did not change', () => {
    expect(lastMinute([50_000, joined], [51_000, { ...joined, activeSpeaker: 'x' }])).to.deep.equal([]);
  });
});
