import { expect } from 'chai';
import type { Peer } from '../../../src/mesh/peer/peer.js';
import { PeerLiveness } from '../../../src/mesh/peer/peer-liveness.js';

const SECOND = 1_000;

/** The participants as one of them sees them; each was last heard so many milliseconds ago. */
function people(silences: Record<string, number>, { wasLive = true, theirDelay = 0 } = {}) {
  const told: string[] = [];
  const asked: string[] = [];
  const peers = new Map(
    Object.entries(silences).map(([id, silence]) => [
      id,
      {
        id,
        state: silence > 0 ? 'stalled' : 'live',
        health: { isLinked: true, wasLive, theirDelay, liveness: { silence: () => silence } },
        tell: ({ type, id: about }: { type: string; id: string }) => told.push(`${type} ${about} to ${id}`),
      } as unknown as Peer,
    ]),
  );
  let party = true;
  const peerLiveness = new PeerLiveness({
    peers,
    askParty(id) {
      if (party) asked.push(id);
      return party;
    },
    isPresent: () => party,
  });
  return {
    told,
    asked,
    peerLiveness,
    loseParty: () => (party = false),
    gone: (delay = 0) => peerLiveness.tick(performance.now(), { delay }).map(({ id }) => id),
  };
}

describe('A silent participant', () => {
  it('is asked about at the party and among the others after 3 s', () => {
    const call = people({ ada: 4 * SECOND, grace: 0, kate: 2 * SECOND });
    expect(call.gone()).to.deep.equal([]);
    expect(call.asked).to.deep.equal(['ada']);
    expect(call.told).to.deep.equal(['probe ada to grace', 'probe ada to kate']);
  });

  it('is gone after 12.3 s if nobody vouches for them', () => {
    expect(people({ ada: 12.2 * SECOND, grace: 0 }).gone()).to.deep.equal([]);
    expect(people({ ada: 12.4 * SECOND, grace: 0 }).gone()).to.deep.equal(['ada']);
  });

  it('is never considered gone by a page that could not keep up itself, or because their page is slow', () => {
    expect(people({ ada: 32 * SECOND, grace: 0 }).gone(2 * SECOND)).to.deep.equal([]);
    expect(people({ ada: 32 * SECOND, grace: 0 }, { theirDelay: 2 * SECOND }).gone()).to.deep.equal([]);
    expect(people({ ada: 33 * SECOND, grace: 0 }).gone(2 * SECOND)).to.deep.equal(['ada']);
  });

  it('is given no more time than their membership is held', () => {
    expect(people({ ada: 60 * SECOND, grace: 0 }).gone(9 * SECOND)).to.deep.equal([]);
    expect(people({ ada: 61 * SECOND, grace: 0 }).gone(9 * SECOND)).to.deep.equal(['ada']);
    expect(people({ ada: 61 * SECOND, grace: 0 }, { wasLive: false }).gone(9 * SECOND)).to.deep.equal([
      'ada',
    ]);
  });

  it('is given 30 s if there never was a path, while the party has their socket', () => {
    const never = { wasLive: false };
    expect(people({ ada: 29 * SECOND, grace: 0 }, never).gone()).to.deep.equal([]);
    expect(people({ ada: 31 * SECOND, grace: 0 }, never).gone()).to.deep.equal(['ada']);
    const away = people({ ada: 13 * SECOND, grace: 0 }, never);
    away.loseParty();
    expect(away.gone()).to.deep.equal(['ada']);
  });

  it('stays while somebody vouches for them', () => {
    const call = people({ ada: 60 * SECOND, grace: 0 });
    call.peerLiveness.vouch('ada');
    expect(call.gone()).to.deep.equal([]);
    call.peerLiveness.forget('ada');
    expect(call.gone()).to.deep.equal(['ada']);
  });

  it('is gone with the party down too, as long as others are heard', () => {
    const call = people({ ada: 14 * SECOND, grace: 0 });
    call.loseParty();
    expect(call.gone()).to.deep.equal(['ada']);
  });

  it('stays if several participants and the party are all silent: our own network is down', () => {
    const call = people({ ada: 60 * SECOND, grace: 60 * SECOND });
    call.loseParty();
    expect(call.gone()).to.deep.equal([]);
  });

  it('is vouched for only by a participant with a live link who has heard them lately', () => {
    const { peerLiveness } = people({ ada: 0, grace: 4 * SECOND });
    expect(peerLiveness.heard('ada')).to.equal(true);
    expect(peerLiveness.heard('grace')).to.equal(false);
    expect(peerLiveness.heard('nobody')).to.equal(false);
  });
});
