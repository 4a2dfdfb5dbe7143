/** What the operator sets, from the environment. A bad value never stops the party: it warns once and uses the default. */

import { readIceServers } from '../src/protocol/ice-servers.js';
import { DEFAULT_CAPACITY, type IceConfig, MAX_CAPACITY } from '../src/protocol/index.js';

/** Environment variables; on PartyKit everything in it is text. */
export type Env = Readonly<Record<string, unknown>>;
/** Tells the operator something. */
export type Warn = (text: string) => void;

/** For an operator who names a TURN server without an account. */
const HINT = ' A coturn with a shared secret is set up by VR_TURN_URLS and VR_TURN_SECRET.';
/** Calls across two NATs need STUN, so there is one unless the operator names other servers, or none (`[]`). */
const DEFAULT_ICE: IceConfig = { servers: [{ urls: 'stun:stun.cloudflare.com:3478' }] };

/** A variable as text without the space around it; `undefined` if it is unset or empty. */
export function setting(env: Env, name: string): string | undefined {
  const value = env[name];
  const text = value === undefined || value === null ? '' : String(value).trim();
  return text || undefined;
}

/**
 * Whether the page asked for a server on its own machine. Behind a proxy the name of the host says nothing about who
 * is asking, so then it is not.
 */
export function isLocal(asked: { url: string; headers?: { get(name: string): string | null } }): boolean {
  const { hostname } = new URL(asked.url);
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host'].some((name) =>
    asked.headers?.get(name),
  );
  return !forwarded && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

/** Seats of a room: VR_CAPACITY, 2 to 16; default 8. */
export function capacityOf(env: Env, warn: Warn): number {
  const text = setting(env, 'VR_CAPACITY');
  if (text === undefined) return DEFAULT_CAPACITY;
  const capacity = Number(text);
  if (Number.isInteger(capacity) && capacity >= 2 && capacity <= MAX_CAPACITY) return capacity;
  warn(`VR_CAPACITY is not a whole number from 2 to ${MAX_CAPACITY}: rooms have ${DEFAULT_CAPACITY} seats.`);
  return DEFAULT_CAPACITY;
}

/** Whether newcomers wait to be let in: VR_WAITING_ROOM, `1` or `0`; default no. A bad value closes the door rather than opening it. */
export function waitingRoomOf(env: Env, warn: Warn): boolean {
  const text = setting(env, 'VR_WAITING_ROOM') ?? '0';
  if (text !== '0' && text !== '1') warn('VR_WAITING_ROOM is neither 1 nor 0: newcomers wait to be let in.');
  return text !== '0';
}

/** ICE servers that the operator names: VR_ICE_SERVERS, a JSON array of RTCIceServer; without those that are bad. `undefined` if it is unset or has no good one. */
export function ownIceOf(env: Env, warn: Warn): IceConfig['servers'] | undefined {
  const text = setting(env, 'VR_ICE_SERVERS');
  if (text === undefined) return undefined;
  // The value is not repeated: it may hold a credential.
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
 * ICE servers without a TURN provider: those that the operator names. Default: one public STUN server, and none at all
 * on localhost, where no third party is to be asked anything.
 */
export function iceOf(env: Env, local: boolean, warn: Warn): IceConfig {
  const servers = ownIceOf(env, warn);
  if (servers) return { servers };
  return local ? { servers: [] } : DEFAULT_ICE;
}

/** A `warn` that says each thing once, however often it happens. */
export function warnOnce(write: Warn): Warn {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    write(`video-room: ${text}`);
  };
}
