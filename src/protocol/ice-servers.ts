/**
 * Validates ICE servers from outside: the host page's attribute or function, the operator's variable, a TURN provider's response,
 * a frame of the party. Keeps the ones that browsers accept: with a single invalid one `new RTCPeerConnection` throws, and there
 * is no call at all.
 */
import { MAX_ICE_SERVERS } from './limits.js';

/** An ICE server that browsers accept. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** The valid servers, and one reason for each rejected entry. A reason has the position in the list, never the content. */
export interface IceServersRead {
  readonly servers: IceServer[];
  readonly refused: readonly string[];
}

const MAX_URLS = 16;
const MAX_URL_LENGTH = 1024;
/** Chromium and Firefox throw at a longer username (RFC 5389, 15.3: fewer than 513 bytes). */
const MAX_USERNAME_BYTES = 508;
const MAX_CREDENTIAL_LENGTH = 1024;
const MAX_PORT = 65_535;

/** RFC 7064 and RFC 7065 as browsers implement them: no slashes, no query after `stun:`, only `transport` for TURN. */
const ADDRESS =
  /^(?<scheme>stuns?|turns?):(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::(?<port>\d{1,5}))?(?<query>\?transport=(?:udp|tcp))?$/iu;

/** Whether browsers accept this address of a STUN or TURN server. */
export function isIceAddress(url: string): boolean {
  const { scheme, port, query } = ADDRESS.exec(url)?.groups ?? {};
  if (!scheme || (query && scheme.toLowerCase().startsWith('stun'))) return false;
  return port === undefined || (Number(port) > 0 && Number(port) <= MAX_PORT);
}

export const isTurnAddress = (url: string): boolean => /^turns?:/i.test(url);

/** Whether one of its addresses is a TURN address. */
export const isTurnServer = ({ urls }: IceServer): boolean => [urls].flat().some(isTurnAddress);

/**
 * Reads any value: a list, a single server, or a provider's whole response with one of these inside. Also accepts the older field
 * names `url` and `password`. Never throws.
 */
export function readIceServers(value: unknown): IceServersRead {
  const list = listIn(value);
  if (!list) return { servers: [], refused: ['not a list of ICE servers'] };
  const servers: IceServer[] = [];
  const refused: string[] = [];
  for (let index = 0; index < list.length; index += 1) {
    if (servers.length === MAX_ICE_SERVERS) {
      refused.push(`${index + 1} and later: more than ${MAX_ICE_SERVERS}`);
      break;
    }
    const item = list[index];
    const { server, reasons } = readServer(item);
    if (server) servers.push(server);
    refused.push(...reasons.map((reason) => `${index + 1}: ${reason}`));
  }
  return { servers, refused };
}

/** The fields in which Twilio, Cloudflare and Xirsys wrap their servers, in this order. */
const WRAPPERS = ['ice_servers', 'iceServers', 'v', 'd'];
/** Maximum nesting of wrappers. */
const MAX_DEPTH = 3;

function listIn(value: unknown, depth = 0): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined;
  const fields = value as Record<string, unknown>;
  if ('urls' in fields || 'url' in fields) return [fields];
  for (const name of WRAPPERS) {
    const list = listIn(fields[name], depth + 1);
    if (list) return list;
  }
  return undefined;
}

/** Keeps the valid addresses of a server and drops its invalid ones. */
function readServer(item: unknown): { server?: IceServer; reasons: string[] } {
  if (typeof item !== 'object' || item === null) return { reasons: ['not an object'] };
  const { urls, url, username, credential, password } = item as Record<string, unknown>;
  const addresses = [urls ?? url].flat().slice(0, MAX_URLS);
  const good = addresses
    .map((address) => (typeof address === 'string' && address.length <= MAX_URL_LENGTH ? address.trim() : ''))
    .filter(isIceAddress);
  const reasons = good.length < addresses.length ? ['an address that browsers do not take'] : [];
  const account = accountOf(username, credential ?? password);
  const usable = account ? good : good.filter((address) => !isTurnAddress(address));
  if (usable.length < good.length) reasons.push('a TURN server without username and credential');
  if (!usable.length) return { reasons: reasons.length ? reasons : ['without an address'] };
  const isSingle = typeof (urls ?? url) === 'string';
  return { server: { urls: isSingle ? usable[0]! : usable, ...account }, reasons };
}

/** TURN needs both, STUN has neither. */
function accountOf(username: unknown, credential: unknown): Omit<IceServer, 'urls'> | undefined {
  if (typeof username !== 'string' || typeof credential !== 'string' || !username || !credential)
    return undefined;
  if (new TextEncoder().encode(username).length > MAX_USERNAME_BYTES) return undefined;
  return credential.length > MAX_CREDENTIAL_LENGTH ? undefined : { username, credential };
}
