/**
 * `npx video-room serve`: reads flags, environment and files, starts the Node adapter, and ends it when the process is told to.
 * Owns the process's signals.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { RunningParty, ServeOptions } from './adapters/node.js';
import { Mistake, readFlags } from './flags.js';

export const SERVE_HELP = `  npx video-room serve [--port 1999] [--host <address>] [--data <folder>] [--env <file>] [--site <folder>]
                       [--cert <file> --key <file>] [--trust-proxy]
      The party on this machine, with the script and the demo pages; needs the package ws. What VR_ACCESS and the other variables
      say is taken from the environment, or else from --env, a file of NAME=value lines. --port: $PORT, or 1999. --host: default
      every address. --data: where rooms are remembered over a restart; without it they are not. --site: other pages than the
      demo. --cert, --key: TLS, in PEM. --trust-proxy: a proxy sets X-Forwarded-Host and X-Forwarded-Proto.
`;

const FLAGS = ['port', 'host', 'data', 'env', 'site', 'cert', 'key', 'trust-proxy'];

/** Starts it; what `authorize` is: see {@link ServeOptions}. Rejects with a {@link Mistake} when something is missing. */
export async function startServing(args: string[], authorize?: ServeOptions['authorize']): Promise<void> {
  const flags = readFlags(args, FLAGS);
  const { host, data, site, cert, key } = flags;
  if (!cert !== !key) throw new Mistake('--cert and --key go together.');
  const env = { ...(flags.env && readEnv(flags.env)), ...process.env };
  const port = Number(flags.port ?? (env.PORT || 1999));
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Mistake('The port is a number from 0 to 65535.');
  const options: ServeOptions = {
    port,
    host,
    data,
    site,
    env,
    authorize,
    trustProxy: !!flags['trust-proxy'],
  };
  if (cert && key) options.tls = { cert, key };
  const { serve } = await loadAdapter();
  const party = await serve(options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new Mistake(`Port ${port} is taken. Choose another with --port.`);
    if (error.code === 'ENOENT' || error.code === 'EACCES') throw new Mistake(error.message);
    throw error;
  });
  endWithProcess(party);
  console.log(`video-room: Ready on ${party.origin}`);
  if (data === undefined)
    console.log('video-room: rooms are not remembered over a restart, for want of --data.');
}

/** `ws` is not installed with this package: pages do not need it. */
async function loadAdapter(): Promise<typeof import('./adapters/node.js')> {
  try {
    return await import('./adapters/node.js');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Mistake('A package is missing that only servers need: npm install ws');
  }
}

function readEnv(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    throw new Mistake(`--env: ${path} cannot be read.`);
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
