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
  /** Uncaught errors and output of `console.error`. */
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

/** Starts Chromium with its usual flags except those in `without`, and further options of Puppeteer. */
export async function openChromium({
  without = [],
  args = [],
  ...options
}: LaunchOptions & { without?: string[] } = {}): Promise<Driver> {
  const browser = await puppeteer.launch({
    executablePath: browserPath('chromium'),
    args: [...CHROMIUM_FLAGS.filter((flag) => !without.includes(flag)), ...args],
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
    ...options,
  });
  return driver('firefox', browser);
}

function driver(name: BrowserName, browser: Browser): Driver {
  return { browser, newTab: () => openTab(name, browser), close: () => browser.close() };
}

async function openTab(browser: BrowserName, owner: Browser): Promise<Tab> {
  const context = await owner.createBrowserContext();
  const page = await context.newPage();
  // tsx adds a helper to functions that pages do not have.
  await page.evaluateOnNewDocument('globalThis.__name = (work) => work');
  const fetched: string[] = [];
  const sockets: string[] = [];
  const errors: string[] = [];
  page.on('requestfinished', (request) => fetched.push(request.url()));
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
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
    reload: async () => void (await page.reload()),
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
