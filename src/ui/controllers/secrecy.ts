/** Whether the calls of an element have a secret. Loads the code that reads it (`extras/secret.ts`): no session starts before that. */
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
   * `undefined`: there is no secret. `null`: its code cannot be loaded, so there is no call. That is final, because some browsers
   * do not load a failed module again (https://github.com/whatwg/html/issues/6768), and after a deployment only a new page knows
   * its address.
   */
  source: SecretSource | null | undefined;
  /** The pending load of that code. */
  coming: Promise<void> | undefined;

  constructor(readonly host: Host) {}

  get problem() {
    return this.source === null ? 'server-unreachable' : (this.source?.problem ?? null);
  }

  /**
   * Whether the code is being loaded, even if it is no longer needed: until then no call starts, and no call without a secret
   * continues.
   */
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

  /** Whether to read the secret again although no property has changed. */
  isDue(): boolean {
    return !!this.source?.isDue(this.host.state);
  }

  /** Reads the secret of the page at `place`; `true`: a new secret was rejected. */
  read(place: string): boolean {
    const { secretFrom, secret, state } = this.host;
    return !!this.source?.read(secretFrom, secret, state, place);
  }
}
