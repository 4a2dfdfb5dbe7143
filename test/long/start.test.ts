/** `npm start` as a user runs it: what it serves, its error messages, and that nothing of it remains. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refuses } from '../support/party-process.js';
import { RawSocket } from '../support/raw-socket.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';

const root = resolve(import.meta.dirname, '../..');
/** For all builds, one after the other, and the start of the party, on a busy machine (ms). */
const STARTED_WITHIN = 300_000;
/** Files that `npm start` never reads, or creates itself. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'test', '.git', '.partykit']);

/** Takes a port until it is closed. */
function take(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  return new Promise((done) =>
    server.listen(0, () => done({ port: (server.address() as { port: number }).port, server })),
  );
}

describe('npm start', { timeout: SUITE_TIMEOUT }, () => {
  /** A copy, so that the build does not disturb other tests. */
  const copy = mkdtempSync(join(tmpdir(), 'video-room-start-'));
  const started: ChildProcess[] = [];

  before(() => {
    for (const name of readdirSync(root).filter((name) => !LEFT_OUT.has(name)))
      cpSync(join(root, name), join(copy, name), { recursive: true });
    // What the build and the start read of test/: support, and a page of the documentation.
    for (const path of ['test/support', 'test/lab/README.md'])
      cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  });

  after(() => {
    for (const { pid } of started) {
      try {
        // Not SIGKILL: the party has a process group of its own, and ends when told to.
        process.kill(-pid!, 'SIGTERM');
      } catch {}
    }
    rmSync(copy, { recursive: true, force: true });
  });

  /** Runs it; `ended` resolves with its exit code, or with the signal that ended it. */
  function start(port: number) {
    const child = spawn('npm', ['start'], {
      cwd: copy,
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that everything a test leaves behind can be ended.
      detached: true,
    });
    started.push(child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    const ended = new Promise<number | NodeJS.Signals | null>((done) =>
      child.once('exit', (code, signal) => done(code ?? signal)),
    );
    return { child, ended, printed: () => printed };
  }

  it('reports that the port is in use and what to do, and fails', async () => {
    const { port, server } = await take();
    try {
      const { ended, printed } = start(port);
      assert.equal(await ended, 1);
      assert.match(printed(), new RegExp(`Port ${port} is taken\\. .*PORT=${port + 1} npm start`));
    } finally {
      server.close();
    }
  });

  describe('on a free port', () => {
    let port: number;
    let origin: string;
    let running: ReturnType<typeof start>;

    before(async () => {
      const taken = await take();
      port = taken.port;
      origin = `http://localhost:${port}`;
      await new Promise((done) => taken.server.close(done));
      running = start(port);
      await until(
        () => {
          if (running.child.exitCode !== null) throw new Error(running.printed());
          return running.printed().includes('Ctrl-C ends it');
        },
        'for it to be ready',
        STARTED_WITHIN,
      );
    });

    it('prints all addresses, and serves them', async () => {
      const addresses: string[] = running.printed().match(new RegExp(`${origin}/\\S*`, 'g')) ?? [];
      assert.ok(addresses.includes(`${origin}/`) && addresses.includes(`${origin}/video-room.js`));
      for (const address of addresses) assert.equal((await fetch(address)).status, 200, address);
      const page = await (await fetch(`${origin}/`)).text();
      assert.match(page, /src="\/video-room\.js"/);
    });

    it('serves the script to pages of any origin', async () => {
      const answer = await fetch(`${origin}/video-room.js`, { headers: { origin: 'https://example.org' } });
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.match(answer.headers.get('content-type') ?? '', /javascript/);
      assert.match(await answer.text(), /video-room/);
    });

    it('runs a party that answers a hello', async () => {
      const socket = await RawSocket.dial(`${origin}/parties/main/standup`);
      const { self, roster } = await socket.send({ type: 'hello', v: 2, sid: 'abcdefgh' }).first('welcome');
      socket.lose();
      assert.ok(self.id);
      assert.deepEqual(roster, []);
    });

    it('ends when told to, and frees the port', async () => {
      // Like a process manager: only npm is told, and its children notice.
      running.child.kill('SIGTERM');
      await running.ended;
      await until(() => refuses(port), 'for the port to be free');
    });
  });
});
