/**
 * The identity and permissions of a participant, as decided at the edge from a token or a host's `authorize`, and carried from
 * the edge to the room. Knows no keys and no signatures.
 */
import { cleanName, GRANTS, type Grant, MAX_NAME_BYTES, MEMBER_GRANTS } from '../../src/protocol/party.js';
import {
  bool,
  list,
  Malformed,
  object,
  oneOf,
  optional,
  type Schema,
  text,
} from '../../src/protocol/schema.js';

/** The header that carries {@link Claims} from the edge to the room. The edge overwrites the value of a client. */
export const CLAIMS_HEADER = 'x-vr-claims';

/** Shorthands for grants. */
export const ROLES = {
  host: GRANTS,
  member: ['publish', 'chat'],
  viewer: [],
} as const satisfies Record<string, readonly Grant[]>;

export type Role = keyof typeof ROLES;

/** Longest `sub`, in UTF-16 units: it is stored with each socket, where space is small. */
const MAX_SUB = 128;

/** The statements of a token, or of `authorize`, about a participant. */
export interface Admission {
  /** Identifies the person, for the party only: at most 128 characters, the same for the same person. Resume tokens are bound to it. */
  sub?: string | undefined;
  /** Their name; takes precedence over the typed one. */
  name?: string | undefined;
  /** Shorthand for grants; default `member`. */
  role?: Role | undefined;
  /** Exactly these grants, instead of `role`. Words that this version does not know are ignored. */
  grants?: readonly string[] | undefined;
  /** In seconds since 1970; used here only together with `eject`. */
  exp?: number | undefined;
  /** Close the socket at `exp`, unless there is a new token by then. Without it a call may outlast its token. */
  eject?: boolean | undefined;
}

/** The same, validated and small enough to be stored with a socket. */
export interface Claims {
  /** Empty: anonymous, the same for everyone without a token. */
  sub: string;
  /** Cleaned; empty: the participant may choose one. */
  name: string;
  /** One bit per word of GRANTS. */
  grants: number;
  /** When the socket is closed, in milliseconds since 1970; absent: never. */
  ends?: number;
  /** When it was issued, in seconds since 1970: of two tokens the later one counts. Absent: now. */
  issued?: number;
  /** Identifies the sender's network, as an opaque id. */
  sender?: string;
  /** The token has expired. It only confirms the identity of a client that resumes a membership. */
  late?: boolean;
}

/** A participant who enters an open room without a token. */
export const GUEST: Claims = { sub: '', name: '', grants: MEMBER_GRANTS };

/** The same where others may have tokens: having no token counts as older than every token. */
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

/** Validates an admission; throws a `Malformed` with the name of the invalid field. */
export function readAdmission(said: unknown): Claims {
  const { sub = '', name = '', role = 'member', grants = ROLES[role], exp, eject } = fields(said);
  if (eject && exp === undefined) throw new Malformed('exp');
  const claims: Claims = { sub, name: cleanName(name), grants: bitsOf(grants) };
  return eject ? { ...claims, ends: exp! * 1000 } : claims;
}

function bitsOf(words: readonly string[]): number {
  return GRANTS.reduce((bits, word, n) => (words.includes(word) ? bits | (1 << n) : bits), 0);
}

/** The words for the bits. */
export function grantWords(bits: number): Grant[] {
  return GRANTS.filter((_, n) => bits & (1 << n));
}

/** The value of the header: ASCII, even if the name is not. */
export function encodeClaims(claims: Claims): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  return btoa(String.fromCharCode(...bytes));
}

/** Throws if there is no header: the request did not pass the edge. */
export function decodeClaims(header: string | null): Claims {
  if (!header) throw new Error('a socket came past the guard');
  const bytes = Uint8Array.from(atob(header), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}
