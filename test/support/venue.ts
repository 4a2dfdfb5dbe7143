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

type Part = { close(): Promise<void> } | { stop(): Promise<void> };

/**
 * Waits for all parts of a setting that start at the same time. If one of them fails, the others are ended, and this rejects with
 * its error: a browser or a party that nobody knows would keep the test from ending.
 */
export async function allOf<const T extends readonly Promise<Part>[]>(
  parts: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const started = await Promise.allSettled(parts);
  const failed = started.find((result) => result.status === 'rejected');
  if (!failed) return (await Promise.all(parts)) as never;
  await Promise.allSettled(
    started.map((result) => {
      if (result.status === 'rejected') return undefined;
      return 'stop' in result.value ? result.value.stop() : result.value.close();
    }),
  );
  throw failed.reason;
}

/** Rejects with the first error if a part of it cannot be started; the other parts have ended then. */
export async function openVenue(options: VenueOptions = {}): Promise<Venue> {
  const [server, pages, chromium, firefox] = await allOf([
    startServer({}, options.server),
    startPages(),
    openChromium(options.chromium),
    openFirefox(),
  ]);
  return {
    server,
    pages,
    chromium,
    firefox,
    async close() {
      await Promise.allSettled([chromium.close(), firefox.close(), pages.close(), server.stop()]);
    },
  };
}
