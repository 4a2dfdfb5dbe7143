import { expect } from 'chai';
import { GUEST } from '../../party/auth/claims.js';
import { type Authorize, RequestAuthorizer } from '../../party/auth/request-authorizer.js';
import { capacityOf, type Env, iceOf, warnOnce } from '../../party/settings.js';

const PUBLIC = 'https://rtc.example/parties/main/standup';
const LOCAL = 'http://localhost:1999/parties/main/standup';

type Asked = { url: string; headers: Headers };

async function ask(
  url: string,
  env: Env = {},
  headers: Record<string, string> = {},
  authorize?: Authorize<Asked>,
) {
  const warnings: string[] = [];
  const guard = new RequestAuthorizer<Asked>((text) => warnings.push(text), authorize);
  const verdict = await guard.check({ url, headers: new Headers(headers) }, env);
  const outcome = verdict.kind === 'refuse' ? verdict.code : verdict.kind;
  return { verdict, outcome, warnings };
}

describe('the access check at the edge', () => {
  it('knows people of one network by one number, which is not their address', async () => {
    const guard = new RequestAuthorizer<Asked>(() => {});
    const senderAt = async (address?: string) => {
      const asked = { url: PUBLIC, headers: new Headers({ 'cf-connecting-ip': '192.0.2.9' }) };
      const verdict = await guard.check(asked, { VR_ACCESS: 'open' }, 'socket', { address });
      return verdict.kind === 'pass' ? verdict.claims.sender : 'refused';
    };
    // A header alone is what a client says.
    expect(await senderAt()).to.equal(undefined);
    const numbers = [];
    for (const same of [
      ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:192.0.2.1'],
      ['192.0.2.2'],
      ['2001:db8::1', '2001:db8::2:3:4:5', '2001:0DB8:0:0:f::1', '2001:db8:0:0:1:2:3:4'],
      ['2001:db8:0:1::1'],
      ['::1', '::2'],
    ]) {
      const [number, ...others] = await Promise.all(same.map(senderAt));
      expect(number).to.match(/^[\da-f]{8}$/);
      for (const other of others) expect(other, same.join()).to.equal(number);
      numbers.push(number);
    }
    expect(new Set(numbers).size).to.equal(numbers.length);
  });

  const open = { VR_ACCESS: 'open' };
  const origins = { ...open, VR_ORIGINS: 'https://app.example, https://*.team.example:8443 null' };
  const cases: [what: string, outcome: string, url: string, env?: Env, headers?: Record<string, string>][] = [
    ['nothing is set: nobody', 'forbidden', PUBLIC],
    ['nothing is set on localhost: anyone', 'pass', LOCAL],
    ['nothing is set on 127.0.0.1: anyone', 'pass', LOCAL.replace('localhost', '127.0.0.1')],
    ['nothing is set on [::1]: anyone', 'pass', LOCAL.replace('localhost', '[::1]')],
    ...Object.entries({
      forwarded: 'for=192.0.2.1',
      via: '1.1 proxy',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-host': 'call.example',
      'x-forwarded-proto': 'https',
      'x-real-ip': '192.0.2.1',
    }).map(([name, value]): [string, string, string, Env, Record<string, string>] => [
      `nothing is set on localhost, behind a proxy that sets ${name}: nobody`,
      'forbidden',
      LOCAL,
      {},
      { [name]: value },
    ]),
    [
      'nothing is set, a host that only starts like localhost',
      'forbidden',
      LOCAL.replace('localhost', 'localhost.example'),
    ],
    [
      'nothing is set, a machine of the local network',
      'forbidden',
      LOCAL.replace('localhost', '192.168.0.7'),
    ],
    ['open', 'pass', PUBLIC, open],
    ['open with space around', 'pass', PUBLIC, { VR_ACCESS: ' open\n' }],
    ['deny, also on localhost', 'forbidden', LOCAL, { VR_ACCESS: 'deny' }],
    ['a mode that does not exist, also on localhost', 'forbidden', LOCAL, { VR_ACCESS: 'Open' }],
    ['token without one', 'token-missing', PUBLIC, { VR_ACCESS: 'token' }],
    ['token with one, but without keys', 'token-invalid', `${PUBLIC}?token=x`, { VR_ACCESS: 'token' }],
    ['token, also on localhost', 'token-missing', LOCAL, { VR_ACCESS: 'token' }],
    ['keys are set', 'token-missing', PUBLIC, { VR_KEYS: '{}' }],
    ['keys are set, on localhost', 'pass', LOCAL, { VR_KEYS: '{}' }],
    ['keys are set, on localhost, with a bad token', 'token-invalid', `${LOCAL}?token=x`, { VR_KEYS: '{}' }],
    ['open, with a token that nothing can check', 'pass', `${PUBLIC}?token=x`, open],
    ['open with keys and a bad token', 'token-invalid', `${PUBLIC}?token=x`, { ...open, VR_KEYS: '{}' }],
    ['a dial of its own', 'pass', `${LOCAL}/${'0a'.repeat(16)}`],
    ['another path below the room', 'not-found', `${LOCAL}/x`],
    ['a path below a dial', 'not-found', `${LOCAL}/${'0a'.repeat(16)}/x`],
    ['a slash after the room', 'not-found', `${LOCAL}/`],
    ['no room', 'not-found', 'http://localhost/parties/main/'],
    ['another name for the party', 'pass', 'http://localhost/parties/video/standup'],
    ['no party', 'not-found', 'http://localhost/parties//standup'],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name): [string, string, string] => [
      `the party ${name}`,
      'not-found',
      `http://localhost/parties/${name}/standup`,
    ]),
    ['the short path', 'not-found', 'http://localhost/party/standup'],
    ['the page', 'not-found', 'http://localhost/'],
    ['a room in capitals', 'room-invalid', LOCAL.replace('standup', 'Standup')],
    ['a room with an escape', 'room-invalid', LOCAL.replace('standup', '%73tandup')],
    ['a room with a space', 'room-invalid', LOCAL.replace('standup', 'stand%20up')],
    ['a room of 64', 'pass', LOCAL.replace('standup', 'r'.repeat(64))],
    ['a room of 65', 'room-invalid', LOCAL.replace('standup', 'r'.repeat(65))],
    ['an URL over 4 kB', 'bad-message', `${LOCAL}?token=${'t'.repeat(4096)}`],
    ['origins: a listed one', 'pass', PUBLIC, origins, { origin: 'https://app.example' }],
    [
      'origins: a subdomain of a wildcard',
      'pass',
      PUBLIC,
      origins,
      { origin: 'https://a.b.team.example:8443' },
    ],
    [
      'origins: the domain of a wildcard itself',
      'forbidden',
      PUBLIC,
      origins,
      { origin: 'https://team.example:8443' },
    ],
    ['origins: another port', 'forbidden', PUBLIC, origins, { origin: 'https://a.team.example' }],
    ['origins: another scheme', 'forbidden', PUBLIC, origins, { origin: 'http://app.example' }],
    [
      'origins: one that starts like a good one',
      'forbidden',
      PUBLIC,
      origins,
      { origin: 'https://app.example.evil.example' },
    ],
    [
      'origins: one that ends like a good one',
      'forbidden',
      PUBLIC,
      origins,
      { origin: 'https://evil-team.example:8443' },
    ],
    ['origins: none', 'forbidden', PUBLIC, origins],
    ['origins: an opaque one', 'forbidden', PUBLIC, origins, { origin: 'null' }],
    [
      'origins: an address with a user',
      'forbidden',
      PUBLIC,
      origins,
      { origin: 'https://app.example@evil.example' },
    ],
    [
      'origins without access',
      'forbidden',
      PUBLIC,
      { VR_ORIGINS: 'https://app.example' },
      { origin: 'https://app.example' },
    ],
    ['no origin list, no origin', 'pass', PUBLIC, open],
  ];
  for (const [what, outcome, url, env, headers] of cases) {
    it(`${what}: ${outcome}`, async () => expect((await ask(url, env, headers)).outcome).to.equal(outcome));
  }

  it('rewrites accepted requests: a connection id of its own, no query, no token', async () => {
    const once = (await ask(`${LOCAL}/${'0a'.repeat(16)}?_pk=mine&token=secret&_pk=again#x`)).verdict;
    const twice = (await ask(`${LOCAL}?_pk=mine`)).verdict;
    if (once.kind !== 'pass' || twice.kind !== 'pass') throw new Error('not let in');
    expect(once.url).to.match(/^http:\/\/localhost:1999\/parties\/main\/standup\?_pk=[0-9a-f-]{36}$/);
    expect(once.url).not.to.equal(twice.url);
  });

  it('names the setting that is missing', async () => {
    const warnings = async (env: Env, url = PUBLIC) => (await ask(url, env)).warnings;
    expect(await warnings({})).to.have.length(1);
    expect((await warnings({}))[0])
      .to.contain('set VR_ACCESS=open')
      .and.to.contain('npx wrangler secret put VR_ACCESS')
      .and.to.contain('VR_KEYS');
    expect((await warnings({ VR_ACCESS: 'yes' }))[0])
      .to.contain('open, token, deny')
      .and.to.not.contain('yes');
    expect((await warnings({ VR_ACCESS: 'token' }))[0]).to.contain('VR_KEYS');
    expect((await warnings({ VR_KEYS: 'k' }, `${PUBLIC}?token=x`))[0]).to.contain('npx video-room keys');
    expect((await warnings({ ...open, VR_ORIGINS: 'app.example' }))[0]).to.contain('https://');
    expect(await warnings({ ...open, VR_ORIGINS: 'https://app.example, https://*.b.example' })).to.deep.equal(
      [],
    );
    for (const env of [open, { VR_ACCESS: 'deny' }, { VR_KEYS: 'k' }])
      expect(await warnings(env)).to.have.length(0);
  });

  it('prints each warning once', () => {
    const lines: string[] = [];
    const warn = warnOnce((text) => lines.push(text));
    for (const text of ['a', 'b', 'a', 'a']) warn(text);
    expect(lines).to.deep.equal(['video-room: a', 'video-room: b']);
  });
});

describe('a host’s own authorize', () => {
  const decide = async (said: unknown, env: Env = { VR_ACCESS: 'token' }, url = PUBLIC) =>
    ask(url, env, {}, async () => said as never);

  it('decides instead of VR_ACCESS', async () => {
    const { verdict } = await decide(true);
    expect(verdict).to.include({ kind: 'pass' }).and.to.have.deep.property('claims', GUEST);
    expect((await decide(false, { VR_ACCESS: 'open' })).outcome).to.equal('forbidden');
    expect((await decide('token-expired')).outcome).to.equal('token-expired');
  });

  it('decides the identity', async () => {
    const { verdict } = await decide({
      sub: 'user-1',
      name: ' Ada\u202e ',
      role: 'host',
      exp: 60,
      eject: true,
    });
    const claims = { sub: 'user-1', name: 'Ada', grants: 0b1111111, ends: 60_000 };
    expect(verdict).to.have.deep.property('claims', claims);
  });

  it('rejects every result that is neither yes nor an identity', async () => {
    for (const said of [undefined, null, 0, 1, '', 'true', 'toString', () => true])
      expect((await decide(said)).outcome, String(said)).to.equal('forbidden');
  });

  it('rejects identities that are invalid', async () => {
    for (const said of [[], { role: 'king' }, { sub: 5 }, { eject: true }, { sub: 's'.repeat(129) }]) {
      const error = await decide(said).catch((cause: unknown) => cause);
      expect(error instanceof Error, JSON.stringify(said)).to.equal(true);
    }
  });

  it('is asked for canonical rooms and listed origins only, with the original request', async () => {
    const asked: unknown[] = [];
    const authorize: Authorize<Asked> = (request, room, env) => {
      asked.push([request.url, room, env.SECRET]);
      return true;
    };
    const env = { SECRET: 's', VR_ORIGINS: 'https://app.example' };
    const url = `${PUBLIC}?token=t`;
    expect((await ask(url, env, { origin: 'https://evil.example' }, authorize)).outcome).to.equal(
      'forbidden',
    );
    expect((await ask(url.replace('standup', 'Standup'), env, {}, authorize)).outcome).to.equal(
      'room-invalid',
    );
    expect((await ask(url, env, { origin: 'https://app.example' }, authorize)).outcome).to.equal('pass');
    expect(asked).to.deep.equal([[url, 'standup', 's']]);
  });
});

describe('the operator’s settings', () => {
  it('give 8 places unless VR_CAPACITY is a whole number from 2 to 16', () => {
    const memberships = (text?: string) => {
      const warnings: string[] = [];
      return [capacityOf({ VR_CAPACITY: text }, (line) => warnings.push(line)), warnings.length];
    };
    expect(memberships()).to.deep.equal([8, 0]);
    expect(memberships('')).to.deep.equal([8, 0]);
    expect(memberships('2')).to.deep.equal([2, 0]);
    expect(memberships('16')).to.deep.equal([16, 0]);
    for (const bad of ['1', '17', '4.5', 'x', '-3', 'Infinity'])
      expect(memberships(bad), bad).to.deep.equal([8, 1]);
  });

  it('give one public STUN server, none on localhost, or those in VR_ICE_SERVERS', () => {
    const warnings: string[] = [];
    const of = (text: string | undefined, local = false) =>
      iceOf({ VR_ICE_SERVERS: text }, local, (line) => warnings.push(line)).servers;
    expect(of(undefined)).to.have.length(1);
    expect(of(undefined, true)).to.deep.equal([]);
    expect(of('[]')).to.deep.equal([]);
    expect(of('[{"urls":["turn:t.test"],"username":"u","credential":"c"}]', true)).to.have.length(1);
    expect(warnings).to.deep.equal([]);
    for (const bad of ['{', '{}', '[{"url":"x"}]', '[1]']) expect(of(bad)).to.deep.equal(of(undefined));
    expect(warnings.every((line) => line.includes('VR_ICE_SERVERS'))).to.equal(true);
    expect(warnings).to.have.length(4);
  });

  it('drop servers that browsers would reject, and say what to set', () => {
    const said = (server: object) => {
      const warnings: string[] = [];
      const env = { VR_ICE_SERVERS: JSON.stringify([{ urls: 'stun:s.test' }, server]) };
      const { servers } = iceOf(env, true, (line) => warnings.push(line));
      return [servers, warnings.join()] as const;
    };
    const throws = (server: object) => {
      try {
        new RTCPeerConnection({ iceServers: [server as RTCIceServer] }).close();
        return false;
      } catch {
        return true;
      }
    };
    const bad: [object, RegExp][] = [
      [{ urls: 'turn:t.test' }, /username and credential.*VR_TURN_URLS and VR_TURN_SECRET/],
      [{ urls: ['stun:t.test', 'TURNS:t.test'], username: 'u' }, /username and credential/],
      [{ urls: 'turn:t.test', username: 'u', credential: '' }, /username and credential/],
      [{ urls: 'http://t.test' }, /address/],
      [{ urls: 'stun:t.test?transport=udp' }, /address/],
      [{ urls: ['stun:'] }, /address/],
      [{ urls: 'stun:t.test:99999' }, /address/],
      [{ urls: 'stun:::1' }, /address/],
    ];
    // Valid servers are kept, and the valid addresses of a server.
    const left = ({ urls }: { urls?: unknown }) => [
      { urls: 'stun:s.test' },
      ...(Array.isArray(urls) && urls.length > 1 ? [{ urls: [urls[0]] }] : []),
    ];
    for (const [server, sentence] of bad) {
      const [servers, warning] = said(server);
      expect([servers, throws(server)], JSON.stringify(server)).to.deep.equal([left(server), true]);
      expect(warning).to.match(sentence).and.to.not.contain('t.test?');
    }
    for (const good of [
      { urls: 'stun:turn:3478' },
      { urls: 'turns:t.test', username: 'u', credential: 'c' },
    ]) {
      expect([said(good)[0].length, said(good)[1], throws(good)]).to.deep.equal([2, '', false]);
    }
  });
});
