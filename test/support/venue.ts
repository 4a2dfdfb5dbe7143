/** The setting of an end-to-end test: the party with the built site, pages of another origin, and both browsers. */
import { type Driver, openChromium, openFirefox } from './drivers.js';
import { type Pages, startPages } from './pages.js';
import { type Server, type ServerOptions, startServer } from './party-process.js';

export interface Venue {
  readonly server: Server;
  readonly pages: Pages;
  readonly chromium: Driver;
  readonly firefox: Driver;
  /** Ends all of it; resolves when it has ended, even after errors. */
  close(): Promise<void>;
}

export interface VenueOptions {
  server?: ServerOptions;
  chromium?: Parameters<typeof openChromium>[0];
}

export async function openVenue(options: VenueOptions = {}): Promise<Venue> {
  const [server, pages, chromium, firefox] = await Promise.all([
    startServer({}, options.server),
    startPages(),
    openChromium(options.chromium),
    openFirefox(),
  ]);
  const close = async () => {
    await Promise.allSettled([chromium.close(), firefox.close(), pages.close(), server.stop()]);
  };
  return { server, pages, chromium, firefox, close };
}
