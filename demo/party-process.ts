/**
 * `partykit dev` as a child process: started on a port, ready when the promise resolves, gone for good when stopped.
 * Owns the process group and nothing else; what it serves and who may enter is the caller's choice.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
/** workerd, esbuild and a bundle of the party: 1.5 s as a rule, much longer on a busy machine. */
const READY_TIMEOUT = 60_000;

export interface PartyProcess {
  readonly port: number;
  /** Of the process, and of the group that it and its children are (not on Windows). */
  readonly pid: number;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends it with all its children; resolves when they are gone. */
  stop(): Promise<void>;
}

export interface PartyProcessOptions {
  /** 0 takes a free one. */
  port: number;
  /** Folder of another project, whose own partykit.json counts; default: this one. */
  project?: string;
  /** The party's module, relative to the project; default: what partykit.json says. */
  main?: string;
  /** Folder of static files to serve beside the party; default: none. */
  serve?: string;
  /** Folder for the rooms' storage, or `false` for memory; default: `.partykit/state`. */
  persist?: string | false;
  /** Environment of the party, such as `VR_ACCESS`. */
  vars?: Record<string, string>;
  /** Put before the command, to start it somewhere else, such as in a network namespace; default: nothing. */
  through?: string[];
  /** Gets what the process prints, line by line. */
  onLine?: (line: string) => void;
}

/** partykit.json without its build step (which is for deploys), with paths that do not depend on where it lies. */
function writeDevConfig(serve: string | undefined, main: string | undefined): string {
  const config = JSON.parse(readFileSync(join(root, 'partykit.json'), 'utf8'));
  const folder = join(root, '.partykit');
  const path = join(folder, `${main ? basename(main) : serve ? 'serve' : 'party'}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({ ...config, main: join(root, main ?? config.main), serve, build: undefined }, null, 2),
  );
  return path;
}

/** Starts it; rejects with what it printed when it does not get ready. */
export function startParty(options: PartyProcessOptions): Promise<PartyProcess> {
  const { port, project, main, serve, persist, vars = {}, through = [], onLine } = options;
  const [command, ...before] = [...through, process.execPath];
  const child = spawn(
    command!,
    [
      ...before,
      join(root, 'node_modules/partykit/dist/bin.mjs'),
      'dev',
      ...(project ? [] : ['--config', writeDevConfig(serve, main)]),
      ...['--port', String(port)],
      ...(persist === undefined ? [] : ['--persist', String(persist)]),
      ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]),
      '--no-hotkeys',
      '--disable-request-cf-fetch',
    ],
    {
      cwd: project ?? root,
      // A group of its own, so that one signal reaches workerd and esbuild as well.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' },
    },
  );
  // Its group is not ours: when this process ends in whatever way it can notice, the party goes with it.
  const endWithUs = () => signalGroup(child, 'SIGTERM');
  process.once('exit', endWithUs);
  child.once('close', () => process.off('exit', endWithUs));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async () => {
    signalGroup(child, 'SIGTERM');
    const forced = setTimeout(() => signalGroup(child, 'SIGKILL'), 5_000);
    await ended;
    clearTimeout(forced);
  };

  return new Promise((ready, fail) => {
    let printed = '';
    const giveUp = (why: string) => {
      void stop();
      fail(new Error(`${why}\n${printed}`));
    };
    const timer = setTimeout(giveUp, READY_TIMEOUT, 'The party did not get ready in time.');
    void ended.then(() => giveUp('The party ended before it was ready.'));
    const read = (chunk: string) => {
      printed = (printed + chunk).slice(-10_000);
      for (const line of chunk.split('\n')) onLine?.(line);
      const address = /Ready on http:\/\/[^\s:]+:(\d+)/.exec(printed);
      // A taken port is only printed: partykit goes on without a server.
      if (/address already in use/i.test(printed)) giveUp(`Port ${port} is taken.`);
      if (!address) return;
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
