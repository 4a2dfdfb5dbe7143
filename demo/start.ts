/**
 * `npm start`: builds, then serves the demo, the party and `/video-room.js` on one port.
 * `npm run dev` (`--dev`): the same from the sources, with live reload. `$PORT` is the port, 1999 by default; `$ENGINE` is where
 * the party runs: `partykit` (`partykit dev`, the default), `worker` (`wrangler dev`) or `node` (`npx video-room serve`).
 */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { createServer as createVite } from 'vite';
import { engineOf, startParty } from './party-process.js';

const PAGES = ['', 'docs/', 'playground.html', 'gallery.html', 'doctor.html', 'embed.html'];

const dev = process.argv.includes('--dev');
const port = Number(process.env.PORT || 1999);
let ending = false;
const origin = `http://localhost:${port}`;

if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  giveUp(`PORT is "${process.env.PORT}", which is no port. Take a number from 1 to 65535.`);
}
const engine = readEngine();
if (!(await isFree(port))) {
  giveUp(`Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} npm start`);
}
if (!dev) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build:site'], { stdio: 'inherit', shell: true });
  if (status !== 0) process.exit(status ?? 1);
}

const party = await startParty({
  engine,
  // In development pages and script come from Vite, which passes the party's sockets on.
  port: dev ? 0 : port,
  serve: dev ? undefined : 'dist/site',
  onLine: (line) => /error|warn|video-room/i.test(line) && console.log(line),
}).catch((error: Error) => giveUp(error.message));

const vite = dev
  ? await createVite({
      mode: 'development',
      server: {
        port,
        strictPort: true,
        open: process.stdout.isTTY && !process.env.CI ? '/playground.html' : false,
        proxy: { '^/part(y|ies)/': { target: `http://127.0.0.1:${party.port}`, ws: true } },
      },
    })
  : undefined;
await vite?.listen();

console.log(`\n${PAGES.map((page) => `  ${origin}/${page}`).join('\n')}\n`);
console.log(`  Script for other pages: ${origin}/video-room.js`);
console.log(`  Ctrl-C ends it.\n`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end(0));
void party.ended.then(() => end(1));
// npm does not pass a SIGTERM on through the shell it starts scripts with: notice that the shell is gone.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && void end(0), 500);

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await Promise.all([party.stop(), vite?.close()]);
  process.exit(code);
}

function readEngine() {
  try {
    return engineOf();
  } catch (error) {
    return giveUp((error as Error).message);
  }
}

function giveUp(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** Whether nothing listens there, on any address. */
function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
      .once('error', () => done(false))
      .once('listening', () => probe.close(() => done(true)));
    probe.listen(port);
  });
}
