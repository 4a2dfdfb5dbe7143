/** The operator's settings, from the environment. An invalid value never stops the party: it warns once and uses the default. */

import { readIceServers } from '../src/protocol/ice-servers.js';
import { DEFAULT_CAPACITY, type IceConfig, MAX_CAPACITY } from '../src/protocol/party.js';

/** Environment variables; on PartyKit every value is text. */
export type Env = Readonly<Record<string, unknown>>;
/** Shows a message to the operator. */
export type Warn = (text: string) => void;

/** For an operator who configures a TURN server without an account. */
const HINT = ' A coturn with a shared secret is set up by VR_TURN_URLS and VR_TURN_SECRET.';
/** Calls across two NATs need STUN, so there is a default, unless the operator configures other servers or none (`[]`). */
const DEFAULT_ICE: IceConfig = { servers: [{ urls: 'stun:stun.cloudflare.com:3478' }] };

/** A variable as trimmed text; `undefined` if it is unset or empty. */
export function setting(env: Env, name: string): string | undefined {
  const value = env[name];
  const text = value === undefined || value === null ? '' : String(value).trim();
  return text || undefined;
}

/** A request with any of these came through a proxy. */
const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * Whether the page connects to a server on its own machine. Behind a proxy the host name says nothing about the client, so the
 * answer is no.
 */
export function isLocal(asked: { url: string; headers?: { get(name: string): string | null } }): boolean {
  const { hostname } = new URL(asked.url);
  const isForwarded = PROXY_HEADERS.some((name) => asked.headers?.get(name));
  return !isForwarded && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

/** Capacity of a room: VR_CAPACITY, 2 to 16; default 8. */
export function capacityOf(env: Env, warn: Warn): number {
  const text = setting(env, 'VR_CAPACITY');
  if (text === undefined) return DEFAULT_CAPACITY;
  const capacity = Number(text);
  if (Number.isInteger(capacity) && capacity >= 2 && capacity <= MAX_CAPACITY) return capacity;
  warn(
    `VR_CAPACITY is not a whole number from 2 to ${MAX_CAPACITY}: rooms have ${DEFAULT_CAPACITY} memberships.`,
  );
  return DEFAULT_CAPACITY;
}

/**
 * Whether newcomers wait to be let in: VR_WAITING_ROOM, `1` or `0`; default no. With an invalid value they wait, which is the
 * safe choice.
 */
export function waitingRoomOf(env: Env, warn: Warn): boolean {
  const text = setting(env, 'VR_WAITING_ROOM') ?? '0';
  if (text !== '0' && text !== '1') warn('VR_WAITING_ROOM is neither 1 nor 0: newcomers wait to be let in.');
  return text !== '0';
}

/**
 * The operator's ICE servers: VR_ICE_SERVERS, a JSON array of RTCIceServer, without invalid ones. `undefined` if it is unset or
 * has no valid one.
 */
export function ownIceOf(env: Env, warn: Warn): IceConfig['servers'] | undefined {
  const text = setting(env, 'VR_ICE_SERVERS');
  if (text === undefined) return undefined;
  // The value is not logged: it may contain a credential.
  const { servers, refused } = readIceServers(parsed(text));
  if (!refused.length) return servers;
  const rest = servers.length ? 'the others are used' : 'the default is used';
  const hint = refused.some((reason) => reason.includes('credential')) ? HINT : '';
  warn(
    `VR_ICE_SERVERS is not a JSON array of ICE servers that browsers take (${refused.join('; ')}): ${rest}.${hint}`,
  );
  return servers.length ? servers : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * ICE servers without a TURN provider: the operator's. Default: one public STUN server. On localhost there is none, so that no
 * third party is contacted.
 */
export function iceOf(env: Env, local: boolean, warn: Warn): IceConfig {
  const servers = ownIceOf(env, warn);
  if (servers) return { servers };
  return local ? { servers: [] } : DEFAULT_ICE;
}

/** A `warn` that shows each message once. */
export function warnOnce(write: Warn): Warn {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    write(`video-room: ${text}`);
  };
}
