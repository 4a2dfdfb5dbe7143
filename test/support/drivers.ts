/**
 * Chromium and Firefox behind one small interface, through Puppeteer (CDP for one, WebDriver BiDi for the other). Owns the start
 * and end of a browser; knows nothing of calls.
 */
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { type BrowserName, browserPath, CHROMIUM_FLAGS, FIREFOX_PREFS } from './browsers.js';

/** One page in a context of its own: nothing is shared with other tabs, like on another computer. */
export interface Tab {
  readonly browser: BrowserName;
  /** Puppeteer's own page, for everything without a method here. */
  readonly page: Page;
  /** Addresses of all requests that have been answered completely, in order. */
  readonly fetched: string[];
  /** Addresses of all WebSockets; Chromium only. */
  readonly sockets: string[];
  /** Uncaught errors and output of `console.error`, without what browsers log on a slow machine only. */
  readonly errors: string[];
  /** Runs `work` in every page opened from now on, before its own scripts. */
  before(work: () => void): Promise<void>;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs `work` in the page like from a click, with `input`; both must be serializable. */
  evaluate<I, O>(work: (input: I) => O, input?: I): Promise<Awaited<O>>;
  screenshot(path: string): Promise<void>;
  /** Closes normally: the page gets `pagehide`. */
  close(): Promise<void>;
  /** Kills the page's process, so that nothing in it can send a last message; Chromium only. */
  kill(): Promise<void>;
}

export interface Driver {
  readonly browser: Browser;
  newTab(): Promise<Tab>;
  close(): Promise<void>;
}

/**
 * Puppeteer's timeouts (ms), for a machine that does much else: its defaults, 30 s for a start or a page and 180 s for a command,
 * say nothing about the product.
 */
const TIMEOUT = 180_000;
const TIMEOUTS = { timeout: TIMEOUT, protocolTimeout: 300_000 };

/** Starts Chromium with its usual flags except those in `without`, and further options of Puppeteer. */
export async function openChromium({
  without = [],
  args = [],
  ...options
}: LaunchOptions & { without?: string[] } = {}): Promise<Driver> {
  const browser = await puppeteer.launch({
    executablePath: browserPath('chromium'),
    args: [...CHROMIUM_FLAGS.filter((flag) => !without.includes(flag)), ...args],
    ...TIMEOUTS,
    ...options,
  });
  return driver('chromium', browser);
}

/** Starts Firefox with additional preferences, and further options of Puppeteer. */
export async function openFirefox({ extraPrefsFirefox, ...options }: LaunchOptions = {}): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: browserPath('firefox'),
    extraPrefsFirefox: { ...FIREFOX_PREFS, ...extraPrefsFirefox },
    ...TIMEOUTS,
    ...options,
  });
  return driver('firefox', browser);
}

/**
 * What browsers themselves log when a machine is slow: links that Firefox gives up, and sockets that were closed before they were
 * connected. Whether pages meet, and reach their party, is for tests to say. A party that refuses a socket is still an error.
 */
const OF_SLOW_MACHINES = [
  /WebRTC: ICE failed/,
  /^WebSocket connection to 'wss?:\S+' failed: Error in connection establishment/,
  /can’t establish a connection to the server at wss?:/,
  /The connection to wss?:\S+ was interrupted while the page was loading/,
];

/** Firefox logs imports that a reload has interrupted. */
const INTERRUPTED_IMPORT =
  /error loading dynamically imported module|Loading failed for the module with source/;

function driver(name: BrowserName, browser: Browser): Driver {
  return { browser, newTab: () => openTab(name, browser), close: () => browser.close() };
}

async function openTab(browser: BrowserName, owner: Browser): Promise<Tab> {
  const context = await owner.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT);
  // tsx adds a helper to functions that pages do not have.
  await page.evaluateOnNewDocument('globalThis.__name = (work) => work');
  const fetched: string[] = [];
  const sockets: string[] = [];
  const errors: string[] = [];
  page.on('requestfinished', (request) => fetched.push(request.url()));
  let isReloading = false;
  const report = (line: string) => {
    const isOfMachine = OF_SLOW_MACHINES.some((known) => known.test(line));
    if (!isOfMachine && !(isReloading && INTERRUPTED_IMPORT.test(line))) errors.push(line);
  };
  page.on('pageerror', (error) => report(String(error)));
  page.on('console', (message) => message.type() === 'error' && report(message.text()));
  const session = browser === 'chromium' ? await page.createCDPSession() : undefined;
  session?.on('Network.webSocketCreated', ({ url }) => sockets.push(url));
  await session?.send('Network.enable');
  return {
    browser,
    page,
    fetched,
    sockets,
    errors,
    before: async (work) => void (await page.evaluateOnNewDocument(work)),
    open: async (url) => void (await page.goto(url)),
    async reload() {
      isReloading = true;
      await page.reload().finally(() => {
        isReloading = false;
      });
    },
    evaluate: (work, input) => page.evaluate(work as never, input as never) as never,
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png` })),
    async close() {
      await page.goto('about:blank');
      await context.close();
    },
    async kill() {
      if (!session) throw new Error('Firefox cannot crash a single page on demand');
      const crashed = new Promise((done) => session.once('Inspector.targetCrashed', done));
      await session.send('Inspector.enable');
      // The answer never comes: the process that should send it is gone.
      void session.send('Page.crash').catch(() => {});
      await crashed;
    },
  };
}
