/**
 * TURN credentials: made for a coturn that shares a secret with us, or requested from a provider by HTTP. Pure: clock, random
 * numbers and fetch are injected. Knows no rooms and no sockets, and never logs a secret.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { toBase64url } from '../../src/protocol/base64url.js';
import {
  type IceServer,
  isIceAddress,
  isTurnServer,
  readIceServers,
} from '../../src/protocol/ice-servers.js';
import { type Env, setting, type Warn } from '../settings.js';

/** ICE servers in the form that browsers accept. */
export type IceServers = IceServer[];

/** The injected platform features. */
export interface TurnPlatform {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Milliseconds since 1970. */
  now(): number;
  randomBytes(length: number): Uint8Array;
}

/** Creates or requests credentials that are valid for so many seconds; a request may reject. */
export type TurnProvider =
  | { readonly name: string; mint(seconds: number): IceServers }
  | { readonly name: string; ask(seconds: number): Promise<IceServers> };

/** Timeout of a provider (ms). */
const PATIENCE = 3_000;
/** Longest accepted response, in characters; providers send less than 2 kB. */
const MAX_ANSWER = 16_384;

/** Each provider, with the two variables that select it. */
const PROVIDERS: readonly [
  first: string,
  second: string,
  make: (first: string, second: string, platform: TurnPlatform, warn: Warn) => TurnProvider | undefined,
][] = [
  ['VR_TURN_URLS', 'VR_TURN_SECRET', coturn],
  ['VR_CLOUDFLARE_TURN_KEY', 'VR_CLOUDFLARE_TURN_TOKEN', cloudflare],
  ['VR_TWILIO_SID', 'VR_TWILIO_TOKEN', twilio],
  ['VR_METERED_APP', 'VR_METERED_SECRET', metered],
];

/** The same text for the same settings of providers. It contains secrets. */
export const providerKey = (env: Env): string =>
  JSON.stringify(PROVIDERS.map(([one, other]) => [setting(env, one), setting(env, other)]));

/** The provider selected by the environment, the first one if there are several; `undefined`: no TURN except in VR_ICE_SERVERS. */
export function turnProvider(env: Env, platform: TurnPlatform, warn: Warn): TurnProvider | undefined {
  const found: TurnProvider[] = [];
  for (const [one, other, make] of PROVIDERS) {
    const [first, second] = [setting(env, one), setting(env, other)];
    const provider = first && second && make(first, second, platform, warn);
    if (provider) found.push(provider);
    else if (!first !== !second) {
      const [set, missing] = first ? [one, other] : [other, one];
      warn(`${set} is set without ${missing}: no TURN by it.`);
    }
  }
  const [first, ...more] = found;
  for (const { name } of more) warn(`${name} is set up as well as ${first!.name}, which is used.`);
  return first;
}

/**
 * `use-auth-secret` of coturn: the user name is the expiry time, the password its HMAC-SHA1 (draft-uberti-behave-turn-rest). The
 * rest of the user name is random, so that the TURN server cannot link it to a participant. Synchronous, unlike WebCrypto.
 */
function coturn(
  list: string,
  secret: string,
  { now, randomBytes }: TurnPlatform,
  warn: Warn,
): TurnProvider | undefined {
  const named = list.split(/[\s,]+/).filter(Boolean);
  const urls = named.filter(isIceAddress);
  if (!isTurnServer({ urls })) {
    warn('VR_TURN_URLS names no TURN server, such as turn:turn.example.com: no TURN by it.');
    return undefined;
  }
  if (urls.length < named.length)
    warn('VR_TURN_URLS has an address that browsers do not take, which is left out.');
  return {
    name: 'coturn',
    mint(seconds) {
      const username = `${Math.floor(now() / 1000) + seconds}:${toBase64url(randomBytes(12))}`;
      const encoder = new TextEncoder();
      const mac = hmac(sha1, encoder.encode(secret), encoder.encode(username));
      return [{ urls, username, credential: btoa(String.fromCharCode(...mac)) }];
    },
  };
}

/** Cloudflare Realtime: developers.cloudflare.com/realtime/turn/generate-credentials. At most 48 hours. */
function cloudflare(key: string, token: string, { fetch }: TurnPlatform): TurnProvider {
  const url = `https://rtc.live.cloudflare.com/v1/turn/keys/${encodeURIComponent(key)}/credentials/generate-ice-servers`;
  return {
    name: 'Cloudflare',
    async ask(ttl) {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const answer = await ask(fetch, url, { method: 'POST', headers, body: JSON.stringify({ ttl }) });
      return usable(field(answer, 'iceServers'));
    },
  };
}

/** Twilio Network Traversal Service: twilio.com/docs/stun-turn/api. At most 24 hours. */
function twilio(sid: string, token: string, { fetch }: TurnPlatform): TurnProvider {
  const url = `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(sid)}/Tokens.json`;
  return {
    name: 'Twilio',
    async ask(seconds) {
      const answer = await ask(fetch, url, {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa(`${sid}:${token}`)}` },
        body: new URLSearchParams({ Ttl: `${seconds}` }),
      });
      return usable(field(answer, 'ice_servers'));
    },
  };
}

/** Metered: creates a credential, then requests its servers. Without an expiry a credential would never expire. */
function metered(app: string, secret: string, { fetch }: TurnPlatform): TurnProvider {
  // The name of the app, or its whole host.
  const host = app.includes('.') ? app : `${app}.metered.live`;
  const url = (path: string, query: Record<string, string>) =>
    `https://${host}/api/v1/turn/${path}?${new URLSearchParams(query)}`;
  return {
    name: 'Metered',
    async ask(expiryInSeconds) {
      const made = await ask(fetch, url('credential', { secretKey: secret }), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ expiryInSeconds, label: 'video-room' }),
      });
      const apiKey = field(made, 'apiKey');
      if (typeof apiKey !== 'string') throw new Error('an answer without apiKey');
      return usable(await ask(fetch, url('credentials', { apiKey }), {}));
    },
  };
}

/** Errors have our own texts: an error of the platform may contain the address, and with it a secret. */
async function ask(fetch: TurnPlatform['fetch'], url: string, init: RequestInit): Promise<unknown> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('no answer within 3 s')), PATIENCE);
  });
  const answer = async () => {
    // Redirects are not followed: the secret is only for this host.
    const response = await fetch(url, { ...init, redirect: 'manual', signal: stop.signal }).catch(() => {
      throw new Error('it cannot be reached');
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const text = await response.text();
    try {
      if (text.length <= MAX_ANSWER) return JSON.parse(text) as unknown;
    } catch {}
    throw new Error('an answer that is not JSON');
  };
  try {
    return await Promise.race([answer(), late]);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function field(answer: unknown, name: string): unknown {
  return (answer as Record<string, unknown> | null)?.[name];
}

/**
 * Validates a response and removes useless addresses: browsers do not connect to port 53, and lose time with it. A response
 * without any TURN server is an error.
 */
function usable(answer: unknown): IceServers {
  const found = readIceServers(answer).servers;
  if (!found.length) throw new Error('an answer without ICE servers');
  const servers = found.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => !/:53(\?|$)/.test(url));
    return urls.length ? [{ ...server, urls }] : [];
  });
  if (!servers.some(isTurnServer)) throw new Error('an answer without a TURN server');
  return servers;
}
