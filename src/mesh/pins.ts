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
