/** `npx video-room serve`, as somebody types it: what it says when it cannot start, where its settings come from, TLS, proxies, its end. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';
import { NodeRooms } from '../../party/adapters/node-rooms.js';
import { MemoryRecordStore } from '../../party/adapters/record-store.js';
import { TOKENLESS } from '../../party/auth/claims.js';
import { CLOSE_CODES } from '../../src/protocol/party.js';
import { CLI } from '../support/cli.js';
import { openChromium } from '../support/drivers.js';
import { startPages } from '../support/pages.js';
import { RawSocket } from '../support/raw-socket.js';
import { PATIENCE, SUITE_TIMEOUT, until } from '../support/until.js';
import { allOf } from '../support/venue.js';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'video-room-serve-'));

/** The environment of this process without anything that the party reads. */
function emptyEnv(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => name !== 'PORT' && !name.startsWith('VR_'));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

interface Serving {
  port: number;
  process: ChildProcess;
  ended: Promise<number | null>;
}

describe('npx video-room serve', { timeout: SUITE_TIMEOUT }, () => {
  const running: Serving[] = [];

  afterEach(async () => {
    for (const { process, ended } of running.splice(0)) {
      process.kill('SIGKILL');
      await ended;
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  /** Types it; for what cannot start. */
  const fails = (args: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [CLI, 'serve', ...args], {
      cwd: root,
      env: { ...emptyEnv(), ...env },
      encoding: 'utf8',
      timeout: PATIENCE,
    });

  /** Types it; resolves when it is ready. */
  async function serve(args: string[] = [], env: Record<string, string> = {}): Promise<Serving> {
    const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...args], {
      cwd: root,
      env: { ...emptyEnv(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    const serving = { port: 0, process: child, ended };
    running.push(serving);
    const address = await until(() => /Ready on https?:\/\/localhost:(\d+)/.exec(printed), 'it to be ready');
    serving.port = Number(address[1]);
    return serving;
  }

  const hello = async ({ port }: Serving, sid: string, headers: Record<string, string> = {}) =>
    (await RawSocket.dial(`http://127.0.0.1:${port}/parties/main/standup`, headers)).send({
      type: 'hello',
      v: 2,
      sid,
    });

  it('says in one sentence what is wrong with what was typed, and ends with 2', () => {
    const text = file('text', 'no PEM');
    const mistakes: [string[], RegExp][] = [
      [['--port', 'http'], /^--port is a number from 0 to 65535\.$/],
      [['--port', '65536'], /^--port is a number from 0 to 65535\.$/],
      [['--port', '-1'], /^--port is a number from 0 to 65535\.$/],
      [['--prot', '80'], /^There is no option --prot\.$/],
      [['--trust-proxy=yes'], /^--trust-proxy takes no value\.$/],
      [['--data'], /^--data needs a value\.$/],
      [['--data='], /^--data needs a value\.$/],
      [['--data', text], /^--data: .*text is not a folder that can be written\.$/],
      [['--site', join(folder, 'nowhere')], /^--site: .*nowhere is not a folder\.$/],
      [['--env', join(folder, 'nowhere')], /^--env: .*nowhere cannot be read\.$/],
      [['--cert', text], /^--cert and --key go together\.$/],
      [['--cert', text, '--key', join(folder, 'nowhere')], /^--key: .*nowhere cannot be read\.$/],
      [['--cert', text, '--key', text], /^--cert and --key are not a certificate and its key in PEM\.$/],
      [['--host', '192.0.2.1', '--port', '0'], /^--host: this machine has no address 192\.0\.2\.1\.$/],
    ];
    for (const [args, sentence] of mistakes) {
      const { status, stdout, stderr } = fails(args);
      assert.match(stderr.split('\n')[0]!, sentence);
      assert.equal(stderr.split('\n')[1], 'Help: npx video-room serve --help');
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    }
    assert.match(fails([], { PORT: 'http' }).stderr, /^PORT is a number/);
  });

  it('names every option in its help', () => {
    const { status, stdout } = fails(['--help']);
    assert.equal(status, 0);
    for (const option of ['port', 'host', 'data', 'env', 'site', 'cert', 'key', 'trust-proxy']) {
      assert.ok(stdout.includes(`--${option}`), option);
    }
  });

  it('says that the port is taken, and ends with 1', async () => {
    const server = createServer();
    const port = await new Promise<number>((done) =>
      server.listen(0, () => done((server.address() as { port: number }).port)),
    );
    try {
      const { status, stderr } = fails(['--port', String(port)]);
      assert.match(stderr, new RegExp(`^Port ${port} is taken\\.`));
      assert.equal(status, 1);
    } finally {
      server.close();
    }
  });

  it('leaves the files of the party alone that has the port', async () => {
    const data = join(folder, 'taken');
    const { port, ...first } = await serve(['--data', data]);
    const ada = await hello({ port, ...first }, 'ada');
    await ada.send({ type: 'join', name: 'Ada', offers: [] }).first('joined');
    const records = () =>
      readdirSync(data, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(data, name)).isFile())
        .map((name) => [name, readFileSync(join(data, name), 'utf8')]);
    // It is written a moment after the answer.
    let before = records();
    let since = performance.now();
    await until(() => {
      const now = records();
      if (!isDeepStrictEqual(now, before)) [before, since] = [now, performance.now()];
      return before.length > 0 && performance.now() - since > 500;
    }, 'for the membership to be on the disk, and nothing else to be written');
    assert.equal(fails(['--port', String(port), '--data', data]).status, 1);
    assert.deepEqual(records(), before);
  });

  it('takes its settings from a file, and before that from the environment', async () => {
    const env = file('env', '# Comment\nVR_ACCESS=open\nVR_CAPACITY="3"\nVR_WAITING_ROOM=0\n');
    const plain = await hello(await serve(['--env', env]), 'ada', { host: 'rtc.example' });
    assert.equal((await plain.first('welcome')).limits.capacity, 3);
    const small = await hello(await serve(['--env', env], { VR_CAPACITY: '2' }), 'ada');
    assert.equal((await small.first('welcome')).limits.capacity, 2);
  });

  it('tells a load balancer that it is well, and nothing else', async () => {
    const { port } = await serve([], { VR_ACCESS: 'deny', VR_KEYS: 'hs256:secret' });
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    assert.equal(health.status, 200);
    assert.equal(health.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(health.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await health.json(), { status: 'ok' });
  });

  it('speaks TLS by itself', {
    skip: spawnSync('openssl', ['version']).error && 'openssl is not installed',
  }, async () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-nodes', '-days', '2', '-newkey', 'rsa:2048', '-keyout', key, '-out', cert],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    ]);
    assert.equal(made.status, 0, String(made.stderr));
    const { port } = await serve(['--cert', cert, '--key', key]);
    const ca = readFileSync(cert);
    const status = await new Promise((done, fail) => {
      get(`https://localhost:${port}/health`, { ca, agent: false }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      }).once('error', fail);
    });
    assert.equal(status, 200);
    const socket = new WebSocket(`wss://localhost:${port}/parties/main/standup`, { ca });
    const frame = new Promise((done, fail) => {
      socket.once('error', fail);
      socket.once('message', (data) => done(JSON.parse(String(data)).type));
    });
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', v: 2, sid: 'ada' })));
    assert.equal(await frame, 'welcome');
    socket.terminate();
  });

  describe('behind a proxy', () => {
    /** Which of two is closed when 20 more come, whose proxy names these addresses: the one who came first, or one of the crowd. */
    async function firstIsClosed(args: string[], crowd: (n: number) => string): Promise<boolean> {
      const serving = await serve(args, { VR_ACCESS: 'open' });
      const from = async (sid: string, address: string) => {
        const socket = await hello(serving, sid, { 'x-forwarded-for': address });
        await socket.first('welcome');
        return socket;
      };
      const first = await from('first', '198.51.100.7');
      const others: RawSocket[] = [];
      for (let n = 0; n < 20; n++) others.push(await from(`other${n}`, crowd(n)));
      await until(() => [first, ...others].some(({ isGone }) => isGone), 'somebody to be closed');
      return first.isGone;
    }

    it('believes what a proxy says of addresses only when told to', async () => {
      assert.equal(await firstIsClosed([], () => '203.0.113.9'), true);
      assert.equal(await firstIsClosed(['--trust-proxy'], () => '203.0.113.9'), false);
    });

    it('reads what the proxy has seen, not what the client has written before it', async () => {
      assert.equal(await firstIsClosed(['--trust-proxy'], (n) => `198.51.100.${n}, 203.0.113.9`), false);
    });

    it('takes nobody for local, whatever the host', async () => {
      const refused = await hello(await serve(['--trust-proxy']), 'ada');
      assert.equal((await refused.first('error')).code, 'forbidden');
      const local = await hello(await serve(), 'ada');
      await local.first('welcome');
      const headers = { 'x-forwarded-host': 'localhost', host: 'rtc.example' };
      const claimed = await hello(await serve(), 'ada', headers);
      assert.equal((await claimed.first('error')).code, 'forbidden');
    });
  });

  describe('what is no request of a page', () => {
    const KEYS = JSON.stringify({ keys: [] });
    /** A connection that is refused is closed at once; other timeouts of Node are longer (ms). */
    const CLOSES_IN = 10_000;
    /** What the server answers to this text before it closes the connection. The client never does. */
    const answered = async ({ port }: Serving, text: string): Promise<string> => {
      let all = '';
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text));
      socket.setEncoding('utf8').on('data', (part: string) => {
        all += part;
      });
      socket.on('error', () => {});
      // After the server's own end, only a write shows whether it has closed the connection or still keeps it.
      const isClosed = () => {
        if (socket.readableEnded && !socket.closed) socket.write('\n');
        return socket.closed;
      };
      await until(isClosed, `for the server to close the connection after ${text}`, CLOSES_IN);
      return all;
    };
    const upgrade = (path: string, host: string) =>
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;

    it('ends no room, whatever host it names', async () => {
      const serving = await serve();
      const ada = await hello(serving, 'ada');
      await ada.first('welcome');
      for (const host of ['ada@localhost', 'ada:secret@localhost', '@', '[', 'a b', '%', ''])
        for (const path of ['/parties/main/standup', '/']) await answered(serving, upgrade(path, host));
      await (await hello(serving, 'ben')).first('welcome');
      assert.equal(ada.isGone, false);
    });

    it('is closed when it is refused, and does not delay the end', async () => {
      const serving = await serve();
      assert.match(await answered(serving, upgrade('/nothing', 'localhost')), /^HTTP\/1\.1 404 /);
      serving.process.kill('SIGTERM');
      assert.equal(await serving.ended, 0);
    });

    it('is not read once its socket is closed', () => {
      const rooms = new NodeRooms({}, new MemoryRecordStore(), () => {});
      const closes: number[] = [];
      const socket = Object.assign(new EventEmitter(), {
        OPEN: 1,
        readyState: 1,
        bufferedAmount: 0,
        send() {},
        close(code: number) {
          // Like `ws`: it is closing until the other end closes too.
          this.readyState = 2;
          closes.push(code);
        },
      });
      rooms.connect(socket as unknown as WebSocket, 'standup', TOKENLESS, false);
      let read = 0;
      const frame = { toString: () => `no frame ${read++}` };
      for (let n = 0; n < 100; n++) socket.emit('message', frame, false);
      assert.deepEqual([closes, read], [[CLOSE_CODES['bad-message']], 5]);
    });

    it('is not local without a local origin where tokens are needed', async () => {
      const open = await serve();
      for (const [headers, isIn] of [
        [{}, true],
        [{ origin: 'http://localhost:5173' }, true],
        [{ origin: 'null' }, false],
        [{ origin: 'https://app.example' }, false],
      ] as const) {
        const socket = await hello(open, 'ada', headers);
        await (isIn ? socket.first('welcome') : socket.first('error'));
      }
      const closed = await serve([], { VR_KEYS: KEYS });
      const page = await hello(closed, 'ada', { origin: 'http://localhost:5173' });
      await page.first('welcome');
      const program = await hello(closed, 'ada');
      assert.equal((await program.first('error')).code, 'token-missing');
    });
  });

  it('tells every page to come back when it is told to end, and ends with 0', async () => {
    const serving = await serve();
    const ada = await hello(serving, 'ada');
    await ada.first('welcome');
    serving.process.kill('SIGTERM');
    // Service restart: see mesh/signaling/signaling.ts, which dials again.
    assert.equal(await ada.end(), 1012);
    assert.equal(await serving.ended, 0);
  });

  it('brings a page back to its call after a restart', async () => {
    const [chromium, pages] = await allOf([openChromium(), startPages()]);
    try {
      const data = ['--data', join(folder, 'data')];
      const first = await serve(data);
      const tab = await chromium.newTab();
      await tab.open(
        pages.publish(
          `<!doctype html><script type="module" src="http://localhost:${first.port}/video-room.js"></script>
           <video-room room="standup" without-lobby></video-room>`,
        ),
      );
      const look = () =>
        tab.evaluate(() => {
          const { state, signaling, localParticipant } = document.querySelector('video-room')!;
          return { state, signaling, id: localParticipant?.id };
        });
      await until(async () => (await look()).state === 'joined', 'to be in');
      const { id } = await look();
      first.process.kill('SIGTERM');
      assert.equal(await first.ended, 0);
      await until(async () => (await look()).signaling === 'reconnecting', 'to notice');
      await serve([...data, '--port', String(first.port)]);
      await until(async () => (await look()).signaling === 'connected', 'to be back');
      assert.deepEqual(await look(), { state: 'joined', signaling: 'connected', id });
    } finally {
      await Promise.allSettled([chromium.close(), pages.close()]);
    }
  });
});
