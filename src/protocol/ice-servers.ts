/**
 * ICE servers from outside: the host's attribute or function, the operator's variable, a TURN provider's answer, a frame of the party.
 * Owns which of them a browser takes. With a single other one `new RTCPeerConnection` throws, and there is no call at all.
 */
import { MAX_ICE_SERVERS } from './limits.js';

/** One that browsers take. */
export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** What was found, and why the rest is left out: a reason for each, with its place in the list, never with what is in it. */
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

/** RFC 7064 and RFC 7065, as browsers read them: no slashes, no query after `stun:`, of TURN's only the transport. */
const ADDRESS =
  /^(?<scheme>stuns?|turns?):(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::(?<port>\d{1,5}))?(?<query>\?transport=(?:udp|tcp))?$/iu;

/** Whether browsers take this address of a STUN or TURN server. */
export function isIceAddress(url: string): boolean {
  const { scheme, port, query } = ADDRESS.exec(url)?.groups ?? {};
  if (!scheme || (query && scheme.toLowerCase().startsWith('stun'))) return false;
  return port === undefined || (Number(port) > 0 && Number(port) <= MAX_PORT);
}

export const isTurnAddress = (url: string): boolean => /^turns?:/i.test(url);

/** Whether one of its addresses is that of a TURN server. */
export const isTurnServer = ({ urls }: IceServer): boolean => [urls].flat().some(isTurnAddress);

/**
 * Reads anything: a list, a single server, or the whole answer of a provider, in which one of these is somewhere. Takes the older
 * names of the fields too (`url`, `password`). Never throws.
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

/** What providers wrap their servers in: Twilio, Cloudflare and Xirsys, in this order. */
const WRAPPERS = ['ice_servers', 'iceServers', 'v', 'd'];
/** How deep wrappers may lie in each other. */
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

/** Good addresses are kept where others of the same server are not. */
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

/** TURN takes both, and STUN neither. */
function accountOf(username: unknown, credential: unknown): Omit<IceServer, 'urls'> | undefined {
  if (typeof username !== 'string' || typeof credential !== 'string' || !username || !credential)
    return undefined;
  if (new TextEncoder().encode(username).length > MAX_USERNAME_BYTES) return undefined;
  return credential.length > MAX_CREDENTIAL_LENGTH ? undefined : { username, credential };
}
