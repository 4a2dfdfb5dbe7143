/**
 * What the tokens of one participant allow, in the order in which they were issued. A participant who comes back to a seat keeps
 * the terms of the newest valid token that the room has seen. An expired token changes nothing: it only confirms who they are. Pure.
 */
import { isSealedName, MEMBER_GRANTS } from '../src/protocol/index.js';
import type { Claims } from './claims.js';

/** What a seat, or the way back to it, keeps of the newest valid token. */
export interface Terms {
  /** What they may do; absent: what members may. */
  grants?: number;
  /** When the newest valid token was issued, in seconds since 1970; absent: nobody has shown a token. */
  issued?: number;
  /** The newest valid token has `eject`: access ends then, in milliseconds since 1970. */
  ends?: number;
  /** The name is from a token, so it is not theirs to choose. */
  named?: boolean;
}

/** What the room keeps of claims that it has accepted. `name`: the one of the seat. */
export function termsOf({ grants, issued, ends, named }: Claims & Terms, name: string): Terms {
  return pickTerms({
    grants: grants === MEMBER_GRANTS ? undefined : grants,
    issued: issued || undefined,
    ends,
    named: (named && !isSealedName(name)) || undefined,
  });
}

/** The terms of a seat, without what is not there. */
export function pickTerms({
  grants,
  issued,
  ends,
  named,
}: { [K in keyof Terms]: Terms[K] | undefined }): Terms {
  return {
    ...(grants !== undefined && { grants }),
    ...(issued !== undefined && { issued }),
    ...(ends !== undefined && { ends }),
    ...(named !== undefined && { named }),
  };
}

/** Puts new terms in the place of earlier ones. Returns whether anything is different now. */
export function replaceTerms(target: Terms, terms: Terms): boolean {
  const before = JSON.stringify(pickTerms(target));
  for (const key of ['grants', 'issued', 'ends', 'named'] as const) delete target[key];
  Object.assign(target, terms);
  return JSON.stringify(pickTerms(target)) !== before;
}

/**
 * What `claims` are worth to somebody who comes back to a seat that was taken on `terms`, under `name`. A newer token is taken as it is.
 * An older one may take something away and adds nothing. An expired one does neither.
 */
export function renew(claims: Claims & Terms, terms: Terms, name: string): Claims & Terms {
  const { sub, late } = claims;
  const { grants = MEMBER_GRANTS, issued = 0, ends = Number.POSITIVE_INFINITY, named } = terms;
  if (!late && (claims.issued ?? Number.POSITIVE_INFINITY) >= issued) return claims;
  const end = late ? ends : Math.min(ends, claims.ends ?? Number.POSITIVE_INFINITY);
  const chosen = late ? '' : claims.name;
  return {
    sub,
    name: named ? name : chosen,
    grants: late ? grants : grants & claims.grants,
    ...pickTerms({
      issued,
      ends: end < Number.POSITIVE_INFINITY ? end : undefined,
      named: named || (!!chosen && claims.named) || undefined,
    }),
    ...(late && { late }),
  };
}
