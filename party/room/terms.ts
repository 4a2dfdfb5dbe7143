/**
 * The terms of a participant: what their tokens allow, in the order of issue. A participant who resumes keeps the terms of the
 * newest valid token that the room has seen. An expired token changes nothing; it only confirms the identity. Pure.
 */
import { isEncryptedName, MEMBER_GRANTS } from '../../src/protocol/party.js';
import type { Claims } from '../auth/claims.js';

/** The part of the newest valid token that is stored with a membership, or with a departure. */
export interface Terms {
  /** Their permissions; absent: those of a member without a token. */
  grants?: number;
  /** When the newest valid token was issued, in seconds since 1970; absent: no token was shown. */
  issued?: number;
  /** The newest valid token has `eject`: access ends then, in milliseconds since 1970. */
  ends?: number;
  /** The name is from a token, so they cannot choose one. */
  named?: boolean;
}

/** The terms in accepted claims. `name`: the name of the membership. */
export function termsOf({ grants, issued, ends, named }: Claims & Terms, name: string): Terms {
  return pickTerms({
    grants: grants === MEMBER_GRANTS ? undefined : grants,
    issued: issued || undefined,
    ends,
    named: (named && !isEncryptedName(name)) || undefined,
  });
}

/** The terms of a membership, without absent fields. */
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

/** Replaces terms. Returns whether anything has changed. */
export function replaceTerms(target: Terms, terms: Terms): boolean {
  const before = JSON.stringify(pickTerms(target));
  for (const key of ['grants', 'issued', 'ends', 'named'] as const) delete target[key];
  Object.assign(target, terms);
  return JSON.stringify(pickTerms(target)) !== before;
}

/**
 * The effect of `claims` when a participant resumes a membership with these `terms` and `name`. A newer token is applied as it
 * is. An older one can only take permissions away. An expired one changes nothing.
 */
export function renew(claims: Claims & Terms, terms: Terms, name: string): Claims & Terms {
  const { sub, late } = claims;
  const { grants = MEMBER_GRANTS, issued = 0, ends = Number.POSITIVE_INFINITY, named } = terms;
  if (!late && (claims.issued ?? Number.POSITIVE_INFINITY) >= issued) return claims;
  const end = late ? ends : Math.min(ends, claims.ends ?? Number.POSITIVE_INFINITY);
  const chosen = late ? '' : claims.name;
  return {
    sub,
    // A departure keeps no name: then the older token says it.
    name: (named && name) || chosen,
    grants: late ? grants : grants & claims.grants,
    ...pickTerms({
      issued,
      ends: end < Number.POSITIVE_INFINITY ? end : undefined,
      named: named || (!!chosen && claims.named) || undefined,
    }),
    ...(late && { late }),
  };
}
