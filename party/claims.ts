/**
 * Who somebody is and what they may do, as the guard has found out: read from a token or from what a host's `authorize`
 * says, and carried from the edge to the room. Knows no keys and no signatures.
 */
import { cleanName, GRANTS, type Grant, MAX_NAME_BYTES, MEMBER_GRANTS } from '../src/protocol/index.js';
import { bool, list, Malformed, object, oneOf, optional, type Schema, text } from '../src/protocol/schema.js';

/** The header that carries {@link Claims} from the edge to the room. The edge overwrites whatever a client sends. */
export const CLAIMS_HEADER = 'x-vr-claims';

/** Shorthands for grants. */
export const ROLES = {
  host: GRANTS,
  member: ['publish', 'chat'],
  viewer: [],
} as const satisfies Record<string, readonly Grant[]>;

export type Role = keyof typeof ROLES;

/** Longest `sub`, in UTF-16 units: it is kept with each socket, where there is little room. */
const MAX_SUB = 128;

/** What a token, or `authorize`, may say about somebody. */
export interface Admission {
  /** Who it is, for the party alone: at most 128 characters, the same for the same person. Binds the way back to them. */
  sub?: string;
  /** Their name; wins over the one they type. */
  name?: string;
  /** Shorthand for grants; default `member`. */
  role?: Role;
  /** Instead of `role`: exactly these. Words that this version does not know count for nothing. */
  grants?: readonly string[];
  /** In seconds since 1970; only `eject` makes something of it here. */
  exp?: number;
  /** The socket is closed at `exp`, unless there is a new token by then; otherwise a call outlasts its token. */
  eject?: boolean;
}

/** The same, checked and small enough to be kept with a socket. */
export interface Claims {
  /** Empty: the same anonymous person as everyone else. */
  sub: string;
  /** Clean; empty: they may choose one. */
  name: string;
  /** One bit per word of GRANTS. */
  grants: number;
  /** When the socket is closed, in milliseconds since 1970; absent: it is not. */
  ends?: number;
  /** When that was said, in seconds since 1970: of two tokens the one issued later counts. Absent: just now. */
  issued?: number;
  /** From where the socket was opened, as a number that says no more than whether two are from the same place. */
  sender?: string;
  /** The token has expired. It says who somebody is, on the way back to their seat, and is good for nothing else. */
  late?: boolean;
}

/** Whoever enters an open room without a token. */
export const GUEST: Claims = { sub: '', name: '', grants: MEMBER_GRANTS };

/** The same where others may have tokens: having none comes before every token. */
export const TOKENLESS: Claims = { ...GUEST, issued: 0 };

const subject: Schema<string> = (value) => {
  const sub = text(4 * MAX_SUB)(value);
  if (sub.length > MAX_SUB) throw new Malformed();
  return sub;
};

const moment: Schema<number> = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Malformed();
  return value;
};

const fields = object({
  sub: optional(subject),
  name: optional(text(MAX_NAME_BYTES)),
  role: optional(oneOf(Object.keys(ROLES) as Role[])),
  grants: optional(list(text(64), 64)),
  exp: optional(moment),
  eject: optional(bool),
});

/** Checks what is said about somebody; throws a `Malformed` with the name of the field that is wrong. */
export function readAdmission(said: unknown): Claims {
  const { sub = '', name = '', role = 'member', grants = ROLES[role], exp, eject } = fields(said);
  if (eject && exp === undefined) throw new Malformed('exp');
  const claims: Claims = { sub, name: cleanName(name), grants: bitsOf(grants) };
  return eject ? { ...claims, ends: exp! * 1000 } : claims;
}

function bitsOf(words: readonly string[]): number {
  return GRANTS.reduce((bits, word, n) => (words.includes(word) ? bits | (1 << n) : bits), 0);
}

/** The words that bits stand for. */
export function grantWords(bits: number): Grant[] {
  return GRANTS.filter((_, n) => bits & (1 << n));
}

/** As the value of a header: ASCII, whatever the name is. */
export function encodeClaims(claims: Claims): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  return btoa(String.fromCharCode(...bytes));
}

/** Throws when there is none: then nobody came by way of the guard. */
export function decodeClaims(header: string | null): Claims {
  if (!header) throw new Error('a socket came past the guard');
  const bytes = Uint8Array.from(atob(header), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
