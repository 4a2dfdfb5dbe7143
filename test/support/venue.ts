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

/** Rejects with the first error if a part of it cannot be started; the other parts have ended then. */
export async function openVenue(options: VenueOptions = {}): Promise<Venue> {
  const parts = [
    startServer({}, options.server),
    startPages(),
    openChromium(options.chromium),
    openFirefox(),
  ] as const;
  const close = async () => {
    const [server, pages, chromium, firefox] = parts;
    await Promise.allSettled([
      ...[chromium, firefox, pages].map(async (part) => (await part).close()),
      server.then((party) => party.stop()),
    ]);
  };
  try {
    const [server, pages, chromium, firefox] = await Promise.all(parts);
    return { server, pages, chromium, firefox, close };
  } catch (error) {
    await close();
    throw error;
  }
}
