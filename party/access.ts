/**
 * The guard at the edge: who may open a socket to which room, decided before a room object exists.
 * Pure: takes a URL, headers and the environment, gives a verdict. Never reads cookies, never does I/O.
 */
import { canonicalRoom, type PartyErrorCode } from '../src/protocol/index.js';
import { type Env, isLocal, setting, type Warn } from './settings.js';

/** Longest URL that is looked at, in characters: a token is at most 3 kB. */
const MAX_URL = 4096;
/** The only path there is. `/party/<room>`, which PartyKit also takes for `main`, is not. */
const PATH = /^\/parties\/main\/([^/]+)$/;

/** What the guard looks at; a `Request` is one. */
export interface Asked {
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

/**
 * `pass`: let it in under `url` · `refuse`: accept the socket, say `code`, close it, for a browser cannot read the
 * status of a refused handshake and would dial for ever · `not-found`: nothing of ours, plain 404.
 */
export type Verdict =
  | { kind: 'pass'; url: string }
  | { kind: 'refuse'; code: PartyErrorCode }
  | { kind: 'not-found' };

/** Decides about one request for a socket. `warn` is told what the operator should set, each time it matters. */
export function checkAccess(asked: Asked, env: Env, warn: Warn): Verdict {
  const url = new URL(asked.url);
  const name = PATH.exec(url.pathname)?.[1];
  if (name === undefined) return { kind: 'not-found' };
  const code = refusal(asked, url, name, env, warn);
  if (code) return { kind: 'refuse', code };
  // The client's `_pk` would become the connection's id: two alike break the platform (B3). The rest of the query goes
  // too: it may hold a token, and would be kept with the socket.
  url.search = `?_pk=${crypto.randomUUID()}`;
  url.hash = '';
  return { kind: 'pass', url: url.href };
}

function refusal(asked: Asked, url: URL, name: string, env: Env, warn: Warn): PartyErrorCode | undefined {
  // The raw name: `%61` would be another room than `a` to the platform, and the same to people.
  if (canonicalRoom(name) !== name) return 'room-invalid';
  if (asked.url.length > MAX_URL) return 'bad-message';
  const origins = setting(env, 'VR_ORIGINS');
  if (origins && !originAllowed(asked.headers.get('origin'), origins)) return 'forbidden';
  switch (accessMode(asked, env, warn)) {
    case 'open':
      return undefined;
    case 'token':
      // Nothing can check tokens yet, so none is good: never the other way round.
      return url.searchParams.get('token') ? 'token-invalid' : 'token-missing';
    case 'deny':
      return 'forbidden';
  }
}

/** Who may come in: what VR_ACCESS says; unset, anyone on this very machine, else whoever has a token, else nobody. */
function accessMode(asked: Asked, env: Env, warn: Warn): 'open' | 'token' | 'deny' {
  const mode = setting(env, 'VR_ACCESS');
  if (mode === 'open' || mode === 'token' || mode === 'deny') return mode;
  if (mode) {
    warn(`VR_ACCESS=${mode} is not one of open, token, deny: everyone is refused.`);
    return 'deny';
  }
  if (isLocal(asked)) return 'open';
  if (setting(env, 'VR_KEYS')) return 'token';
  warn(
    'everyone is refused, because nothing says who may come in. To let in whoever knows the name of a room: ' +
      'npx partykit deploy --var VR_ACCESS=open (partykit dev: --var VR_ACCESS=open, or VR_ACCESS=open in .env).',
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
