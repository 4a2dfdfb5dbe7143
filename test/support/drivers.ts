/**
 * Chromium and Firefox behind one small interface, through Puppeteer (CDP for the one, WebDriver BiDi for the other).
 * Owns how a browser starts and ends; knows nothing of calls.
 */
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { type BrowserName, browserPath, CHROMIUM_FLAGS, FIREFOX_PREFS } from './browsers.js';

/** One page in a context of its own: nothing is shared with other tabs, as if on another computer. */
export interface Tab {
  readonly browser: BrowserName;
  /** Puppeteer's own handle, for what is not worth a method here. */
  readonly page: Page;
  /** Addresses of everything that was fetched, in order. */
  readonly fetched: string[];
  /** Addresses of the WebSockets that were opened; Chromium only. */
  readonly sockets: string[];
  /** Uncaught errors and what was written with `console.error`. */
  readonly errors: string[];
  /** Runs `work` in every page that is opened from now on, before any of its own scripts. */
  before(work: () => void): Promise<void>;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs `work` in the page as if from a click, with `input`; both must survive serialization. */
  evaluate<I, O>(work: (input: I) => O, input?: I): Promise<Awaited<O>>;
  screenshot(path: string): Promise<void>;
  /** Leaves in an orderly way: the page hears `pagehide`. */
  close(): Promise<void>;
  /** Ends the page's process, so that nothing in it can say goodbye; Chromium only. */
  kill(): Promise<void>;
}

export interface Driver {
  readonly browser: Browser;
  newTab(): Promise<Tab>;
  close(): Promise<void>;
}

/** Starts Chromium, with its usual flags but for those in `without`, and whatever else Puppeteer is to be told. */
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

/** Starts Firefox, with more preferences, and whatever else Puppeteer is to be told. */
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
  // tsx names functions through a helper that pages do not have.
  await page.evaluateOnNewDocument('globalThis.__name = (work) => work');
  const fetched: string[] = [];
  const sockets: string[] = [];
  const errors: string[] = [];
  page.on('response', (response) => fetched.push(response.url()));
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
