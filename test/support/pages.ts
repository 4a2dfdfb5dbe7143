/** A web server for pages of other sites: another origin than the party's, with any HTML that a test needs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Pages {
  /** Publishes a page and returns its address; the same HTML again gets another address. */
  publish(html: string, headers?: Record<string, string>): string;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startPages(): Promise<Pages> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    // 204: browsers ask for an icon, and a missing one would look like an error of the page.
    response.writeHead(page ? 200 : 204, { 'content-type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.html);
  });
  await new Promise<void>((done) => server.listen(0, done));
  const { port } = server.address() as AddressInfo;
  return {
    publish(html, headers = {}) {
      const path = `/${pages.size + 1}`;
      pages.set(path, { html, headers });
      return `http://localhost:${port}${path}`;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
