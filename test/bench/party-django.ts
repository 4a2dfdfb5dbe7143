/**
 * A baseline: a Django Channels room under daphne, with Redis as the channel layer. Takes `--port`,
 * as the party does. Needs Debian's packages `python3-django-channels python3-channels-redis daphne redis-server`.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { port: { type: 'string' } }, strict: false });

/** A port that nobody uses. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const redisPort = await freePort();
const port = Number(values.port) || (await freePort());
const cwd = dirname(fileURLToPath(import.meta.url));
const redis = spawn(
  'redis-server',
  ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
await new Promise<void>((resolve) => {
  redis.stdout!.on('data', (data) => String(data).includes('Ready to accept') && resolve());
});
const daphne = spawn(
  'daphne',
  ['--port', String(port), '--bind', '127.0.0.1', '--verbosity', '1', 'party-django:application'],
  {
    cwd,
    env: { ...process.env, REDIS_PORT: String(redisPort), PYTHONPATH: cwd, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  },
);
daphne.stderr!.on('data', (data) => {
  if (String(data).includes('Listening on')) console.log(`Ready on http://localhost:${port}`);
});
const end = () => {
  daphne.kill();
  redis.kill();
};
process.on('SIGTERM', () => {
  end();
  process.exit();
});
daphne.on('exit', (code) => {
  end();
  process.exit(code ?? 0);
});
