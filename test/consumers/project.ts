/**
 * A throw-away project that has installed the packed package: a copy of a folder in `projects/`. Owns its folder and what runs in it;
 * knows nothing of calls. Versions are exact in each `package.json`, so that a project changes only when its file does.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StaticFiles } from '../../party/adapters/static-files.js';

const root = resolve(import.meta.dirname, '../..');
const isWindows = process.platform === 'win32';

/** A program of a project that serves. */
export interface Serving {
  readonly origin: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Holds the tarball and the projects that install it. */
export class Workshop {
  readonly #folder = mkdtempSync(join(tmpdir(), 'video-room-consumers-'));
  readonly #serving = new Set<Serving>();

  /** Packs the build of this repository, as `npm publish` would. */
  constructor() {
    const { status, stdout, stderr } = spawnSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', this.#folder],
      { cwd: root, encoding: 'utf8', shell: isWindows },
    );
    if (status !== 0) throw new Error(stderr);
    cpSync(join(this.#folder, JSON.parse(stdout)[0].filename), join(this.#folder, 'video-room.tgz'));
  }

  /** Copies the folders of `projects/` on top of each other into one project, and installs its packages. */
  async install(name: string, { over = [], options = [] }: InstallOptions = {}): Promise<Project> {
    const folder = join(this.#folder, name);
    for (const source of [...over, name])
      cpSync(join(import.meta.dirname, 'projects', source), folder, { recursive: true });
    const project = new Project(folder, this.#serving);
    await project.run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...options);
    return project;
  }

  async close(): Promise<void> {
    await Promise.allSettled(Array.from(this.#serving, (one) => one.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface InstallOptions {
  /** Folders of `projects/` that this one overlays. */
  over?: string[];
  /** For `npm install`. */
  options?: string[];
}

export class Project {
  readonly #serving: Set<Serving>;

  constructor(
    readonly folder: string,
    serving: Set<Serving>,
  ) {
    this.#serving = serving;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs a script of its package.json, with `env` for what it builds in. */
  script(name: string, env: Record<string, string> = {}): Promise<string> {
    return this.#run('npm', ['run', '--silent', name], env);
  }

  /** Runs a command; resolves with what it printed, rejects with that if it fails. */
  run(command: string, ...args: string[]): Promise<string> {
    return this.#run(command, args, {});
  }

  /** Starts a script that serves, with more arguments; resolves when it says on which port. */
  async start(name: string, args: string[], env: Record<string, string> = {}): Promise<Serving> {
    const child = this.#spawn('npm', ['run', '--silent', name, '--', ...args], env);
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    const port = await new Promise<number>((ready, fail) => {
      let printed = '';
      void ended.then(() => fail(new Error(`It ended before it served:\n${printed}`)));
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text: string) => {
          printed += text;
          const address = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d+)/.exec(printed);
          if (address) ready(Number(address[1]));
        });
    });
    return this.#keep(port, async () => {
      if (child.exitCode === null) signal(child, 'SIGTERM');
      const forced = setTimeout(() => signal(child, 'SIGKILL'), 5_000);
      await ended;
      clearTimeout(forced);
    });
  }

  /** Serves one of its folders. */
  async serve(folder: string): Promise<Serving> {
    const files = new StaticFiles();
    files.add(this.path(folder));
    const server: Server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      // 204: browsers ask for an icon, and a missing one would look like an error of the page.
      if (!files.serve(pathname, request, response))
        response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    });
    await new Promise<void>((done) => server.listen(0, done));
    return this.#keep(
      (server.address() as AddressInfo).port,
      () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    );
  }

  #keep(port: number, stop: () => Promise<void>): Serving {
    const serving: Serving = {
      port,
      origin: `http://localhost:${port}`,
      stop: () => {
        this.#serving.delete(serving);
        return stop();
      },
    };
    this.#serving.add(serving);
    return serving;
  }

  #spawn(command: string, args: string[], env: Record<string, string>): ChildProcess {
    return spawn(command, args, {
      cwd: this.folder,
      // A group of its own, so that one signal also reaches what it has started.
      detached: !isWindows,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', NEXT_TELEMETRY_DISABLED: '1', ...env },
    });
  }

  #run(command: string, args: string[], env: Record<string, string>): Promise<string> {
    return new Promise((done, fail) => {
      const child = this.#spawn(command, args, env);
      let printed = '';
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text: string) => {
          printed += text;
        });
      child.once('error', fail);
      child.once('close', (code) => {
        if (code === 0) done(printed);
        else fail(new Error(`${[command, ...args].join(' ')} failed with ${code}:\n${printed}`));
      });
    });
  }
}

/** Signals the whole group; it may be gone already. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (isWindows) child.kill(name);
    else process.kill(-child.pid!, name);
  } catch {}
}
