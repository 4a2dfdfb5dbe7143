import { expect } from 'chai';
import type { IceSettings } from '../../src/mesh/ice.js';
import type { IceConfig } from '../../src/protocol/schemas.js';
import { IceSupply } from '../../src/room/ice-supply.js';
import type { RoomOptions } from '../../src/room/options.js';
import { until } from '../support/until.js';

const turn = (username: string, ttl?: number): IceConfig => ({
  servers: [{ urls: ['turn:t.test'], username, credential: 'c' }],
  ...(ttl !== undefined && { ttl }),
});

describe('the supply of ICE servers', () => {
  let options: Partial<RoomOptions>;
  let asked: number[];
  let used: IceSettings[];
  let life: AbortController;
  let supply: IceSupply;
  let slept: number;
  beforeEach(() => {
    slept = 0;
    options = {};
    asked = [];
    used = [];
    life = new AbortController();
    supply = new IceSupply({
      options: () => options as RoomOptions,
      ask: () => void asked.push(performance.now()),
      use: (ice) => void used.push(ice),
      now: () => Date.now() + slept,
      signal: life.signal,
    });
  });
  afterEach(() => life.abort());
  const names = () => used.map(({ servers }) => servers.map(({ username }) => username).join());

  it('hands on what the party gives, and says when it is known', async () => {
    expect(supply.isReady).to.equal(false);
    await supply.take({ servers: [] });
    expect(supply.isReady).to.equal(true);
    expect(used).to.deep.equal([{ servers: [], relayOnly: false }]);
  });

  it('knows whether there is TURN', async () => {
    expect(supply.hasTurn).to.equal(false);
    await supply.take({ servers: [{ urls: 'stun:turn.test' }, { urls: ['stun:s.test'] }] });
    expect(supply.hasTurn).to.equal(false);
    await supply.take({ servers: [{ urls: ['stun:s.test', 'turns:t.test'] }] });
    expect(supply.hasTurn).to.equal(true);
  });

  it('asks for fresh credentials at four fifths of their life, once, and uses them', async () => {
    const since = performance.now();
    let areOver = false;
    setTimeout(() => {
      areOver = true;
    }, 1_000);
    await supply.take(turn('old', 1));
    await until(() => asked.length || areOver);
    expect(asked, 'before the end of their life').to.have.length(1);
    expect(asked[0]! - since).to.be.at.least(700);
    supply.check();
    expect(asked).to.have.length(1);
    await supply.take(turn('new', 600));
    expect(names()).to.deep.equal(['old', 'new']);
  });

  it('asks at once when there is reason to and the time has come, as after sleep', async () => {
    await supply.take(turn('old', 600));
    supply.check();
    expect(asked).to.have.length(0);
    slept = 500_000;
    supply.check();
    supply.check();
    expect(asked).to.have.length(1);
  });

  it('keeps credentials that are good for a while yet, and those that nothing better came for', async () => {
    await supply.take(turn('old', 600));
    await supply.take(turn('other', 600));
    await supply.take({ servers: [], later: true });
    expect(names()).to.deep.equal(['old']);
    await supply.apply();
    expect(names()).to.deep.equal(['old', 'old']);
  });

  it('uses what there is until credentials are here', async () => {
    await supply.take({ servers: [{ urls: 'stun:s.test' }], later: true });
    await supply.take(turn('new', 600));
    expect(names()).to.deep.equal(['', 'new']);
  });

  it('asks again for credentials that did not follow', async () => {
    await supply.take({ servers: [], later: true });
    slept = 59_000;
    supply.check();
    expect(asked).to.have.length(0);
    slept = 61_000;
    supply.check();
    expect(asked).to.have.length(1);
  });

  it('asks nobody for servers without an expiry, nor for the host’s own', async () => {
    options = { iceServers: [{ urls: 'turn:own.test', username: 'own', credential: 'c' }] };
    await supply.take(turn('party', 0));
    await supply.take(turn('party', 1));
    slept = 3_000_000;
    supply.check();
    expect(names()).to.deep.equal(['own', 'own']);
    expect(asked).to.have.length(0);
  });

  it('asks the host’s function again only when what it gave is old', async () => {
    let calls = 0;
    options = { iceServers: async () => turn(`own-${++calls}`).servers as RTCIceServer[] };
    await supply.take(turn('party', 1));
    await supply.take(turn('party', 1));
    expect(names()).to.deep.equal(['own-1']);
    slept = 3_000_000;
    supply.check();
    await until(() => used.length === 2);
    expect(names()).to.deep.equal(['own-1', 'own-2']);
  });

  it('uses what the party gives where the host’s function fails, and asks for fresh ones in time', async () => {
    options = { iceServers: () => Promise.reject(new Error('down')) };
    await supply.take(turn('party', 600));
    slept = 500_000;
    supply.check();
    await until(() => used.length === 2);
    supply.check();
    expect(asked).to.have.length(1);
    await supply.take(turn('fresh', 600));
    expect(names()).to.deep.equal(['party', 'party', 'fresh']);
  });

  it('asks nobody once the stay is over', async () => {
    await supply.take(turn('old', 1));
    life.abort();
    const later = performance.now() + 1_200;
    await until(() => performance.now() > later);
    expect(asked).to.have.length(0);
  });
});
