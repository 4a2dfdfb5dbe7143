/**
 * The guard at the edge: who may open a socket to which room, decided before a room object exists.
 * Takes a URL, headers and the environment, gives a verdict. Never reads cookies, never does I/O; what a host's own
 * `authorize` does is the host's business.
 */
import { CLOSE_CODES, canonicalRoom, type PartyErrorCode } from '../src/protocol/index.js';
import { type Admission, type Claims, GUEST, readAdmission, TOKENLESS } from './claims.js';
import { KeyRing } from './keys.js';
import { type Env, isLocal, setting, type Warn } from './settings.js';
import { checkToken } from './token.js';

/** Longest URL that is looked at, in characters: a token is at most 3 kB. */
const MAX_URL = 4096;
/**
 * The only path there is; which party it is has been the platform's choice. `/party/<room>`, short for `main`, is none. Clients add
 * a part that is new at every dial.
 */
const PATH = /^(\/parties\/([\w-]+)\/([^/]+))(\/[\da-f]{32})?$/;

/** What the guard looks at; a `Request` is one. */
export interface Asked {
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /** Of requests that came by Cloudflare's edge. */
  readonly cf?: unknown;
}

/**
 * A host's own way to decide who may come in, instead of VR_ACCESS and tokens. Asked at each dial, and once more when a page
 * is closed (a POST). `room` is canonical. `true`: as a member · an object: as whom · a code, or anything else: not.
 */
export type Authorize<R> = (request: R, room: string, env: Env) => Decision | Promise<Decision>;

/** See {@link Authorize}. `null`, `undefined` and `false` are no. */
export type Decision = Admission | PartyErrorCode | boolean | null | undefined;

/**
 * `pass`: let it in under `url`, as whoever `claims` says · `refuse`: accept the socket, say `code`, close it, for a browser
 * cannot read the status of a refused handshake and would dial for ever · `not-found`: nothing of ours, plain 404.
 */
export type Verdict =
  | { kind: 'pass'; url: string; claims: Claims }
  | { kind: 'refuse'; code: PartyErrorCode }
  | { kind: 'not-found' };

/** What is asked for: a socket, or to be heard once by HTTP, by a page that is being closed. */
export type Purpose = 'socket' | 'farewell';

export class Guard<R extends Asked = Asked> {
  readonly #warn: Warn;
  readonly #authorize: Authorize<R> | undefined;
  readonly #now: () => number;
  readonly #keys = new KeyRing();

  /** `warn` is told what the operator should know, each time it matters. */
  constructor(warn: Warn, authorize?: Authorize<R>, now: () => number = Date.now) {
    this.#warn = warn;
    this.#authorize = authorize;
    this.#now = now;
  }

  /**
   * Decides about one request. Rejects only when `authorize` does. `local`: the page runs on the party's own machine; a
   * platform that knows the other end's address can tell better than the request's host name does.
   */
  async check(
    asked: R,
    env: Env,
    purpose: Purpose = 'socket',
    local: boolean = isLocal(asked),
  ): Promise<Verdict> {
    const url = new URL(asked.url);
    const [, path, party, name] = PATH.exec(url.pathname) ?? [];
    // Names that every object has name no party.
    if (!path || !party || !name || party in {}) return { kind: 'not-found' };
    const code = refusal(asked, name, env);
    const claims = code ?? (await this.#who(asked, url, name, { env, purpose, local }));
    if (typeof claims === 'string') return { kind: 'refuse', code: claims };
    // The client's `_pk` would become the connection's id: two alike break the platform (B3). The rest of the query goes
    // too: it may hold a token, and would be kept with the socket.
    url.pathname = path;
    url.search = `?_pk=${crypto.randomUUID()}`;
    url.hash = '';
    const sender = await senderOf(asked);
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
    // Where everyone may come in, a token still says who somebody is; but then it has to be good.
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
      // A call outlasts its tokens: whoever says that they have a seat is judged by the room, which knows.
      allowLate: purpose === 'farewell' || searchParams.has('back'),
    });
  }
}

/**
 * From where somebody dials, where the platform tells (Cloudflare), so that whoever opens many sockets gets in their own way only.
 * A number made of it, never the address itself: of IPv6 the network, for a machine there has as many addresses as it likes.
 */
async function senderOf({ headers, cf }: Asked): Promise<string | undefined> {
  // Anywhere else the header is whatever a client says.
  const address = cf ? headers.get('cf-connecting-ip') : null;
  if (!address) return undefined;
  const network = address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`video-room ${network}`));
  return Array.from(new Uint8Array(hash, 0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What must be in order whoever asks. */
function refusal(asked: Asked, name: string, env: Env): PartyErrorCode | undefined {
  // The raw name: `%61` would be another room than `a` to the platform, and the same to people.
  if (canonicalRoom(name) !== name) return 'room-invalid';
  if (asked.url.length > MAX_URL) return 'bad-message';
  const origins = setting(env, 'VR_ORIGINS');
  return origins && !originAllowed(asked.headers.get('origin'), origins) ? 'forbidden' : undefined;
}

/** What a host's `authorize` has said; whatever is neither yes nor somebody is no. */
function judge(said: unknown): Claims | PartyErrorCode {
  if (said === true) return GUEST;
  if (typeof said === 'object' && said !== null) return readAdmission(said);
  return typeof said === 'string' && Object.hasOwn(CLOSE_CODES, said)
    ? (said as PartyErrorCode)
    : 'forbidden';
}

/** Who may come in: what VR_ACCESS says; unset, anyone on this very machine, else whoever has a token, else nobody. */
function accessMode(local: boolean, env: Env, warn: Warn): 'open' | 'token' | 'deny' {
  const mode = setting(env, 'VR_ACCESS');
  if (mode === 'open' || mode === 'token' || mode === 'deny') return mode;
  if (mode) {
    // What it says is not repeated: it may be a key that was pasted into the wrong place.
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
 * Whether a page of that origin may dial. `list`: origins such as `https://app.example`, divided by commas or spaces;
 * `https://*.app.example` stands for every subdomain, not for `app.example` itself. No origin at all is not allowed.
 */
function originAllowed(origin: string | null, list: string): boolean {
  const page = origin && URL.canParse(origin) ? new URL(origin) : undefined;
  if (!page) return false;
  return list.split(/[\s,]+/).some((entry) => {
    const [, scheme, suffix] = /^(https?:\/\/)\*(\..+)$/.exec(entry) ?? [];
    // Compared as parsed origins, never as text: `https://app.example.evil.example` starts with a good one.
    const wanted = scheme ? `${scheme}wildcard${suffix}` : entry;
    if (!URL.canParse(wanted)) return false;
    const allowed = new URL(wanted);
    if (allowed.protocol !== page.protocol || allowed.port !== page.port) return false;
    if (!scheme) return allowed.hostname === page.hostname;
    return page.hostname.endsWith(allowed.hostname.slice('wildcard'.length));
  });
}
