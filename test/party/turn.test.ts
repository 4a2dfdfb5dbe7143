import { expect } from 'chai';
import type { Env } from '../../party/settings.js';
import { CredentialCache } from '../../party/turn/credential-cache.js';
import { type IcePlatform, IceServerProvider } from '../../party/turn/ice-server-provider.js';
import { turnProvider } from '../../party/turn/turn-provider.js';
import type { IceConfig } from '../../src/protocol/index.js';
import { until } from '../support/until.js';
import { Stage } from './harness.js';

/** A fake provider: records requests, and gives the configured answer. */
class Somewhere implements IcePlatform {
  readonly asked: { url: string; method: string; headers: Headers; body: string }[] = [];
  readonly warnings: string[] = [];
  time = 1_700_000_000_000;
  answers: (unknown | Promise<Response>)[] = [];

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { method, headers, body } = new Request(url, init);
    this.asked.push({ url, method, headers, body: body ? String(init.body) : '' });
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (answer instanceof Error) throw answer;
    return answer instanceof Promise ? answer : new Response(JSON.stringify(answer), { status: 201 });
  };

  readonly now = () => this.time;
  readonly wait = () => new Promise<void>((done) => setTimeout(done));
  readonly randomBytes = (length: number) => new Uint8Array(length);
  readonly warn = (text: string) => void this.warnings.push(text);

  provider(env: Env) {
    return turnProvider(env, this, this.warn);
  }

  async ask(env: Env, seconds = 600): Promise<IceConfig['servers']> {
    const provider = this.provider(env);
    if (!provider || !('ask' in provider)) throw new Error('no provider that is asked');
    return provider.ask(seconds);
  }
}

const SECRETS = /north|token-c|token-t|secret-m|key-m/;
const COTURN = { VR_TURN_URLS: 'turn:t.test, turns:t.test:443?transport=tcp', VR_TURN_SECRET: 'north' };
const CLOUDFLARE = { VR_CLOUDFLARE_TURN_KEY: 'key/c', VR_CLOUDFLARE_TURN_TOKEN: 'token-c' };
const TWILIO = { VR_TWILIO_SID: 'AC1', VR_TWILIO_TOKEN: 'token-t' };
const METERED = { VR_METERED_APP: 'app', VR_METERED_SECRET: 'secret-m' };
const RELAY = { urls: ['turn:c.test:3478?transport=udp'], username: 'u', credential: 'c' };
const GIVEN = {
  iceServers: [
    { urls: ['stun:c.test:3478', 'stun:c.test:53'] },
    { ...RELAY, urls: [...RELAY.urls, 'turn:c.test:53?transport=udp', 'javascript:alert(1)'] },
    { urls: ['stun:c.test:53'] },
  ],
};
const TAKEN = [{ urls: ['stun:c.test:3478'] }, RELAY];

describe('TURN providers', () => {
  let there: Somewhere;
  beforeEach(() => {
    there = new Somewhere();
  });

  it('sign credentials for coturn: the expiry, something random, and the HMAC of both', () => {
    const provider = there.provider(COTURN);
    const servers = provider && 'mint' in provider && provider.mint(7200);
    // By openssl dgst -sha1 -hmac north -binary | base64
    const credential = 'p6r9nFImxwKMK6/Vz8f7s5YgLh0=';
    const urls = ['turn:t.test', 'turns:t.test:443?transport=tcp'];
    expect(servers).to.deep.equal([{ urls, username: '1700007200:AAAAAAAAAAAAAAAA', credential }]);
    expect(there.asked).to.deep.equal([]);
  });

  it('ask Cloudflare, and drop addresses that browsers cannot use', async () => {
    there.answers = [GIVEN];
    expect(await there.ask(CLOUDFLARE)).to.deep.equal(TAKEN);
    const [{ url, method, headers, body }] = there.asked as [(typeof there.asked)[0]];
    expect([method, url, body]).to.deep.equal([
      'POST',
      'https://rtc.live.cloudflare.com/v1/turn/keys/key%2Fc/credentials/generate-ice-servers',
      '{"ttl":600}',
    ]);
    expect(headers.get('authorization')).to.equal('Bearer token-c');
  });

  it('accept the single server in the older form of Cloudflare’s answer', async () => {
    there.answers = [{ iceServers: RELAY }];
    expect(await there.ask(CLOUDFLARE)).to.deep.equal([RELAY]);
  });

  it('ask Twilio', async () => {
    const [urls] = RELAY.urls as [string];
    there.answers = [{ username: 'u', ice_servers: [{ ...RELAY, url: urls, urls }], ttl: '600' }];
    expect(await there.ask(TWILIO)).to.deep.equal([RELAY]);
    const [{ url, method, headers, body }] = there.asked as [(typeof there.asked)[0]];
    expect([method, url, body]).to.deep.equal([
      'POST',
      'https://api.twilio.com/2010-04-01/Accounts/AC1/Tokens.json',
      'Ttl=600',
    ]);
    expect(headers.get('authorization')).to.equal(`Basic ${btoa('AC1:token-t')}`);
  });

  it('let Metered create a credential that expires, and look up its servers', async () => {
    there.answers = [{ username: 'u', password: 'c', apiKey: 'key-m' }, [RELAY]];
    expect(await there.ask(METERED)).to.deep.equal([RELAY]);
    expect(there.asked.map(({ method, url, body }) => [method, url, body])).to.deep.equal([
      [
        'POST',
        'https://app.metered.live/api/v1/turn/credential?secretKey=secret-m',
        '{"expiryInSeconds":600,"label":"video-room"}',
      ],
      ['GET', 'https://app.metered.live/api/v1/turn/credentials?apiKey=key-m', ''],
    ]);
  });

  const bad: [what: string, answer: unknown, says: string][] = [
    ['nothing', null, 'without ICE servers'],
    ['servers of another shape', { iceServers: [{ urls: 7 }] }, 'without ICE servers'],
    ['only STUN', { iceServers: [{ urls: 'stun:c.test' }] }, 'without a TURN server'],
    ['only port 53', { iceServers: [{ ...RELAY, urls: 'turn:c.test:53' }] }, 'without a TURN server'],
    ['too much', { iceServers: [RELAY], more: 'x'.repeat(20_000) }, 'not JSON'],
    ['a page', Promise.resolve(new Response('<html>')), 'not JSON'],
    ['a refusal', Promise.resolve(new Response('token-c is wrong', { status: 401 })), 'status 401'],
    ['a broken line', new TypeError('https://x/?secretKey=token-c failed'), 'cannot be reached'],
  ];
  for (const [what, answer, says] of bad) {
    it(`report ${what} in words of their own`, async () => {
      there.answers = [answer];
      const error = await there.ask(CLOUDFLARE).catch((error: Error) => error);
      expect(error).to.be.an('error');
      expect((error as Error).message).to.contain(says);
      expect((error as Error).message).not.to.match(SECRETS);
    });
  }

  it('time out after 3 s', async () => {
    there.answers = [new Promise<Response>(() => {})];
    const since = performance.now();
    const asked = there.ask(CLOUDFLARE).catch((error: Error) => error);
    // Timers fire in their order, on a slow machine too: an answer that is due after 3 s comes before one that is due after 4 s.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = new Promise<Error>((done) => {
      timer = setTimeout(() => done(new Error('no answer for 4 s')), 4_000);
    });
    const error = (await Promise.race([asked, later])) as Error;
    clearTimeout(timer);
    expect(error.message).to.contain('within 3 s');
    expect(performance.now() - since).to.be.at.least(2_900);
  });

  it('are reported when incomplete, configured twice, or without a TURN address', () => {
    const names = (env: Env) => [there.provider(env)?.name, ...there.warnings.splice(0)];
    expect(names({})).to.deep.equal([undefined]);
    expect(names({ ...CLOUDFLARE, ...TWILIO })).to.deep.equal([
      'Cloudflare',
      'Twilio is set up as well as Cloudflare, which is used.',
    ]);
    for (const [name, value] of Object.entries({ ...COTURN, ...CLOUDFLARE, ...TWILIO, ...METERED })) {
      const [provider, warning] = names({ [name]: value });
      expect(provider).to.equal(undefined);
      expect(warning).to.contain(`${name} is set without`);
      expect(warning).not.to.match(SECRETS);
    }
    const [provider, warning] = names({ ...COTURN, VR_TURN_URLS: 'stun:t.test https://t.test' });
    expect(provider).to.equal(undefined);
    expect(warning).to.contain('VR_TURN_URLS names no TURN server');
  });
});

describe('the provider of ICE servers', () => {
  let there: Somewhere;
  let late: IceConfig[];
  beforeEach(() => {
    there = new Somewhere();
    late = [];
  });
  const desk = (env: Env) => {
    const made = new IceServerProvider(env, there, there.warn);
    return (role: 'visitor' | 'member', local = false) => made.ask(role, local, (ice) => void late.push(ice));
  };
  const STUN = { servers: [{ urls: 'stun:stun.cloudflare.com:3478' }] };

  it('gives visitors ten minutes and members two hours, under a name of their own', () => {
    const ask = desk({ ...COTURN, VR_ICE_SERVERS: '[{"urls":"stun:own.test"}]' });
    const [visitor, member] = [ask('visitor'), ask('member')];
    expect([visitor.ttl, member.ttl]).to.deep.equal([600, 7200]);
    expect(visitor.servers[0]).to.deep.equal({ urls: 'stun:own.test' });
    const names = [visitor, member].map(({ servers }) => servers[1]?.username?.split(':')[0]);
    expect(names).to.deep.equal(['1700000600', '1700007200']);
  });

  it('gives STUN only without a provider, and no third party on localhost', () => {
    const ask = desk({});
    expect([ask('member'), ask('member', true)]).to.deep.equal([STUN, { servers: [] }]);
  });

  it('gives the available servers while credentials are fetched, and the credentials when they arrive', async () => {
    there.answers = [GIVEN];
    const ask = desk(CLOUDFLARE);
    expect([ask('member'), ask('member')]).to.deep.equal([
      { ...STUN, later: true },
      { ...STUN, later: true },
    ]);
    await until(() => late.length === 2);
    expect(late[0]).to.deep.equal({ servers: TAKEN, ttl: 7200 });
    expect(there.asked).to.have.length(1);
  });

  it('reuses them for ten minutes, those of visitors for five, with the remaining lifetime', async () => {
    there.answers = [GIVEN];
    const ask = desk(CLOUDFLARE);
    for (const role of ['member', 'visitor'] as const) ask(role);
    await until(() => late.length === 2);
    there.time += 299_000;
    expect([ask('member').ttl, ask('visitor').ttl]).to.deep.equal([6901, 301]);
    there.time += 1_000;
    expect([ask('member').ttl, ask('visitor').later]).to.deep.equal([6900, true]);
    await until(() => late.length === 3);
    there.time += 300_000;
    expect(ask('member').later).to.equal(true);
    await until(() => late.length === 4);
    expect(there.asked.map(({ body }) => body)).to.deep.equal([
      '{"ttl":7200}',
      '{"ttl":600}',
      '{"ttl":600}',
      '{"ttl":7200}',
    ]);
  });

  it('requests them once for all rooms with the same settings, even at the same time and for rooms that are empty again', async () => {
    let answer: (response: Response) => void = () => {};
    there.answers = [
      new Promise<Response>((resolve) => {
        answer = resolve;
      }),
    ];
    const cache = new CredentialCache();
    const room = (env: Env = CLOUDFLARE) => new IceServerProvider(env, there, there.warn, cache);
    const ask = (made: IceServerProvider) => made.ask('visitor', false, (ice) => void late.push(ice));
    for (let n = 0; n < 20; n++) {
      const visited = room();
      ask(visited);
      // The one that has requested them is gone as well.
      visited.forget();
    }
    const open = [room(), room()];
    for (const one of open) expect(ask(one).later).to.equal(true);
    answer(new Response(JSON.stringify(GIVEN), { status: 201 }));
    await until(() => late.length === 2);
    expect(late).to.deep.equal(Array(2).fill({ servers: TAKEN, ttl: 600 }));
    expect(ask(room()).servers).to.deep.equal(TAKEN);
    expect(there.asked).to.have.length(1);
    there.answers = [GIVEN];
    expect(ask(room({ ...CLOUDFLARE, VR_CLOUDFLARE_TURN_KEY: 'other' })).later).to.equal(true);
    await until(() => late.length === 3);
    expect(there.asked).to.have.length(2);
  });

  it('requests them anew if the room that has requested them is gone without an answer', async () => {
    there.answers = [new Promise<Response>(() => {}), Promise.resolve(new Response(JSON.stringify(GIVEN)))];
    const cache = new CredentialCache();
    const room = () => new IceServerProvider(CLOUDFLARE, there, there.warn, cache);
    room().ask('member', false, () => {});
    room().ask('member', false, (ice) => void late.push(ice));
    there.time += 7_000;
    await until(() => late.length === 1);
    expect(there.asked).to.have.length(2);
  });

  it('asks no provider that has just failed, in any room', async () => {
    there.answers = [new TypeError('token-c')];
    const cache = new CredentialCache();
    const room = () => new IceServerProvider(CLOUDFLARE, there, there.warn, cache);
    for (let n = 0; n < 3; n++) room().ask('member', false, () => {});
    await until(() => there.warnings.length);
    await there.wait();
    room().ask('member', false, () => {});
    expect(there.asked).to.have.length(1);
  });

  it('gives STUN only when the provider fails, reports it, and retries half a minute later', async () => {
    there.answers = [new TypeError('token-c')];
    const ask = desk(CLOUDFLARE);
    ask('member');
    await until(() => there.warnings.length);
    expect(there.warnings[0]).to.match(/no TURN credentials from Cloudflare: it cannot be reached/);
    expect(there.warnings[0]).not.to.match(SECRETS);
    there.time += 29_000;
    expect(ask('member')).to.deep.equal({ ...STUN, later: true });
    expect(there.asked).to.have.length(1);
    there.time += 1_000;
    there.answers = [GIVEN];
    expect(ask('member').later).to.equal(true);
    await until(() => late.length);
    expect(ask('member').servers).to.deep.equal(TAKEN);
  });
});

describe('a room whose TURN credentials are fetched', () => {
  const ice: IceConfig = { servers: [RELAY], ttl: 600 };

  it('sends them to the waiting clients when they arrive, and to nobody who has left', () => {
    const stage = new Stage();
    stage.host.iceConfig = { servers: [], later: true };
    const [ada, bob] = [stage.member('ada'), stage.visitor('bob')];
    expect(bob.last('welcome').ice).to.deep.equal({ servers: [], later: true });
    stage.host.evict();
    stage.host.server.iceFetched(bob.connection, ice);
    expect(bob.last('ice')).to.deep.equal({ type: 'ice', ...ice });
    expect(ada.all('ice')).to.have.length(0);
    ada.send({ type: 'bye' });
    stage.host.server.iceFetched(ada.connection, ice);
    expect(ada.all('ice')).to.have.length(0);
    expect(stage.host.reports).to.deep.equal([]);
  });

  it('requests them separately for visitors and for members', () => {
    const stage = new Stage();
    const phases: string[] = [];
    stage.host.ice = (_, phase) => {
      phases.push(phase);
      return ice;
    };
    stage.member('ada').send({ type: 'ice' }).lose();
    const bob = stage.member('bob');
    bob.lose();
    stage.visitor('bob', bob.resume);
    expect(phases).to.deep.equal(['visitor', 'member', 'visitor', 'member']);
    expect(stage.host.reports).to.deep.equal([]);
  });

  it('sends nothing to a client without a hello, or a refused one', () => {
    const stage = new Stage(2);
    stage.host.ice = () => {
      throw new Error('asked');
    };
    stage.socket('early').send({ type: 'ice' });
    stage.socket('old').send({ type: 'hello', v: 99, sid: 'old' });
    expect(stage.host.reports).to.deep.equal([]);
  });
});
