import { expect } from 'chai';
import type { IceSettings } from '../../src/mesh/connection/ice.js';
import type { IceConfig } from '../../src/protocol/schemas.js';
import { IceServerRefresher } from '../../src/room/ice-server-refresher.js';
import type { RoomOptions } from '../../src/room/options.js';
import { createLog } from '../../src/shared/log.js';
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
  let supply: IceServerRefresher;
  let slept: number;
  let said: string[];
  beforeEach(() => {
    said = [];
    slept = 0;
    options = {};
    asked = [];
    used = [];
    life = new AbortController();
    supply = new IceServerRefresher({
      options: () => options as RoomOptions,
      ask: () => void asked.push(performance.now()),
      use: (ice) => void used.push(ice),
      now: () => Date.now() + slept,
      log: {
        ...createLog(console, 'silent'),
        warn: (text, context) => void said.push(`${text} ${context?.refused ?? ''}`),
      },
      signal: life.signal,
    });
  });
  afterEach(() => life.abort());
  const names = () => used.map(({ servers }) => servers.map(({ username }) => username).join());

  it('passes on the party’s servers, and reports when they are known', async () => {
    expect(supply.isReady).to.equal(false);
    await supply.take({ servers: [] });
    expect(supply.isReady).to.equal(true);
    expect(used).to.deep.equal([{ servers: [], relayOnly: false }]);
  });

  it('knows whether there is TURN', async () => {
    expect(supply.hasTurn).to.equal(false);
    await supply.take({ servers: [{ urls: 'stun:turn.test' }, { urls: ['stun:s.test'] }] });
    expect(supply.hasTurn).to.equal(false);
    await supply.take({
      servers: [{ urls: ['stun:s.test', 'turns:t.test'], username: 'u', credential: 'c' }],
    });
    expect(supply.hasTurn).to.equal(true);
  });

  it('asks for new credentials after four fifths of their lifetime, once, and uses them', async () => {
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

  it('asks at once when they are due and it is told to check, for example after sleep', async () => {
    await supply.take(turn('old', 600));
    supply.check();
    expect(asked).to.have.length(0);
    slept = 500_000;
    supply.check();
    supply.check();
    expect(asked).to.have.length(1);
  });

  it('keeps credentials that are still good for a while, and those without a better replacement', async () => {
    await supply.take(turn('old', 600));
    await supply.take(turn('other', 600));
    await supply.take({ servers: [], later: true });
    expect(names()).to.deep.equal(['old']);
    await supply.apply();
    expect(names()).to.deep.equal(['old', 'old']);
  });

  it('uses the available servers until credentials arrive', async () => {
    await supply.take({ servers: [{ urls: 'stun:s.test' }], later: true });
    await supply.take(turn('new', 600));
    expect(names()).to.deep.equal(['', 'new']);
  });

  it('asks again for credentials that did not arrive', async () => {
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

  it('asks the host’s function again only when its last result is old', async () => {
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

  it('uses the party’s servers where the host’s function fails, and refreshes them in time', async () => {
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

  const STUN = { urls: 'stun:party.test' };
  const given = () => used.map(({ servers }) => servers.map(({ urls }) => `${urls}`).join(' '));

  it('ignores servers that browsers reject, from any source, with one warning', async () => {
    const bad = [
      { urls: 'stun.example.org:3478' },
      { urls: 'stun:host:3478?transport=udp' },
      { urls: 'turn:t.test' },
    ];
    await supply.take({ servers: [...bad, STUN] });
    await supply.take({ servers: [...bad, STUN] });
    options = { iceServers: [...bad, { urls: 'stun:own.test' }] as RTCIceServer[] };
    await supply.apply();
    expect(given()).to.deep.equal(['stun:party.test', 'stun:party.test', 'stun:own.test']);
    expect(said).to.have.length(2);
    expect(said[0]).to.match(/party.*1: an address.*2: an address.*3: .*without username/);
  });

  it('uses the party’s servers if none of the host’s is valid', async () => {
    options = { iceServers: [{ urls: 'nonsense' }] };
    await supply.take({ servers: [STUN] });
    expect(given()).to.deep.equal(['stun:party.test']);
  });

  it('uses none if the host says so', async () => {
    options = { iceServers: [] };
    await supply.take({ servers: [STUN] });
    expect(given()).to.deep.equal(['']);
    expect(said).to.deep.equal([]);
  });

  const answers: [what: string, answer: () => unknown][] = [
    ['a plain list', () => [{ urls: 'stun:own.test' }]],
    ['the answer of a provider as it came', () => ({ iceServers: { urls: ['stun:own.test'] } })],
    ['a list in which the older names are used', async () => [{ url: 'stun:own.test', password: 'p' }]],
  ];
  for (const [what, answer] of answers) {
    it(`accepts ${what} from the host’s function`, async () => {
      options = { iceServers: answer as () => RTCIceServer[] };
      await supply.take({ servers: [STUN] });
      expect(given()).to.deep.equal(['stun:own.test']);
      expect(said).to.deep.equal([]);
    });
  }

  for (const [what, answer] of [
    ['throws', () => JSON.parse('{')],
    ['gives nothing', () => undefined],
    ['gives a text', async () => 'stun:own.test'],
    [
      'gives itself',
      () => Object.assign({}, { iceServers: { iceServers: { iceServers: { iceServers: {} } } } }),
    ],
  ] as [string, () => RTCIceServer[]][]) {
    it(`uses the party’s servers, and reports it, where the host’s function ${what}`, async () => {
      options = { iceServers: answer };
      await supply.take({ servers: [STUN] });
      expect(given()).to.deep.equal(['stun:party.test']);
      expect(said).to.have.length(1);
    });
  }

  it('asks the host’s function again in a minute after it has failed, also where the party’s servers never expire', async () => {
    const fails = () => Promise.reject(new Error('offline'));
    options = { iceServers: fails };
    await supply.take({ servers: [STUN] });
    options = { iceServers: async () => [{ urls: 'stun:own.test' }] };
    supply.check();
    expect(given()).to.deep.equal(['stun:party.test']);
    slept = 61_000;
    supply.check();
    await until(() => used.length === 2);
    expect(given()[1]).to.equal('stun:own.test');
  });

  it('waits 5 s for the host’s function, then uses the party’s servers until it answers', async () => {
    let answer = (_servers: RTCIceServer[]) => {};
    options = {
      iceServers: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    };
    const since = performance.now();
    await supply.take({ servers: [STUN] });
    expect(performance.now() - since).to.be.at.least(4_900);
    expect(given()).to.deep.equal(['stun:party.test']);
    answer([{ urls: 'stun:own.test' }]);
    await until(() => used.length === 2);
    expect(given()[1]).to.equal('stun:own.test');
    expect(said).to.have.length(1);
  });

  it('is not ready before the servers of the last call are in use, however often it is called', async () => {
    const answers: ((servers: RTCIceServer[]) => void)[] = [];
    options = { iceServers: () => new Promise((resolve) => void answers.push(resolve)) };
    const first = supply.take({ servers: [STUN] });
    const second = supply.take({ servers: [STUN] });
    let isTaken = false;
    void first.then(() => {
      isTaken = true;
    });
    answers[0]!([{ urls: 'stun:old.test' }]);
    await new Promise((done) => setTimeout(done));
    expect([isTaken, supply.isReady]).to.deep.equal([false, false]);
    answers[1]!([{ urls: 'stun:own.test' }]);
    await Promise.all([first, second]);
    expect([given(), supply.isReady]).to.deep.equal([['stun:own.test'], true]);
  });

  it('asks nobody once the session is over', async () => {
    await supply.take(turn('old', 1));
    life.abort();
    const later = performance.now() + 1_200;
    await until(() => performance.now() > later);
    expect(asked).to.have.length(0);
  });
});
