import { expect } from 'chai';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { decodeClaims, encodeClaims, grantWords } from '../../party/auth/claims.js';
import { RequestAuthorizer } from '../../party/auth/request-authorizer.js';
import { hasTwins } from '../../party/auth/token.js';
import type { Env } from '../../party/settings.js';

const NOW = 1_700_000_000;
const SECRET = crypto.getRandomValues(new Uint8Array(32));
const text = (value: string) => new TextEncoder().encode(value);
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Signs exactly this text, even nonsense. */
async function signText(header: string, payload: string, secret = SECRET): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const body = `${base64url(text(header))}.${base64url(text(payload))}`;
  return `${body}.${base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text(body))))}`;
}

const GOOD = { room: 'standup', aud: 'video-room', iat: NOW, exp: NOW + 600 };
const HEADER = { alg: 'HS256', typ: 'video-room+jwt' };
const sign = (claims: object = {}, header: object = {}, secret = SECRET) =>
  signText(JSON.stringify({ ...HEADER, ...header }), JSON.stringify({ ...GOOD, ...claims }), secret);

describe('access tokens', () => {
  const hs256 = `hs256:${base64url(SECRET)}`;
  let pairs: Record<'EdDSA' | 'ES256', { kid: string; privateKey: CryptoKey; jwk: JWK; secretJwk: JWK }>;
  let jwks: string;

  before(async () => {
    const made = await Promise.all(
      (['EdDSA', 'ES256'] as const).map(async (alg) => {
        const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
        const kid = `key-${alg}`;
        const jwk = { ...(await exportJWK(publicKey)), kid, alg };
        return [alg, { kid, privateKey, jwk, secretJwk: { ...(await exportJWK(privateKey)), kid } }] as const;
      }),
    );
    pairs = Object.fromEntries(made) as typeof pairs;
    const oct = { kty: 'oct', alg: 'HS256', kid: 'key-HS256', k: base64url(SECRET) };
    jwks = JSON.stringify({ keys: [pairs.EdDSA.jwk, pairs.ES256.jwk, oct] });
  });

  async function ask(
    token: string,
    env: Env = {},
    { query = '', purpose = 'socket' as const, now = NOW } = {},
  ) {
    const warnings: string[] = [];
    const guard = new RequestAuthorizer(
      (line) => warnings.push(line),
      undefined,
      () => now * 1000,
    );
    const url = `https://rtc.example/parties/main/standup?token=${token}${query}`;
    const verdict = await guard.check({ url, headers: new Headers() }, { VR_KEYS: hs256, ...env }, purpose);
    const outcome = verdict.kind === 'refuse' ? verdict.code : verdict.kind;
    return { outcome, claims: verdict.kind === 'pass' ? verdict.claims : undefined, warnings };
  }

  it('accept EdDSA, ES256 and HS256 keys', async () => {
    for (const alg of ['EdDSA', 'ES256'] as const) {
      const { kid, privateKey } = pairs[alg];
      const token = await new SignJWT(GOOD).setProtectedHeader({ ...HEADER, alg, kid }).sign(privateKey);
      expect((await ask(token, { VR_KEYS: jwks })).outcome, alg).to.equal('pass');
      const only = JSON.stringify({ keys: [pairs[alg].jwk] });
      expect((await ask(token, { VR_KEYS: only })).outcome, `${alg} alone`).to.equal('pass');
      const broken = `${token.slice(0, -8)}AAAAAAAA`;
      expect((await ask(broken, { VR_KEYS: jwks })).outcome, `${alg}, broken`).to.equal('token-invalid');
    }
    expect((await ask(await sign({}, { kid: 'key-HS256' }), { VR_KEYS: jwks })).outcome).to.equal('pass');
    expect((await ask(await sign())).outcome).to.equal('pass');
  });

  const invalid: [what: string, token: () => string | Promise<string>, env?: () => Env][] = [
    ['nothing but dots', () => '..'],
    ['no token at all', () => 'x'],
    ['another secret', () => sign({}, {}, new Uint8Array(32))],
    ['alg none', () => new UnsecuredJWT(GOOD).encode()],
    ['alg none with a signature', () => sign({}, { alg: 'none' })],
    ['alg HS512', () => sign({}, { alg: 'HS512' })],
    [
      'a public key as the secret',
      () => sign({}, { kid: 'key-EdDSA' }, fromBase64(pairs.EdDSA.jwk.x!)),
      () => ({ VR_KEYS: jwks }),
    ],
    [
      'a public key as the secret, without alg in the JWKS',
      () => sign({}, { kid: 'key-EdDSA' }, fromBase64(pairs.EdDSA.jwk.x!)),
      () => ({ VR_KEYS: JSON.stringify({ keys: [{ ...pairs.EdDSA.jwk, alg: undefined }] }) }),
    ],
    [
      'the key of another alg',
      () =>
        new SignJWT(GOOD)
          .setProtectedHeader({ ...HEADER, alg: 'ES256', kid: 'key-EdDSA' })
          .sign(pairs.ES256.privateKey),
      () => ({ VR_KEYS: jwks }),
    ],
    ['a kid that nobody has', () => sign({}, { kid: 'other' }), () => ({ VR_KEYS: jwks })],
    ['no kid among several keys', () => sign(), () => ({ VR_KEYS: jwks })],
    [
      'a key of its own',
      () => sign({}, { jwk: { kty: 'oct', k: base64url(new Uint8Array(32)) } }, new Uint8Array(32)),
    ],
    ['a header that must be understood', () => sign({}, { crit: ['x'], x: 1 })],
    ['no typ', () => sign({}, { typ: undefined })],
    ['another typ', () => sign({}, { typ: 'JWT' })],
    ['another aud', () => sign({ aud: 'other' })],
    ['no aud', () => sign({ aud: undefined })],
    ['the default aud where VR_AUD is another', () => sign(), () => ({ VR_AUD: 'calls' })],
    ['no iss where VR_ISS is set', () => sign(), () => ({ VR_ISS: 'https://app.example' })],
    ['another iss', () => sign({ iss: 'https://evil.example' }), () => ({ VR_ISS: 'https://app.example' })],
    ['no exp', () => sign({ exp: undefined })],
    ['an exp that is text', () => sign({ exp: String(NOW + 600) })],
    [
      'an exp beyond numbers',
      () => signText(JSON.stringify(HEADER), JSON.stringify(GOOD).replace(/"exp":\d+/, '"exp":1e999')),
    ],
    ['a life of more than 24 hours', () => sign({ exp: NOW + 86_401 })],
    ['no iat and more than 24 hours to go', () => sign({ iat: undefined, exp: NOW + 86_401 })],
    ['an iat in the future', () => sign({ iat: NOW + 31 })],
    ['an nbf in the future', () => sign({ nbf: NOW + 31 })],
    ['no room', () => sign({ room: undefined })],
    ['rooms as a list', () => sign({ room: ['standup'] })],
    ['more than 3 kB', () => sign({ fill: 'f'.repeat(2300) })],
    [
      'a claim that stands twice',
      () => signText(JSON.stringify(HEADER), JSON.stringify(GOOD).replace('{', '{"room":"other",')),
    ],
    [
      'a claim that stands twice in other letters',
      () => signText(JSON.stringify(HEADER), JSON.stringify(GOOD).replace('{', '{"\\u0072oom":"other",')),
    ],
    [
      'a header that says alg twice',
      () => signText('{"alg":"none","alg":"HS256","typ":"video-room+jwt"}', JSON.stringify(GOOD)),
    ],
    ['claims that are no object', () => signText(JSON.stringify(HEADER), '[]')],
    [
      'claims that are not UTF-8',
      async () => (await sign()).replace(/\.[^.]+\./, `.${base64url(new Uint8Array([0x7b, 0xff, 0x7d]))}.`),
    ],
    ['a sub that is no text', () => sign({ sub: 7 })],
    ['a sub of 129 characters', () => sign({ sub: 's'.repeat(129) })],
    ['a name that is no text', () => sign({ name: null })],
    ['a role that there is not', () => sign({ role: 'toString' })],
    ['grants that are no list', () => sign({ grants: 'kick' })],
    ['no key', () => sign(), () => ({ VR_KEYS: '', VR_ACCESS: 'token' })],
    ['a key that is no key', () => sign(), () => ({ VR_KEYS: '{"keys":{}}' })],
  ];
  for (const [what, token, env] of invalid) {
    it(`are refused when ${what}, with the reason for the operator only`, async () => {
      const { outcome, warnings } = await ask(await token(), env?.());
      expect(outcome).to.equal('token-invalid');
      expect(warnings.length).to.be.within(1, 2);
      expect(warnings.join()).not.to.contain('undefined');
    });
  }

  it('expire with 30 s for differing clocks, and are not confused with invalid ones', async () => {
    const outcome = async (claims: object, now: number) =>
      (await ask(await sign(claims), {}, { now })).outcome;
    expect(await outcome({ exp: NOW + 10 }, NOW + 39)).to.equal('pass');
    expect(await outcome({ exp: NOW + 10 }, NOW + 40)).to.equal('token-expired');
    expect(await outcome({ nbf: NOW + 30, iat: NOW + 30 }, NOW)).to.equal('pass');
    expect(await outcome({ exp: NOW + 86_400 }, NOW)).to.equal('pass');
    // A token with eject is not accepted after its end.
    expect(await outcome({ exp: NOW + 10, eject: true }, NOW + 9)).to.equal('pass');
    expect(await outcome({ exp: NOW + 10, eject: true }, NOW + 10)).to.equal('token-expired');
  });

  it('may resume for a day after they have expired, and end a membership', async () => {
    const token = await sign();
    const late = { query: '&back=1', now: NOW + 700 };
    expect((await ask(token, {}, late)).claims).to.include({ late: true });
    // Their permissions do not even leave the check.
    const host = await sign({ sub: 'user-7', name: 'Ada', role: 'host' });
    expect((await ask(host, {}, late)).claims).to.deep.equal({
      sub: 'user-7',
      name: '',
      grants: 0,
      late: true,
    });
    expect((await ask(token, {}, { ...late, now: NOW + 600 + 86_400 })).outcome).to.equal('token-expired');
    expect((await ask(token, {}, { query: '&back=1' })).claims).not.to.have.property('late');
    expect((await ask(token, {}, { now: NOW + 700, purpose: 'leave-beacon' as never })).outcome).to.equal(
      'pass',
    );
    expect((await ask(await sign({ eject: true }), {}, late)).outcome).to.equal('token-expired');
    expect((await ask(await sign({ room: 'other' }), {}, late)).outcome).to.equal('forbidden');
    expect((await ask(await sign({}, {}, new Uint8Array(32)), {}, late)).outcome).to.equal('token-invalid');
  });

  it('are forbidden for another room, and for every room unless VR_ALLOW_WILDCARD is 1', async () => {
    for (const room of ['other', 'Standup', 'standup ', '']) {
      expect((await ask(await sign({ room }))).outcome, room).to.equal('forbidden');
    }
    const all = await sign({ room: '*' });
    expect((await ask(all)).outcome).to.equal('forbidden');
    expect((await ask(all)).warnings[0]).to.contain('VR_ALLOW_WILDCARD=1');
    expect((await ask(all, { VR_ALLOW_WILDCARD: '0' })).outcome).to.equal('forbidden');
    expect((await ask(all, { VR_ALLOW_WILDCARD: '1' })).outcome).to.equal('pass');
  });

  it('are compared by issuer and audience, of several if the token has several', async () => {
    const env = { VR_ISS: 'https://app.example', VR_AUD: 'calls' };
    const token = await sign({ iss: 'https://app.example', aud: ['other', 'calls'] });
    expect((await ask(token, env)).outcome).to.equal('pass');
  });

  it('state the identity and its permissions', async () => {
    const claims = async (said: object) => {
      const { issued, ...rest } = (await ask(await sign(said))).claims!;
      expect(issued).to.equal(NOW);
      return rest;
    };
    expect(await claims({})).to.deep.equal({ sub: '', name: '', grants: 0b11 });
    expect(await claims({ sub: 'user-7', name: ' Zoë\u202e \u{1F468}\u200d\u{1F4BB} ' })).to.deep.equal({
      sub: 'user-7',
      name: 'Zoë \u{1F468}\u200d\u{1F4BB}',
      grants: 0b11,
    });
    const words = async (said: object) => grantWords((await claims(said)).grants);
    expect(await words({ role: 'host' })).to.deep.equal([
      'publish',
      'chat',
      'admit',
      'kick',
      'mute',
      'lock',
      'end',
    ]);
    expect(await words({ role: 'viewer' })).to.deep.equal([]);
    expect(await words({ role: 'host', grants: ['kick', 'fly', 'chat'] })).to.deep.equal(['chat', 'kick']);
    expect(await claims({ eject: true })).to.include({ ends: (NOW + 600) * 1000 });
    expect(await claims({ eject: false })).not.to.have.property('ends');
  });

  it('also state the identity in an open room', async () => {
    const { claims } = await ask(await sign({ role: 'host' }), { VR_ACCESS: 'open' });
    expect(grantWords(claims!.grants)).to.include('kick');
    expect((await ask(await sign({ room: 'other' }), { VR_ACCESS: 'open' })).outcome).to.equal('forbidden');
  });

  it('travel as claims in a header, with any name', () => {
    const claims = { sub: 's', name: 'Zoë \u{1F468}', grants: 3, late: true };
    expect(encodeClaims(claims)).to.match(/^[\w+/=]+$/);
    expect(decodeClaims(encodeClaims(claims))).to.deep.equal(claims);
    for (const header of [null, '']) expect(() => decodeClaims(header)).to.throw('past the guard');
  });

  it('are searched for names that appear twice in one object', () => {
    for (const json of [
      '{"a":1,"a":2}',
      '{"x":{"a":1,"b":[],"a":{}}}',
      '{"a" :1,"\\u0061":1}',
      '[{"":1,"":2}]',
    ])
      expect(hasTwins(json), json).to.equal(true);
    for (const json of [
      '{"a":"a","b":"a"}',
      '{"a":{"a":1}}',
      '[{"a":1},{"a":1}]',
      '{"a":"{\\"a\\":1,","b":1}',
      '{"a":["a","a"]}',
      '""',
    ])
      expect(hasTwins(json), json).to.equal(false);
  });

  const bad: [what: string, keys: () => string, why: string][] = [
    ['an empty secret', () => 'hs256:', 'shorter than 32'],
    ['a secret of 31 bytes', () => `hs256:${base64url(new Uint8Array(31))}`, 'shorter than 32'],
    [
      'a short secret in a JWKS',
      () => '{"keys":[{"kty":"oct","alg":"HS256","k":"c2hvcnQ"}]}',
      'shorter than 32',
    ],
    ['an RSA key', () => '{"keys":[{"kty":"RSA","alg":"RS256","n":"AQAB","e":"AQAB"}]}', 'none of HS256'],
    ['alg none', () => '{"keys":[{"kty":"oct","alg":"none","k":""}]}', 'none of HS256'],
    [
      'a public key called a secret',
      () => JSON.stringify({ keys: [{ ...pairs.ES256.jwk, alg: 'HS256' }] }),
      'not one for its kind',
    ],
    ['a private key', () => JSON.stringify({ keys: [pairs.EdDSA.secretJwk] }), 'private key'],
    [
      'a key for encryption',
      () => JSON.stringify({ keys: [{ ...pairs.ES256.jwk, use: 'enc' }] }),
      'not for signatures',
    ],
    ['nonsense', () => 'secret', 'neither'],
    ['no keys', () => '{"keys":[]}', 'neither'],
    ['null for a key', () => '{"keys":[null]}', 'none of HS256'],
  ];
  for (const [what, keys, why] of bad) {
    it(`are all refused, with a warning about ${what} in VR_KEYS`, async () => {
      const { outcome, warnings } = await ask(await sign(), { VR_KEYS: keys() });
      expect(outcome).to.equal('token-invalid');
      expect(warnings[0]).to.contain(why).and.to.contain('npx video-room keys');
      expect(warnings[0]).not.to.contain('c2hvcnQ');
    });
  }

  it('work with the valid keys if others are invalid; a kid is valid once', async () => {
    const keys = JSON.stringify({
      keys: [pairs.EdDSA.jwk, { kty: 'RSA' }, { ...pairs.ES256.jwk, kid: 'key-EdDSA' }],
    });
    const token = await new SignJWT(GOOD)
      .setProtectedHeader({ ...HEADER, alg: 'EdDSA', kid: 'key-EdDSA' })
      .sign(pairs.EdDSA.privateKey);
    const { outcome, warnings } = await ask(token, { VR_KEYS: keys });
    expect(outcome).to.equal('pass');
    expect(warnings).to.have.length(2);
  });
});

function fromBase64(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
