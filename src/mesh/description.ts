/** Reads what we must know of a session description, and refuses those that are not one of ours. */
import { M_LINES } from './slots.js';

/** What identifies a description. */
export interface DescriptionFacts {
  /** Fingerprint of the certificate, in lower case; it is pinned for a participant's session. */
  fingerprint: string;
  /** Names the ICE generation that candidates belong to. */
  ufrag: string;
}

const all = (sdp: string, field: RegExp): string[] =>
  Array.from(sdp.matchAll(field), ([, value]) => value ?? '');

/**
 * The facts of a description, or `undefined` when it has not exactly our slots in our order,
 * not exactly one SHA-256 fingerprint, or no ICE user name (RFC 8829 §5.2.1).
 */
export function describe(sdp: string): DescriptionFacts | undefined {
  const fingerprints = new Set(all(sdp, /^a=fingerprint:(.+?)\r?$/gm).map((line) => line.toLowerCase()));
  const [fingerprint = ''] = fingerprints;
  const [ufrag] = all(sdp, /^a=ice-ufrag:(\S+)\r?$/gm);
  const ours = all(sdp, /^m=(\w+) /gm).join(' ') === M_LINES;
  return ours && ufrag && fingerprints.size === 1 && fingerprint.startsWith('sha-256 ')
    ? { fingerprint, ufrag }
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
