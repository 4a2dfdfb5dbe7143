/**
 * The script and the demo pages over plain HTTP, for the Node adapter. Reads the folders once, at the start, and serves nothing
 * else: no address can name a file that did not exist then.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompress, constants, gzipSync } from 'node:zlib';

/** The types of what sites have beside a call: pages, scripts, pictures, fonts. Other files are not served. */
const TYPES: Record<string, string> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
/** These are not made smaller by compression. */
const IS_COMPRESSED = /^image\/(?!svg)|^font\//;

/** The same as in demo/_headers for Cloudflare. Any site may load the script. */
const ANY_ORIGIN = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};
/** Files with a content hash in their name. */
const FOREVER = 'public, max-age=31536000, immutable';
/** All others: cached, but revalidated each time. */
const ASK_FIRST = 'public, max-age=0, must-revalidate';

interface StaticFile {
  body: Buffer;
  /** Created on the first request. */
  gzip?: Buffer;
  /**
   * 10 % smaller than gzip. Takes half a second for the script, in another thread, so it is started by the first request of a browser
   * that accepts it, which still gets gzip. Empty until it is ready.
   */
  brotli?: Buffer;
  etag: string;
  type: string;
  cacheControl: string;
}

/** The body in the smallest encoding that is ready and that the browser accepts, and the name of that encoding. */
function encoded(file: StaticFile, accepted: string): [body: Buffer, encoding?: 'br' | 'gzip'] {
  if (IS_COMPRESSED.test(file.type)) return [file.body];
  if (/\bbr\b/.test(accepted)) {
    if (file.brotli?.length) return [file.brotli, 'br'];
    if (!file.brotli) compress(file);
  }
  if (!/\bgzip\b/.test(accepted)) return [file.body];
  file.gzip ??= gzipSync(file.body);
  return [file.gzip, 'gzip'];
}

function compress(file: StaticFile): void {
  file.brotli = Buffer.alloc(0);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: file.body.length };
  brotliCompress(file.body, { params }, (error, smaller) => {
    if (!error) file.brotli = smaller;
  });
}

export class StaticFiles {
  readonly #files = new Map<string, StaticFile>();

  /** Answers, if there is such a file. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file =
      this.#files.get(path) ?? this.#files.get(`${path}index.html`) ?? this.#files.get(`${path}.html`);
    if (!file) return false;
    const headers = {
      ...ANY_ORIGIN,
      'content-type': file.type,
      'cache-control': file.cacheControl,
      etag: file.etag,
      vary: 'accept-encoding',
    };
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304, headers).end();
      return true;
    }
    const [body, encoding] = encoded(file, String(request.headers['accept-encoding']));
    response.writeHead(200, {
      ...headers,
      ...(encoding && { 'content-encoding': encoding }),
      'content-length': body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  }

  /** Reads a folder. If two files have the same address, the first one is served; a missing folder counts as empty. */
  add(folder: string, isWanted: (path: string) => boolean = () => true): void {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!type || !entry.isFile()) continue;
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const path = `/${relative(folder, file).split(sep).join('/')}`;
      if (this.#files.has(path) || !isWanted(path)) continue;
      const body = readFileSync(file);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const isHashed = path.startsWith('/chunks/') || path.startsWith('/assets/');
      this.#files.set(path, { body, etag, type, cacheControl: isHashed ? FOREVER : ASK_FIRST });
    }
  }
}
