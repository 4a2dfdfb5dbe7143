/**
 * Finds the browsers for tests, and their options for calls without users or cameras. Never downloads a browser of its own: users
 * have the ones that a system package manager installs.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BrowserName = 'chromium' | 'firefox';

/** Chromium with fake devices, no prompts, plain host candidates, and no traffic of its own. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Host candidates behind mDNS names need a multicast network, which containers do not have.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** The same for Firefox. */
export const FIREFOX_PREFS = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
};

const COMMANDS: Record<BrowserName, string[]> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
  firefox: ['firefox', 'firefox-esr'],
};

/** Where installers put them outside of PATH. */
const PLACES: Record<BrowserName, string[]> = {
  chromium: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
  firefox: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
};

const VARIABLES: Record<BrowserName, string> = { chromium: 'CHROME_PATH', firefox: 'FIREFOX_PATH' };

/** The path of an installed browser: `$CHROME_PATH` or `$FIREFOX_PATH`, then PATH, then the usual places. */
export function findBrowser(name: BrowserName): string | undefined {
  const named = process.env[VARIABLES[name]];
  if (named) return existsSync(named) ? named : undefined;
  const inPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => COMMANDS[name].map((command) => join(folder, command)));
  return [...inPath, ...PLACES[name]].find((path) => existsSync(path));
}

/** Like `findBrowser`, for callers that cannot continue without it. */
export function browserPath(name: BrowserName): string {
  const path = findBrowser(name);
  if (!path) throw new Error(`No ${name} found. Install it, or set ${VARIABLES[name]} to its path.`);
  return path;
}
