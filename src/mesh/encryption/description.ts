/**
 * Extracts the facts that we need from a session description, and rejects descriptions that our own code cannot have made. The
 * check is strict because browsers are lenient: Firefox 153 also reads `a=FINGERPRINT:…`, `a=fingerprint …` and `a=
 * fingerprint:…` as fingerprints, and accepts the connection if one of them matches. If this parser read a line differently from
 * the browser, an attacker's certificate could pass.
 */
import { M_LINES } from '../connection/slots.js';

/** What identifies a description. */
export interface DescriptionFacts {
  /** Fingerprint of the certificate, in lower case. It is pinned for one session of a participant. */
  fingerprint: string;
  /** Names the ICE generation that candidates belong to. */
  ufrag: string;
}

/**
 * The form that browsers write: ASCII, lower-case attribute names without spaces around them, CRLF at the end of each line (RFC
 * 8866 §9).
 */
const LINES = /^([b-z]=[ -~]*\r\n|a=[a-z\d-]+(:[ -~]*)?\r\n)+$/;
/** RFC 8122 §5. */
const FINGERPRINT = /^:(sha-256 [\da-f]{2}(:[\da-f]{2}){31})$/i;
/**
 * What no browser writes for our slots, but browsers obey: certificates that a third party asserts, keys that are not negotiated, several
 * encodings of one picture, which our limits would not reach, and bitrates for which Chromium ignores congestion control.
 */
const FOREIGN = /^a=(identity|crypto|simulcast)|x-google-/im;

const all = (sdp: string, field: RegExp): string[] =>
  [...sdp.matchAll(field)].map(([, value]) => value ?? '');

/**
 * Returns the facts of a description. Returns `undefined` if it is not in the form that browsers write, does not have exactly our
 * slots in our order, or does not have exactly one SHA-256 fingerprint and one ICE user name (RFC 8829 §5.2.1). The same value
 * may appear several times.
 */
export function parseDescription(sdp: string): DescriptionFacts | undefined {
  const [fingerprint, ...others] = new Set(all(sdp, /^a=fingerprint(.*)\r$/gm));
  const [ufrag, ...more] = new Set(all(sdp, /^a=ice-ufrag:(.*)\r$/gm));
  const [, pinned] = FINGERPRINT.exec(fingerprint ?? '') ?? [];
  const ours = all(sdp, /^m=(\S*)/gm).join(' ') === M_LINES;
  return LINES.test(sdp) && !FOREIGN.test(sdp) && ours && pinned && ufrag && !others.length && !more.length
    ? { fingerprint: pinned.toLowerCase(), ufrag }
    : undefined;
}

/**
 * The description without candidates. If one description has new ICE credentials and candidates, libwebrtc drops the selected
 * pair at once (issues.webrtc.org/543082385). Sent separately, the old path carries media until the new one works.
 */
export function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=(candidate|end-of-candidates).*\r?\n/gm, '');
}

/**
 * An offer that restarts ICE and states our DTLS role, once there is one. If the role is left open, Firefox 153 always answers
 * "active", and Chromium refuses that if it is active itself. Chromium also refuses a role that is stated too early.
 */
export function restartOffer(sdp: string, role: 'active' | 'passive' | 'actpass'): string {
  return withoutCandidates(sdp).replaceAll('setup:actpass', `setup:${role}`);
}

/** Whether a description was made by Firefox. */
export const isFirefox = (sdp = ''): boolean => /^o=mozilla/m.test(sdp);
