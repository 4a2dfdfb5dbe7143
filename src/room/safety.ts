/** Safety codes during one session: what has to be known before a code is requested, and whether a code changes afterwards. */
import type { Mesh } from '../mesh/mesh.js';
import type { Peer } from '../mesh/peer/peer.js';
import { LazyLoader } from './lazy-loader.js';
import type { SafetyCodes } from './safety-code.js';
import type { SessionContext } from './session-context.js';

export class Safety {
  readonly #codes: LazyLoader<SafetyCodes>;
  #isUsed = false;

  /** Ends with `signal`. */
  constructor({ failed }: Pick<SessionContext, 'failed'>, mesh: Mesh, signal: AbortSignal) {
    this.#codes = new LazyLoader(async () => {
      const changed = (id: string) =>
        void failed('verification-failed', false, new Error(`another safety code of ${id}`), {
          participant: id,
        });
      return new (await import('./safety-code.js')).SafetyCodes(mesh, changed);
    }, signal);
  }

  /** The code of our link to a participant; `null` while there is none. */
  of(id: string): Promise<string | null> {
    this.#isUsed = true;
    return this.#codes.ask((codes) => codes.of(id));
  }

  /** A link changed: the user is told if a code that was shown for it is no longer valid. */
  linked(peer: Peer): void {
    if (this.#isUsed && peer.link === 'live') this.#codes.tell((codes) => codes.look(peer.id));
  }
}
