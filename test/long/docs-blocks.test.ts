/**
 * The pieces of the documentation that are not code of a page: configuration of programs beside the party, and commands. Each runs
 * with the program that it is for, where this machine has it. A piece in a language that no test knows fails.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { PING_INTERVAL } from '../../src/protocol/limits.js';
import { allocate } from '../lab/allocate.js';
import { CLI } from '../support/cli.js';
import { type CodeBlock, codeBlocks, root } from '../support/documents.js';
import { openChromium } from '../support/drivers.js';
import { startPages } from '../support/pages.js';
import { startServer } from '../support/party-process.js';
import { RawSocket } from '../support/raw-socket.js';
import { assertTakesOnly, credentials, hasTurnServer } from '../support/turn-server.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';

/** Which test runs the pieces in a language. */
const TESTED: Readonly<Record<string, string>> = {
  ...{ js: 'package/docs', ts: 'package/docs', html: 'package/docs', css: 'package/docs' },
  ...{
    tsx: 'package/frameworks',
    vue: 'package/frameworks',
    svelte: 'package/frameworks',
    'angular-ts': 'package/frameworks',
  },
  ...{ python: 'package/tokens', php: 'package/tokens' },
  ...{
    sh: 'long/docs-blocks',
    nginx: 'long/docs-blocks',
    dockerfile: 'long/docs-blocks',
    ini: 'long/docs-blocks',
    text: 'long/docs-blocks',
  },
};

const HOST = '127.0.0.1';
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const blocks = (language: string): CodeBlock[] => {
  const found = codeBlocks().filter((block) => block.language === language);
  assert.ok(found.length, `there is code in ${language}`);
  return found;
};
/** The only piece in this language. */
const block = (language: string): CodeBlock => {
  const [only, another] = blocks(language);
  assert.equal(another, undefined, `this test knows one piece of code in ${language}`);
  return only!;
};

/** `text` with `from` replaced, which has to be in it: what the documentation shows is what runs. */
function replaced(text: string, ...changes: [from: string, to: string][]): string {
  for (const [from] of changes) assert.ok(text.includes(from), `the documentation says ${from}`);
  return changes.reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, HOST, done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Whether this machine has a program: the reason to skip a test, or `false`. */
const without = (program: string): string | false =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))
    ? false
    : `${program} is not installed`;

describe('pieces of code in the documentation', { timeout: SUITE_TIMEOUT }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'video-room-docs-'));
  const running: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((done) => child.once('close', done));
      child.kill('SIGTERM');
      await ended;
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Starts a program; `printed()` is all that it has said. */
  function start(command: string, args: string[], env: Record<string, string> = {}): () => string {
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    return () => text;
  }

  /** Starts the party with these arguments of the command line; resolves with its port. */
  async function serve(args: string[], env: Record<string, string> = {}): Promise<number> {
    const port = await freePort();
    const printed = start(process.execPath, [CLI, ...args], { PORT: `${port}`, ...env });
    await until(() => printed().includes('Ready on'), 'the party to be ready');
    return port;
  }

  it('are in languages that a test runs', () => {
    const untested = codeBlocks()
      // Drawings have no language; they have lines and arrows.
      .filter(({ language, code }) => !(language in TESTED) && (language || !/[─►]/.test(code)))
      .map(({ source, line, language }) => `${source}:${line}: ${language || 'no language'}`);
    assert.deepEqual(untested, []);
    const unused = Object.keys(TESTED).filter(
      (name) => !codeBlocks().some(({ language }) => language === name),
    );
    assert.deepEqual(unused, []);
    for (const [language, file] of Object.entries(TESTED)) {
      const text = read(`test/${file}.test.ts`).toLowerCase();
      assert.ok(text.includes(`'${language}`), `${file}.test.ts reads code in ${language}`);
    }
  });

  it('name settings, options and files that there are, in commands', () => {
    const folders = ['party', 'demo', 'src/room'];
    const code = folders.flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => read(join(name, file))),
    );
    const isSetting = (name: string) => code.some((text) => text.includes(name));
    const help = (command: string) =>
      spawnSync(process.execPath, [CLI, command, '--help'], { encoding: 'utf8' }).stdout;
    const wrong = blocks('sh').flatMap(({ source, line, code }) => {
      const found: string[] = [];
      for (const [name] of code.matchAll(/\bVR_[A-Z_]+/g)) if (!isSetting(name)) found.push(name);
      for (const [path] of code.matchAll(/\b(?:test|demo|party|src)\/[\w/.-]+\.\w+/g))
        if (!existsSync(join(root, path))) found.push(path);
      for (const [, command, options] of code.matchAll(/npx video-room (\w+)([^#\n]*)/g)) {
        const text = help(command!);
        if (!text) found.push(`video-room ${command}`);
        for (const [option] of options!.matchAll(/--[\w-]+/g)) if (!text.includes(option)) found.push(option);
      }
      return found.map((name) => `${source}:${line}: ${name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it('let a page with the content security policy have a call, and nothing more', async () => {
    const [server, pages, chromium] = await Promise.all([startServer(), startPages(), openChromium()]);
    try {
      const { host, origin } = new URL(server.origin);
      const policy = replaced(
        block('text').code.trim(),
        ['wss://rtc.example.com', `ws://${host}`],
        ['https://rtc.example.com', origin],
      );
      const page = (text: string) =>
        pages.publish(
          `<!doctype html><title>policy</title><script type="module" src="${origin}/video-room.js"></script>
          <video-room room="policy" without-lobby style="block-size: 400px"></video-room>`,
          { 'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; ${text}` },
        );
      const tab = await chromium.newTab();
      await tab.open(page(policy));
      await until(() => tab.evaluate(() => document.querySelector('video-room')!.state === 'joined'));
      await tab.close();
    } finally {
      await Promise.all([chromium.close(), pages.close(), server.stop()]);
    }
  });

  it('make nginx a proxy with which pages reach the party', { skip: without('nginx') }, async () => {
    const { code } = block('nginx');
    const forwarded = (text: string) => [...new Set(text.toLowerCase().match(/x-forwarded-\w+/g))].sort();
    assert.deepEqual(forwarded(code), forwarded(read('party/adapters/node.ts')));
    // Between two messages of a quiet page.
    const [, silence] = /proxy_read_timeout (\d+)s;/.exec(code)!;
    assert.ok(Number(silence) * 1_000 > 2 * PING_INTERVAL);

    const party = await serve(['serve', '--trust-proxy'], {
      VR_ACCESS: 'open',
      VR_ORIGINS: 'https://call.example',
    });
    const port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; pid ${folder}/nginx.pid; error_log stderr; worker_processes 1;
      events {}
      http {
        access_log off;
        ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
        server { listen ${HOST}:${port}; ${replaced(code, ['http://127.0.0.1:1999', `http://${HOST}:${party}`])} }
      }`,
    );
    const printed = start('nginx', ['-p', folder, '-e', 'stderr', '-c', file]);
    const origin = `http://${HOST}:${port}`;
    await until(
      () =>
        fetch(`${origin}/health`).then(
          ({ ok }) => ok,
          () => false,
        ),
      `nginx: ${printed()}`,
    );

    const dial = (from: string) =>
      RawSocket.dial(`${origin}/parties/main/standup`, { host: 'call.example', origin: from });
    const ours = await dial('https://call.example');
    ours.send({ type: 'hello', v: 2, sid: 'ada' });
    await ours.first('welcome');
    ours.lose();
    const theirs = await dial('https://elsewhere.example');
    await until(() => theirs.refused || theirs.closed, 'a page of another site to be refused');
  });

  it('make a container whose command serves the party, and whose check notices when it does not', async () => {
    const { code } = block('dockerfile');
    const { name, bin, engines } = JSON.parse(read('package.json'));
    const lines = new Map(code.split('\n').map((line) => [line.split(' ')[0]!, line]));
    const known = ['FROM', 'WORKDIR', 'RUN', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'CMD', ''];
    assert.deepEqual(
      [...lines.keys()].filter((word) => !known.includes(word)),
      [],
    );
    const [, node] = /^FROM node:(\d+)-slim$/.exec(lines.get('FROM')!)!;
    assert.ok(Number(node) >= Number(/\d+/.exec(engines.node)![0]), 'a Node that runs the package');
    assert.match(lines.get('RUN')!, new RegExp(`npm install ${name} && mkdir /data && chown node /data$`));
    assert.deepEqual([lines.get('VOLUME'), lines.get('EXPOSE')], ['VOLUME /data', 'EXPOSE 1999']);

    const listOf = (line: string): string[] => JSON.parse(line.slice(line.indexOf('[')));
    const [program, ...args] = listOf(lines.get('CMD')!);
    assert.ok(program!.replace('node_modules/.bin/', '') in bin, program);
    assert.ok(args.includes('/data'));
    const data = join(folder, 'data');
    const port = await serve(args.map((arg) => (arg === '/data' ? data : arg)));
    const [checker, ...check] = listOf(
      replaced(lines.get('HEALTHCHECK')!, ['localhost:1999', `localhost:${port}`]),
    );
    const isHealthy = () => spawnSync(checker!, check).status;
    assert.equal(isHealthy(), 0);
    const [party] = running;
    const ended = new Promise((done) => party!.once('close', done));
    party!.kill('SIGTERM');
    await ended;
    assert.notEqual(isHealthy(), 0);
  });

  it('make coturn a relay for people with credentials from the party', {
    skip: !hasTurnServer() && 'coturn is not installed',
  }, async () => {
    const [port, secure] = [await freePort(), await freePort()];
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const subject = ['-subj', '/CN=turn.example.com', '-days', '2', '-keyout', key, '-out', cert];
    spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      ...subject,
    ]);
    const file = join(folder, 'turnserver.conf');
    const letsEncrypt = '/etc/letsencrypt/live/turn.example.com';
    writeFileSync(
      file,
      replaced(
        block('ini').code,
        ['LONG-RANDOM-TEXT', 'shared'],
        ['=3478', `=${port}`],
        ['=443', `=${secure}`],
        [`${letsEncrypt}/fullchain.pem`, cert],
        [`${letsEncrypt}/privkey.pem`, key],
      ),
    );
    const own = ['--pidfile', join(folder, 'turn.pid'), '--userdb', join(folder, 'turn.db')];
    const printed = start('turnserver', [
      ...['-c', file, '--log-file', 'stdout', '--simple-log', ...own],
      ...['--listening-ip', HOST, '--relay-ip', HOST],
    ]);
    const ask = (one: Parameters<typeof allocate>[0]) => allocate(one);
    const there = { host: HOST, port };
    const answers = async () => {
      try {
        return (await ask({ ...there, username: '1:nobody', credential: 'x' })) === 401;
      } catch (cause) {
        throw new Error(printed() || 'it has printed nothing', { cause });
      }
    };
    await until(answers, 'for coturn to answer');
    await assertTakesOnly(
      credentials('shared'),
      'shared',
      (one) => ask({ ...there, ...one }),
      () => {},
    );
    assert.doesNotMatch(printed(), /bad configuration|unknown|ERROR: (?!check_stun_auth)/i);
    const help = spawnSync('turnserver', ['--help'], { encoding: 'utf8' });
    const words = block('ini')
      .code.split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const wrong = words
      .map((line) => line.split('=')[0]!)
      .filter((word) => !`${help.stdout}${help.stderr}`.includes(`--${word}`));
    assert.deepEqual(wrong, []);
  });
});
