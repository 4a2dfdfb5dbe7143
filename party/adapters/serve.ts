/**
 * `npx video-room serve`: reads flags, environment and files, starts the Node adapter, and ends it when the process is told to.
 * Owns the process's signals.
 */
import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type Flags, readFlags } from './flags.js';
import { Mistake } from './mistake.js';
import type { RunningParty, ServeOptions } from './node.js';
import { withServerPackages } from './server-packages.js';

export const SERVE_HELP = `  npx video-room serve [--port 1999] [--host <address>] [--data <folder>] [--env <file>] [--site <folder>]
                       [--cert <file> --key <file>] [--trust-proxy]
      Runs the party on this machine, with the script and the demo pages.
      --port    default: $PORT, then 1999; 0 takes a free port
      --host    the address to listen on; default: all addresses
      --data    a folder that keeps the rooms across a restart; default: a restart forgets them
      --env     a file of NAME=value lines with VR_ACCESS and the other variables; the environment takes precedence
      --site    a folder of pages; default: the demo
      --cert, --key   TLS, with files in PEM
      --trust-proxy   a proxy in front sets X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Proto
      GET /health answers {"status":"ok"}. SIGTERM and SIGINT tell every page to reconnect, and end the process.
`;

const SERVE_FLAGS = ['port', 'host', 'data', 'env', 'site', 'cert', 'key', 'trust-proxy'];

/** Starts the party; see {@link ServeOptions} for `authorize`. Rejects with a {@link Mistake} that says why it cannot start. */
export async function startServing(args: string[], authorize?: ServeOptions['authorize']): Promise<void> {
  const options = readOptions(readFlags(args, SERVE_FLAGS), authorize);
  const { serve } = await withServerPackages(() => import('./node.js'));
  const party = await serve(options).catch((error: NodeJS.ErrnoException) => {
    throw asMistake(error, options) ?? error;
  });
  endWithProcess(party);
  console.log(`video-room: Ready on ${party.origin}`);
  if (options.data === undefined)
    console.log('video-room: a restart forgets the rooms, because --data is not set.');
}

function readOptions(flags: Flags, authorize: ServeOptions['authorize']): ServeOptions {
  const { host, data, site, cert, key } = flags;
  if (!cert !== !key) throw new Mistake('--cert and --key go together.');
  // The environment takes precedence: it is set for this one start.
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
  // The adapter reads them too; here the message can name the wrong one.
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

/** A failed start as a sentence for the person who typed the command; `undefined` for an unknown error. */
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
    return new Mistake(`This user may not listen on port ${port}. Choose one from 1024 on.`, 1, {
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Mistake(`--host: this machine has no address ${host}.`, 2, { cause: error });
  }
  if (syscall === 'mkdir' || syscall === 'scandir') {
    return new Mistake(`--data: ${data} is not a folder that can be written.`, 2, { cause: error });
  }
  return undefined;
}

function endWithProcess(party: RunningParty): void {
  let isEnding = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second signal does not wait for open sockets.
      if (isEnding) process.exit(1);
      isEnding = true;
      void party.close().then(() => process.exit(0));
    });
  }
}
