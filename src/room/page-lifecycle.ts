/** Reacts to the life cycle of the page during a session: after sleep or a change of network, it checks the rest of the call. */

import type { Mesh } from '../mesh/mesh.js';
import type { Signaling } from '../mesh/signaling/signaling.js';
import { SLEPT } from '../shared/event-loop.js';
import type { Page, PageFact } from '../shared/page-lifecycle.js';
import type { IceServerRefresher } from './ice-server-refresher.js';

export interface Watched {
  mesh: Mesh;
  signaling: Signaling;
  ice: IceServerRefresher;
}

/** Watches until `signal` is aborted. */
export function watchPage(page: Page, { mesh, signaling, ice }: Watched, signal: AbortSignal): void {
  const at = (fact: PageFact, work: (event: Event) => void) => page.addEventListener(fact, work, { signal });
  at('online', () => {
    signaling.check(true);
    mesh.renew();
  });
  at('visible', () => signaling.check());
  // A frozen or sleeping page has not left: it checks its call when it wakes.
  at('wake', (event) => {
    // A machine that has slept may be in another network. A page that was only busy still has its links.
    const slept = (event as CustomEvent<number>).detail > SLEPT;
    signaling.check(slept);
    ice.check();
    if (slept) mesh.renew();
    mesh.suspect();
  });
}
