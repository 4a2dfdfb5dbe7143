import { expect } from 'chai';
import { MAX_CAPABILITIES, MAX_CAPABILITY_LENGTH, PARTY_CAPABILITIES } from '../../src/protocol/index.js';
import { Stage } from './harness.js';

describe('capabilities', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => expect(stage.host.reports).to.deep.equal([]));

  it('of a member are in the roster and in the news of their join, and those of the party in its welcome', () => {
    const ada = stage
      .visitor('ada')
      .send({ type: 'join', name: 'Ada', offers: [], can: ['bulk', 'captions'] });
    const bob = stage.member('bob');
    const eve = stage.visitor('eve');
    expect(bob.entry.roster?.map(({ can }) => can)).to.deep.equal([['bulk', 'captions']]);
    expect(eve.last('welcome').roster.map(({ can }) => can)).to.deep.equal([['bulk', 'captions'], undefined]);
    eve.send({ type: 'join', name: 'Eve', offers: [], can: ['bulk'] });
    expect(ada.last('joined').member.can).to.deep.equal(['bulk']);
    expect(eve.last('welcome').can).to.deep.equal([...PARTY_CAPABILITIES]);
  });

  it('stay with a membership that is resumed after an eviction', () => {
    const ada = stage.visitor('ada').send({ type: 'join', name: 'Ada', offers: [], can: ['bulk'] });
    const { resume } = ada;
    ada.lose();
    stage.host.evict();
    stage.visitor('ada', resume);
    expect(stage.visitor('bob').last('welcome').roster[0]?.can).to.deep.equal(['bulk']);
  });

  it('of a full room fit into one frame', () => {
    const room = new Stage(16);
    const can = Array.from({ length: MAX_CAPABILITIES }, (_, i) =>
      `c${i}`.padEnd(MAX_CAPABILITY_LENGTH, 'x'),
    );
    for (let i = 0; i < 16; i++)
      room.visitor(`sid-${i}`).send({ type: 'join', name: '\u0001'.padEnd(512, 'n'), offers: [], can });
    expect(
      room
        .visitor('late')
        .last('welcome')
        .roster.every((one) => one.can?.length === MAX_CAPABILITIES),
    ).to.equal(true);
  });
});
