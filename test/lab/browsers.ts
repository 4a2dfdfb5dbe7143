/**
 * Browsers that run at a place of the lab's network, while this process is outside. Owns the connection to them: Chromium by a
 * pipe, Firefox through a tunnel, because its WebDriver only listens on its own loopback.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type BrowserName, browserPath, CHROMIUM_FLAGS } from '../support/browsers.js';
import { type Driver, openChromium, openFirefox } from '../support/drivers.js';

/** Where and how to start one. */
export interface Seat {
  name: string;
  /** A command prefix that runs the command at that place. */
  at: string[];
  /** The origin that counts as secure, although it is not localhost there. */
  origin: string;
  /** A folder for profiles, sockets and scripts; its creator removes it. */
  folder: string;
  /** A WAV file that the microphone plays again and again; Chromium only. Default: a beep each second. */
  voice?: string | undefined;
}

/** Starts a browser at a place. */
export async function openBrowser(browser: BrowserName, seat: Seat): Promise<Driver> {
  const options = {
    executablePath: starter(browser, seat),
    userDataDir: join(seat.folder, `${seat.name}-profile`),
    defaultViewport: { width: 480, height: 480 },
  };
  if (browser === 'chromium') {
    // If there are two flags with features, the last one counts, so this one must contain all.
    const features = CHROMIUM_FLAGS.find((flag) => flag.startsWith('--disable-features='))!;
    return openChromium({
      ...options,
      pipe: true,
      args: [
        `--unsafely-treat-insecure-origin-as-secure=${seat.origin}`,
        features,
        ...(seat.voice ? [`--use-file-for-fake-audio-capture=${seat.voice}`] : []),
      ],
    });
  }
  const tunnel = await openTunnel(seat);
  const driver = await openFirefox({
    ...options,
    debuggingPort: tunnel.port,
    extraPrefsFirefox: {
      'dom.securecontext.allowlist': new URL(seat.origin).hostname,
      // Its own loopback leads nowhere.
      'media.peerconnection.ice.loopback': false,
    },
  }).catch((error) => {
    tunnel.close();
    throw error;
  });
  return { ...driver, close: () => driver.close().finally(tunnel.close) };
}

/** A script that starts the browser at its place: Puppeteer needs the path of one file. */
function starter(browser: BrowserName, { name, at, folder }: Seat): string {
  const path = join(folder, `${name}-${browser}`);
  writeFileSync(path, `#!/bin/sh\nexec ${at.join(' ')} '${browserPath(browser)}' "$@"\n`);
  chmodSync(path, 0o700);
  return path;
}

/** Creates a port that is the same inside and outside. */
async function openTunnel({ name, at, folder }: Seat): Promise<{ port: number; close(): void }> {
  const file = join(folder, `${name}.sock`);
  const server = createServer((outer) => {
    const inner = connect(file);
    outer.pipe(inner).pipe(outer);
    outer.once('error', () => inner.destroy());
    inner.once('error', () => outer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = join(import.meta.dirname, 'tunnel.ts');
  const inside = spawnAt(at, [process.execPath, '--import', 'tsx', script, file, String(port)]);
  await once(inside.stdout!, 'data');
  return {
    port,
    close() {
      server.close();
      inside.kill();
    },
  };
}

/** Starts a command at a place, with readable output. */
export function spawnAt(at: string[], command: string[]): ChildProcess {
  const [first, ...rest] = [...at, ...command];
  return spawn(first!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
}
