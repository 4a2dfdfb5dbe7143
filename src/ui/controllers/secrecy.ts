/** Whether an element's calls have a secret. Owns the fetching of what reads it (`extras/secret.ts`): before that there is no stay. */
import type { Phase } from '../../room/state.js';
import type { SecretSource } from '../extras/secret.js';

interface Host {
  readonly secretFrom: string;
  readonly secret?: string | undefined;
  readonly state: Phase;
  requestUpdate(): void;
}

export class Secrecy {
  /**
   * Undefined where there is no secret; null where its code cannot be fetched, and so there is no call. That is for good: some browsers
   * do not ask again (https://github.com/whatwg/html/issues/6768), and after a deployment only another page knows where it is.
   */
  source: SecretSource | null | undefined;
  /** That code. */
  coming: Promise<void> | undefined;

  constructor(readonly host: Host) {}

  get problem() {
    return this.source === null ? 'server-unreachable' : (this.source?.problem ?? null);
  }

  /** The code is on its way, also when it is no longer asked for: until then there is no call, nor does one go on that has no secret. */
  isComing(): boolean {
    if (this.source !== undefined) return false;
    if (this.host.secretFrom)
      this.coming ??= import('../extras/secret.js')
        .then(({ SecretSource }) => new SecretSource())
        .catch(() => null)
        .then((source) => {
          this.source = source;
          this.host.requestUpdate();
        });
    return !!this.coming;
  }

  /** Whether to look again although no property has changed. */
  isDue(): boolean {
    return !!this.source?.isDue(this.host.state);
  }

  /** Reads what the page says of the secret at `place`; `true` when that is refused from now on. */
  read(place: string): boolean {
    const { secretFrom, secret, state } = this.host;
    return !!this.source?.read(secretFrom, secret, state, place);
  }
}
