/**
 * The party as a child process, on one of its platforms: started on a port, ready when the promise resolves, gone for good when
 * stopped. Owns the process group and nothing else; what it serves and who may enter is the caller's choice.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
/** workerd, esbuild and a bundle of the party: 1.5 s as a rule, much longer on a busy machine (ms). */
const READY_TIMEOUT = 180_000;

/** `partykit dev`, `wrangler dev`, or the Node adapter. */
export const ENGINES = ['partykit', 'worker', 'node'] as const;
export type Engine = (typeof ENGINES)[number];

export interface PartyProcess {
  readonly port: number;
  /** Of the process, and of the group that it and its children are (not on Windows). */
  readonly pid: number;
  /** Resolves when the process has ended, for any reason. */
  readonly ended: Promise<void>;
  /** Ends it with all its children; resolves when they are gone. */
  stop(): Promise<void>;
}

export interface PartyProcessOptions {
  /** Default: {@link engineOf}. */
  engine?: Engine;
  /** 0 takes a free one. */
  port: number;
  /** Folder of another project, whose own partykit.json or wrangler.jsonc counts; default: this one. Not for `node`. */
  project?: string;
  /** The party's module, relative to the project; default: what the configuration says. For `node` a program that serves. */
  main?: string;
  /** Folder of static files to serve beside the party; default: none. */
  serve?: string;
  /** Folder for the rooms' storage, or `false` to forget it at the end; default: one inside the project. */
  persist?: string | false;
  /** Environment of the party, such as `VR_ACCESS`. */
  vars?: Record<string, string>;
  /** Put before the command, to start it somewhere else, such as in a network namespace; default: nothing. */
  through?: string[];
  /** Gets what the process prints, line by line. */
  onLine?: (line: string) => void;
}

/** A command that starts a party, and what is to be done when it has ended. */
interface Command {
  args: string[];
  env?: Record<string, string>;
  clear?: () => void;
}

/** What `$ENGINE` names; default: `partykit`. Throws when it names nothing. */
export function engineOf(env: NodeJS.ProcessEnv = process.env): Engine {
  const name = env.ENGINE || 'partykit';
  const engine = ENGINES.find((engine) => engine === name);
  if (!engine) throw new Error(`ENGINE is "${name}". It is one of ${ENGINES.join(', ')}.`);
  return engine;
}

const COMMANDS: Record<Engine, (options: PartyProcessOptions) => Command> = {
  partykit: ({ port, project, main, serve, persist, vars = {} }) => ({
    args: [
      join(root, 'node_modules/partykit/dist/bin.mjs'),
      'dev',
      ...(project ? [] : ['--config', writePartyKitConfig(serve, main)]),
      ...['--port', String(port)],
      ...(persist === undefined ? [] : ['--persist', String(persist)]),
      ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
      '--no-hotkeys',
      '--disable-request-cf-fetch',
    ],
    env: { NO_UPDATE_NOTIFIER: '1' },
  }),
  worker: ({ port, project, main, serve, persist, vars = {} }) => {
    const forgotten = persist === false ? mkdtempSync(join(tmpdir(), 'video-room-worker-')) : undefined;
    const envFile = join(project ?? root, '.env');
    return {
      args: [
        join(root, 'node_modules/wrangler/bin/wrangler.js'),
        'dev',
        ...(project ? [] : ['--config', writeWorkerConfig(serve, main)]),
        ...(existsSync(envFile) ? ['--env-file', envFile] : []),
        ...['--port', String(port), '--inspector-port', '0', '--show-interactive-dev-session=false'],
        ...['--persist-to', forgotten ?? (persist || join(project ?? root, '.wrangler/state'))],
        ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
      ],
      env: { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: 'true' },
      clear: () => forgotten && rmSync(forgotten, { recursive: true, force: true }),
    };
  },
  node: ({ port, main, serve, persist, vars = {} }) => {
    const envFile = join(root, '.env');
    return {
      args: [
        ...[
          '--import',
          'tsx',
          ...(main ? [join(root, main)] : [join(root, 'party/adapters/cli.ts'), 'serve']),
        ],
        ...['--port', String(port)],
        ...(serve ? ['--site', join(root, serve)] : []),
        ...(existsSync(envFile) ? ['--env', envFile] : []),
        ...(persist === false ? [] : ['--data', persist ?? join(root, '.video-room')]),
      ],
      env: vars,
    };
  },
};

/** partykit.json without its build step (which is for deploys), with paths that do not depend on where it lies. */
function writePartyKitConfig(serve: string | undefined, main: string | undefined): string {
  const config = JSON.parse(readFileSync(join(root, 'partykit.json'), 'utf8'));
  return writeConfig('.partykit', serve, main, {
    ...config,
    main: join(root, main ?? config.main),
    serve,
    build: undefined,
  });
}

/** wrangler.jsonc with paths that do not depend on where it lies. */
function writeWorkerConfig(serve: string | undefined, main: string | undefined): string {
  const config = parseJsonc(readFileSync(join(root, 'wrangler.jsonc'), 'utf8'));
  return writeConfig('.wrangler', serve, main, {
    ...config,
    main: join(root, main ?? config.main),
    assets: serve ? { ...config.assets, directory: join(root, serve) } : undefined,
  });
}

function writeConfig(
  folder: string,
  serve: string | undefined,
  main: string | undefined,
  config: object,
): string {
  const path = join(root, folder, `${main ? basename(main) : serve ? 'serve' : 'party'}.json`);
  const text = JSON.stringify(config, null, 2);
  mkdirSync(join(root, folder), { recursive: true });
  // Another party may be running with it, and would start again for each change.
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  return path;
}

/** JSON with comments on lines of their own. */
export const parseJsonc = (text: string) => JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));

/** Another process has a port that the party needs. */
class PortTaken extends Error {}

/** Starts it; rejects with what it printed when it does not get ready. */
export function startParty(options: PartyProcessOptions): Promise<PartyProcess> {
  return start(options).catch((error) => {
    // Its own port is free then: another party, started at the same time, has taken the port of its debugger.
    if (options.port === 0 && error instanceof PortTaken) return start(options);
    throw error;
  });
}

function start(options: PartyProcessOptions): Promise<PartyProcess> {
  const { engine = engineOf(), port, project, through = [], onLine } = options;
  const { args, env, clear } = COMMANDS[engine](options);
  const [command, ...before] = [...through, process.execPath];
  const child = spawn(command!, [...before, ...args], {
    cwd: project ?? root,
    // A group of its own, so that one signal reaches workerd and esbuild as well.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  // Its group is not ours: when this process ends in whatever way it can notice, the party goes with it.
  const endWithUs = () => {
    signalGroup(child, 'SIGTERM');
    clear?.();
  };
  process.once('exit', endWithUs);
  child.once('close', () => process.off('exit', endWithUs));
  // On SIGTERM workerd (2026) waits for its open sockets, and partykit sometimes ends without it.
  child.once('exit', () => signalGroup(child, 'SIGKILL'));
  const ended = new Promise<void>((done) =>
    child.once('close', () => {
      clear?.();
      done();
    }),
  );
  const stop = async () => {
    signalGroup(child, 'SIGTERM');
    const forced = setTimeout(() => signalGroup(child, 'SIGKILL'), 5_000);
    await ended;
    clearTimeout(forced);
  };

  return new Promise((ready, fail) => {
    let printed = '';
    let isOver = false;
    const giveUp = async (error: Error) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      await stop();
      error.message += `\n${printed}`;
      fail(error);
    };
    const timer = setTimeout(() => giveUp(new Error('The party did not get ready in time.')), READY_TIMEOUT);
    void ended.then(() => giveUp(new Error('The party ended before it was ready.')));
    const read = (chunk: string) => {
      printed = (printed + chunk).slice(-10_000);
      for (const line of chunk.split('\n')) onLine?.(line);
      const address = /Ready on https?:\/\/[^\s:]+:(\d+)/.exec(printed);
      // A taken port is only printed: partykit goes on without a server.
      if (/address already in use|Port \d+ is taken/i.test(printed))
        void giveUp(new PortTaken(`Port ${port} is taken.`));
      if (!address || isOver) return;
      isOver = true;
      clearTimeout(timer);
      ready({ port: Number(address[1]), pid: child.pid!, ended, stop });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read);
  });
}

/** Signals the whole group; it may be gone already. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid!, signal);
  } catch {}
}
