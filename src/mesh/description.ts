/**
 * Reads what we must know of a session description, and refuses those that are not one of ours. Browsers are more lenient than we are:
 * for Firefox 153 `a=FINGERPRINT:…`, `a=fingerprint …` and `a= fingerprint:…` are fingerprints too, and one that fits is enough. What
 * is read here in another way than there would let somebody else's certificate pass, so everything has to have one form.
 */
import { M_LINES } from './slots.js';

/** What identifies a description. */
export interface DescriptionFacts {
  /** Fingerprint of the certificate, in lower case; it is pinned for a participant's session. */
  fingerprint: string;
  /** Names the ICE generation that candidates belong to. */
  ufrag: string;
}

/** As browsers write them: ASCII, names of attributes in lower case and nothing around them, every line ended alike (RFC 8866 §9). */
const LINES = /^([b-z]=[ -~]*\r\n|a=[a-z\d-]+(:[ -~]*)?\r\n)+$/;
/** RFC 8122 §5. */
const FINGERPRINT = /^:(sha-256 [\da-f]{2}(:[\da-f]{2}){31})$/i;
/** Of a certificate that somebody else vouches for, or of keys that are not negotiated. */
const FOREIGN = /^a=(identity|crypto)/m;

const all = (sdp: string, field: RegExp): string[] =>
  [...sdp.matchAll(field)].map(([, value]) => value ?? '');

/**
 * The facts of a description, or `undefined` when it is not written as browsers write, has not exactly our slots in our order, not
 * exactly one fingerprint, of SHA-256, or not exactly one ICE user name (RFC 8829 §5.2.1), however often it says them.
 */
export function describe(sdp: string): DescriptionFacts | undefined {
  const [fingerprint, ...others] = new Set(all(sdp, /^a=fingerprint(.*)\r$/gm));
  const [ufrag, ...more] = new Set(all(sdp, /^a=ice-ufrag:(.*)\r$/gm));
  const [, pinned] = FINGERPRINT.exec(fingerprint ?? '') ?? [];
  const ours = all(sdp, /^m=(\S*)/gm).join(' ') === M_LINES;
  return LINES.test(sdp) && !FOREIGN.test(sdp) && ours && pinned && ufrag && !others.length && !more.length
    ? { fingerprint: pinned.toLowerCase(), ufrag }
    : undefined;
}

/**
 * The description without candidates. New ICE credentials and candidates in one description make libwebrtc drop the
 * selected pair at once (issues.webrtc.org/543082385); apart, the old path carries media until the new one is up.
 */
export function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=(candidate|end-of-candidates).*\r?\n/gm, '');
}

/**
 * An offer to restart ICE that says which DTLS role is ours, once there is one. Where it is left open Firefox 153 always answers
 * "active", which Chromium refuses if it is active itself; said too early, Chromium refuses that.
 */
export function restartOffer(sdp: string, role: 'active' | 'passive' | 'actpass'): string {
  return withoutCandidates(sdp).replaceAll('setup:actpass', `setup:${role}`);
}

/** Whether a description was made by Firefox. */
export const isFirefox = (sdp = ''): boolean => /^o=mozilla/m.test(sdp);
