/** A page of another origin with the element, as the host's user meets it. */
import type { Tab } from '../support/drivers.js';
import type { Pages } from '../support/pages.js';

/** Opens the page in `tab` and joins. `origin`: of the party; `room`: its name. The element fills the window. */
export async function joinFullPage(tab: Tab, pages: Pages, origin: string, room: string): Promise<void> {
  await tab.open(
    pages.publish(
      `<!doctype html><meta charset="utf-8"><title>Somebody's site</title><body style="margin: 0">
       <script type="module" src="${origin}/video-room.js"></script>
       <video-room room="${room}" display-name="Ada" style="height: 100vh"></video-room>`,
    ),
  );
  await tab.evaluate(async () => {
    await customElements.whenDefined('video-room');
    await document.querySelector('video-room')!.join();
  });
}
