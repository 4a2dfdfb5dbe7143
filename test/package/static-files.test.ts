/** The script and the pages of the own server, as browsers ask for them. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { StaticFiles } from '../../party/adapters/static-files.js';
import { until } from '../support/until.js';

const SCRIPT = 'export const answer = 42;\n'.repeat(2_000);

describe('A file of the own server', () => {
  let folder: string;
  const files = new StaticFiles();
  const server = createServer((request, response) => {
    if (!files.serve(request.url!, request, response)) response.writeHead(404).end();
  });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'static-files-'));
    await writeFile(join(folder, 'script.js'), SCRIPT);
    await writeFile(join(folder, 'picture.webp'), SCRIPT);
    files.add(folder);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  /** `fetch` would hide the encoding. */
  async function ask(
    path: string,
    accepted?: string,
  ): Promise<{ encoding: string | undefined; body: Buffer }> {
    const { port } = server.address() as AddressInfo;
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
    const response = await new Promise<IncomingMessage>((done, fail) => {
      get({ port, host: '127.0.0.1', path, headers }, done).on('error', fail);
    });
    const body = Buffer.concat(await response.toArray());
    assert.equal(response.headers['content-length'], `${body.length}`);
    assert.equal(response.headers.vary, 'accept-encoding');
    return { encoding: response.headers['content-encoding'], body };
  }

  it('comes as it is, or as gzip where the browser accepts it', async () => {
    const plain = await ask('/script.js');
    assert.deepEqual([plain.encoding, `${plain.body}`], [undefined, SCRIPT]);
    const gzip = await ask('/script.js', 'gzip, deflate');
    assert.deepEqual([gzip.encoding, `${gunzipSync(gzip.body)}`], ['gzip', SCRIPT]);
  });

  it('comes as Brotli as soon as that is ready, and nobody waits for it', async () => {
    const accepted = 'gzip, deflate, br, zstd';
    assert.equal((await ask('/script.js', accepted)).encoding, 'gzip');
    const brotli = await until(async () => {
      const answer = await ask('/script.js', accepted);
      return answer.encoding === 'br' ? answer : undefined;
    }, 'for Brotli');
    assert.equal(`${brotliDecompressSync(brotli.body)}`, SCRIPT);
    assert.equal((await ask('/script.js', 'gzip')).encoding, 'gzip');
  });

  it('that is compressed already comes as it is', async () => {
    assert.deepEqual((await ask('/picture.webp', 'gzip, br')).encoding, undefined);
  });
});
