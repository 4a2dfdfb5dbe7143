/** Certificate pinning: which certificate belongs to which participant, and which ones a link really uses. */
import { parseDescription } from './description.js';

/**
 * Pins the first certificate of each participant's page. No other certificate is accepted for it, by any route, even if the link
 * is rebuilt.
 */
export class CertificatePins {
  readonly #first = new Map<string, string>();

  fits({ id, sid }: { id: string; sid: string }, fingerprint: string | undefined): boolean {
    if (!fingerprint) return false;
    const page = `${id} ${sid}`;
    const first = this.#first.get(page) ?? fingerprint;
    this.#first.set(page, first);
    return fingerprint === first;
  }
}

/** The certificate of the remote end, as DER; `undefined` before it is known and where the browser does not expose it. */
export const usedBy = ({ sctp }: RTCPeerConnection): ArrayBuffer | undefined =>
  sctp?.transport.getRemoteCertificates?.()[0];

/** The fingerprints of the certificates at both ends, as this end sees them; `undefined` while there is no path. */
export async function endsOf(
  connection: RTCPeerConnection,
): Promise<[ours: string, theirs: string] | undefined> {
  const [ours, described] = [connection.currentLocalDescription, connection.currentRemoteDescription].map(
    (description) => parseDescription(description?.sdp ?? '')?.fingerprint,
  );
  const used = usedBy(connection);
  const theirs = used ? await fingerprintOf(used) : described;
  return ours && theirs ? [ours, theirs] : undefined;
}

/** The fingerprint of a certificate as descriptions write it (RFC 8122 §5), in lower case. */
export async function fingerprintOf(certificate: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', certificate));
  return `sha-256 ${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
}
