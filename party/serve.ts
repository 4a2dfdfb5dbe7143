/**
 * `npx video-room serve`: reads flags, environment and files, starts the Node adapter, and ends it when the process is told to.
 * Owns the process's signals.
 */
import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { RunningParty, ServeOptions } from './adapters/node.js';
import { type Flags, Mistake, readFlags } from './flags.js';

export const SERVE_HELP = `  npx video-room serve [--port 1999] [--host <address>] [--data <folder>] [--env <file>] [--site <folder>]
                       [--cert <file> --key <file>] [--trust-proxy]
      The party on this machine, with the script and the demo pages. What VR_ACCESS and the other variables say is taken from the
      environment, or else from --env, a file of NAME=value lines. --port: $PORT, or 1999; 0 takes a free one. --host: the address
      to listen at; default: every one. --data: the folder where rooms are remembered over a restart; without it they are not.
      --site: a folder of pages, instead of the demo. --cert, --key: TLS, files in PEM. --trust-proxy: a proxy stands before it;
      X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Proto are believed. GET /health: {"status":"ok"}. SIGTERM and SIGINT end it:
      every page is told to come back.
`;

const SERVE_FLAGS = ['port', 'host', 'data', 'env', 'site', 'cert', 'key', 'trust-proxy'];

/** Starts it; what `authorize` is: see {@link ServeOptions}. Rejects with a {@link Mistake} when something is missing. */
export async function startServing(args: string[], authorize?: ServeOptions['authorize']): Promise<void> {
  const options = readOptions(readFlags(args, SERVE_FLAGS), authorize);
  const { serve } = await loadAdapter();
  const party = await serve(options).catch((error: NodeJS.ErrnoException) => {
    throw asMistake(error, options) ?? error;
  });
  endWithProcess(party);
  console.log(`video-room: Ready on ${party.origin}`);
  if (options.data === undefined)
    console.log('video-room: rooms are not remembered over a restart, for want of --data.');
}

function readOptions(flags: Flags, authorize: ServeOptions['authorize']): ServeOptions {
  const { host, data, site, cert, key } = flags;
  if (!cert !== !key) throw new Mistake('--cert and --key go together.');
  // The environment wins: it is what somebody has set for this one start.
  const env = { ...(flags.env && parseEnv(readText('env', flags.env))), ...process.env };
  const port = flags.port ?? (env.PORT || '1999');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Mistake(`${flags.port ? '--port' : 'PORT'} is a number from 0 to 65535.`);
  }
  if (site !== undefined && !statSync(site, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Mistake(`--site: ${site} is not a folder.`);
  }
  const options: ServeOptions = {
    port: Number(port),
    host,
    data,
    site,
    env,
    authorize,
    trustProxy: !!flags['trust-proxy'],
  };
  if (!cert || !key) return options;
  // Read here as well, so that it is said which of them is the wrong one.
  for (const [name, path] of Object.entries({ cert, key })) readText(name, path);
  return { ...options, tls: { cert, key } };
}

function readText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Mistake(`--${flag}: ${path} cannot be read.`, 2, { cause });
  }
}

/** What a failed start means to the person who typed it; `undefined`: nothing that we know. */
function asMistake(error: NodeJS.ErrnoException, options: ServeOptions): Mistake | undefined {
  const { port, host, data } = options;
  const { code = '', syscall } = error;
  if (code.startsWith('ERR_OSSL')) {
    return new Mistake('--cert and --key are not a certificate and its key in PEM.', 2, { cause: error });
  }
  if (code === 'EADDRINUSE') {
    return new Mistake(`Port ${port} is taken. Choose another with --port.`, 1, { cause: error });
  }
  if (code === 'EACCES' && syscall === 'listen') {
    return new Mistake(`Port ${port} is not for this user. Choose one from 1024 on.`, 1, { cause: error });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Mistake(`--host: this machine has no address ${host}.`, 2, { cause: error });
  }
  if (syscall === 'mkdir' || syscall === 'scandir') {
    return new Mistake(`--data: ${data} is not a folder that can be written.`, 2, { cause: error });
  }
  return undefined;
}

/** Packages that only servers need may have been left out. */
async function loadAdapter(): Promise<typeof import('./adapters/node.js')> {
  try {
    return await import('./adapters/node.js');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Mistake('Packages are missing that only servers need: npm install ws jose @noble/hashes', 1, {
      cause: error,
    });
  }
}

function endWithProcess(party: RunningParty): void {
  let isEnding = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // The second one does not wait for anybody.
      if (isEnding) process.exit(1);
      isEnding = true;
      void party.close().then(() => process.exit(0));
    });
  }
}
