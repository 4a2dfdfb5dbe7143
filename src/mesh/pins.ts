/** Certificates: which one counts for whom, and which ones a link is encrypted with. */
import { describe } from './description.js';

/**
 * The certificate that each participant's page has shown first: no other one counts for it, by whichever way it comes and however
 * often the link is begun anew.
 */
export class Pins {
  readonly #first = new Map<string, string>();

  fits({ id, sid }: { id: string; sid: string }, fingerprint: string | undefined): boolean {
    if (!fingerprint) return false;
    const page = `${id} ${sid}`;
    const first = this.#first.get(page) ?? fingerprint;
    this.#first.set(page, first);
    return fingerprint === first;
  }
}

/** The certificate that the other end of a connection uses, as DER; none before it is there, or where the browser does not tell. */
export const usedBy = ({ sctp }: RTCPeerConnection): ArrayBuffer | undefined =>
  sctp?.transport.getRemoteCertificates?.()[0];

/** The fingerprints of the certificates at our end and at theirs, as this end sees them; `undefined` while there is no path. */
export async function endsOf(
  connection: RTCPeerConnection,
): Promise<[ours: string, theirs: string] | undefined> {
  const [ours, described] = [connection.currentLocalDescription, connection.currentRemoteDescription].map(
    (description) => describe(description?.sdp ?? '')?.fingerprint,
  );
  const used = usedBy(connection);
  const theirs = used ? await fingerprintOf(used) : described;
  return ours && theirs ? [ours, theirs] : undefined;
}

/** The fingerprint of a certificate, as descriptions say it (RFC 8122 §5), in lower case. */
export async function fingerprintOf(certificate: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', certificate));
  return `sha-256 ${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
}
