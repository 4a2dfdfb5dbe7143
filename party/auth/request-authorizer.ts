/**
 * Decides at the edge who may open a socket to which room, before a room object exists. Takes a URL, headers and the environment,
 * and returns a verdict. Reads no cookies and does no I/O, except through a host's own `authorize`.
 */
import { CLOSE_CODES, canonicalRoom, type PartyErrorCode } from '../../src/protocol/party.js';
import { type Env, isLocal, setting, type Warn } from '../settings.js';
import { type Admission, type Claims, GUEST, readAdmission, TOKENLESS } from './claims.js';
import { KeyRing } from './keys.js';
import { checkToken } from './token.js';

/** Longest accepted URL, in characters: a token is at most 3 kB. */
const MAX_URL = 4096;
/**
 * The only valid path. The platform has already chosen the party. The short form `/party/<room>` for `main` is not accepted.
 * Clients append a part that is new for every dial.
 */
const PATH = /^(\/parties\/([\w-]+)\/([^/]+))(\/[\da-f]{32})?$/;

/** The parts of a request that are checked; a `Request` fits. */
export interface Asked {
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /** Present if the request came through Cloudflare's edge. */
  readonly cf?: unknown;
}

/**
 * A host's own access check, instead of VR_ACCESS and tokens. Called for each dial, and again when a page is closed (a POST).
 * `room` is canonical. `true`: accepted as a member · an object: accepted with this identity · a code, or anything else:
 * rejected.
 */
export type Authorize<R> = (request: R, room: string, env: Env) => Decision | Promise<Decision>;

/** See {@link Authorize}. `null`, `undefined` and `false` mean rejected. */
export type Decision = Admission | PartyErrorCode | boolean | null | undefined;

/**
 * `pass`: accept it under `url` with the identity `claims` · `refuse`: accept the socket, send `code` and close it, because a
 * browser cannot read the status of a rejected handshake and would dial forever · `not-found`: not our path, plain 404.
 */
export type AuthorizationResult =
  | { kind: 'pass'; url: string; claims: Claims }
  | { kind: 'refuse'; code: PartyErrorCode }
  | { kind: 'not-found' };

/** What the request is for: a socket, or a leave beacon, a single POST from a page that is being closed. */
export type Purpose = 'socket' | 'leave-beacon';

/** Facts about the client that only the platform knows. */
export interface Caller {
  /** Whether the page runs on the party's own machine; default: decided by the host name of the request. */
  isLocal?: boolean | undefined;
  /** IP address of the client; default: the one that Cloudflare reports. */
  address?: string | undefined;
}

export class RequestAuthorizer<R extends Asked = Asked> {
  readonly #warn: Warn;
  readonly #authorize: Authorize<R> | undefined;
  readonly #now: () => number;
  readonly #keys = new KeyRing();

  /** `warn` gets messages for the operator, each time they apply. */
  constructor(warn: Warn, authorize?: Authorize<R>, now: () => number = Date.now) {
    this.#warn = warn;
    this.#authorize = authorize;
    this.#now = now;
  }

  /** Decides about one request. Rejects only if `authorize` does. */
  async check(
    asked: R,
    env: Env,
    purpose: Purpose = 'socket',
    caller: Caller = {},
  ): Promise<AuthorizationResult> {
    const local = caller.isLocal ?? isLocal(asked);
    const url = new URL(asked.url);
    const [, path, party, name] = PATH.exec(url.pathname) ?? [];
    // Names that every object has are not names of a party.
    if (!path || !party || !name || party in {}) return { kind: 'not-found' };
    const code = refusal(asked, name, env, this.#warn);
    const claims = code ?? (await this.#who(asked, url, name, { env, purpose, local }));
    if (typeof claims === 'string') return { kind: 'refuse', code: claims };
    // The client's `_pk` would become the connection's id, and two equal ids break the platform (B3). The rest of the query is
    // removed too: it may contain a token, and would be stored with the socket.
    url.pathname = path;
    url.search = `?_pk=${crypto.randomUUID()}`;
    url.hash = '';
    const sender = await senderOf(caller.address ?? cloudflareAddress(asked));
    return { kind: 'pass', url: url.href, claims: sender ? { ...claims, sender } : claims };
  }

  async #who(
    asked: R,
    { searchParams }: URL,
    room: string,
    { env, purpose, local }: { env: Env; purpose: Purpose; local: boolean },
  ): Promise<Claims | PartyErrorCode> {
    if (this.#authorize) return judge(await this.#authorize(asked, room, env));
    const mode = accessMode(local, env, this.#warn);
    if (mode === 'deny') return 'forbidden';
    const [token, keys] = [searchParams.get('token'), setting(env, 'VR_KEYS')];
    // In an open party a token still sets the identity, but then it has to be valid.
    if (mode === 'open' && !(token && keys)) return TOKENLESS;
    if (!keys)
      this.#warn('every token is refused, because VR_KEYS is not set. Make a key with: npx video-room keys.');
    if (!token) return 'token-missing';
    return checkToken(token, {
      room,
      env,
      keys: keys ? await this.#keys.read(keys, this.#warn) : [],
      now: this.#now(),
      warn: this.#warn,
      // A call lasts longer than its tokens: for a client that claims a membership, the room decides.
      allowLate: purpose === 'leave-beacon' || searchParams.has('back'),
    });
  }
}

/** On other platforms a client could set this header to anything. */
const cloudflareAddress = ({ headers, cf }: Asked) => (cf ? headers.get('cf-connecting-ip') : null);

/**
 * An id for the sender's network, where the platform knows the address, so that a client that opens many sockets only displaces
 * its own. It is a hash, never the address itself.
 */
async function senderOf(address: string | null): Promise<string | undefined> {
  if (!address) return undefined;
  const network = new TextEncoder().encode(`video-room ${networkOf(address)}`);
  const hash = await crypto.subtle.digest('SHA-256', network);
  return Array.from(new Uint8Array(hash, 0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** An IPv4 address as it is; of IPv6 the first 64 bits, because one machine has any number of addresses in such a network. */
function networkOf(address: string): string {
  const mapped = address.toLowerCase().split('::ffff:')[1];
  if (mapped?.includes('.')) return mapped;
  if (!address.includes(':')) return address;
  // `::` stands for the zeros that are missing to eight groups.
  const [before = [], after] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = after ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : [];
  const groups = [...before, ...zeros, ...(after ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}

/** Checks that apply to every client. */
function refusal(asked: Asked, name: string, env: Env, warn: Warn): PartyErrorCode | undefined {
  // Compares the raw name: for the platform `%61` would be another room than `a`, but for people the same.
  if (canonicalRoom(name) !== name) return 'room-invalid';
  if (asked.url.length > MAX_URL) return 'bad-message';
  const origins = setting(env, 'VR_ORIGINS');
  return origins && !originAllowed(asked.headers.get('origin'), origins, warn) ? 'forbidden' : undefined;
}

/** Interprets the result of a host's `authorize`. Anything that is neither a clear yes nor an identity is a no. */
function judge(said: unknown): Claims | PartyErrorCode {
  if (said === true) return GUEST;
  if (typeof said === 'object' && said !== null) return readAdmission(said);
  return typeof said === 'string' && Object.hasOwn(CLOSE_CODES, said)
    ? (said as PartyErrorCode)
    : 'forbidden';
}

/** The access mode: VR_ACCESS, or if it is unset, `open` on this machine, `token` if keys are configured, otherwise `deny`. */
function accessMode(local: boolean, env: Env, warn: Warn): 'open' | 'token' | 'deny' {
  const mode = setting(env, 'VR_ACCESS');
  if (mode === 'open' || mode === 'token' || mode === 'deny') return mode;
  if (mode) {
    // The value is not logged: it may be a key that was pasted into the wrong variable.
    warn('VR_ACCESS is not one of open, token, deny: everyone is refused.');
    return 'deny';
  }
  if (local) return 'open';
  if (setting(env, 'VR_KEYS')) return 'token';
  warn(
    'everyone is refused, because nothing says who may come in. To let in everyone who knows the name of a room, set ' +
      'VR_ACCESS=open: in the environment of npx video-room serve, in .env for npm start and partykit dev, with ' +
      'npx wrangler secret put VR_ACCESS on Cloudflare. To let in everyone who has a token, set VR_KEYS, which npx video-room keys makes.',
  );
  return 'deny';
}

/**
 * Whether a page of that origin may dial. `list`: origins such as `https://app.example`, separated by commas or spaces.
 * `https://*.app.example` means every subdomain, but not `app.example` itself. A request without an origin is not allowed.
 */
function originAllowed(origin: string | null, list: string, warn: Warn): boolean {
  const entries = list.split(/[\s,]+/).filter(Boolean);
  if (entries.some((entry) => !/^https?:\/\//.test(entry)))
    warn('VR_ORIGINS has an entry without https:// or http://: it matches no page.');
  const page = origin && URL.canParse(origin) ? new URL(origin) : undefined;
  if (!page) return false;
  return entries.some((entry) => {
    const [, scheme, suffix] = /^(https?:\/\/)\*(\..+)$/.exec(entry) ?? [];
    // Compares parsed origins, never text: `https://app.example.evil.example` starts with an allowed one.
    const wanted = scheme ? `${scheme}wildcard${suffix}` : entry;
    if (!URL.canParse(wanted)) return false;
    const allowed = new URL(wanted);
    if (allowed.protocol !== page.protocol || allowed.port !== page.port) return false;
    if (!scheme) return allowed.hostname === page.hostname;
    return page.hostname.endsWith(allowed.hostname.slice('wildcard'.length));
  });
}
