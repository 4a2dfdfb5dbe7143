/**
 * Two browsers behind one small interface: Chromium through Playwright, Firefox through Puppeteer (WebDriver BiDi).
 * Owns how a browser starts and ends; knows nothing of calls.
 */
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { type BrowserName, browserPath, CHROMIUM_FLAGS, FIREFOX_PREFS } from './browsers.js';

/** One page in a context of its own: nothing is shared with other tabs, as if on another computer. */
export interface Tab {
  readonly browser: BrowserName;
  /** Addresses of everything that was fetched, in order. */
  readonly fetched: string[];
  /** Addresses of the WebSockets that were opened; Chromium only. */
  readonly sockets: string[];
  /** Uncaught errors and what was written with `console.error`. */
  readonly errors: string[];
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs `work` in the page as if from a click, with `input`; both must survive serialization. */
  evaluate<I, O>(work: (input: I) => O, input?: I): Promise<Awaited<O>>;
  click(selector: string): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Leaves in an orderly way: the page hears `pagehide`. */
  close(): Promise<void>;
  /** Ends the page's process, so that nothing in it can say goodbye; Chromium only. */
  kill(): Promise<void>;
}

export interface Driver {
  newTab(options?: { permissions?: 'granted' | 'ask' }): Promise<Tab>;
  close(): Promise<void>;
}

/** tsx names functions through a helper that pages do not have. */
const HELPER = 'globalThis.__name = (work) => work';

/** Starts Chromium. `flags` are added to the usual ones; `without` takes some of those away. */
export async function openChromium({
  flags = [] as string[],
  without = [] as string[],
} = {}): Promise<Driver> {
  const browser = await chromium.launch({
    executablePath: browserPath('chromium'),
    args: [...CHROMIUM_FLAGS.filter((flag) => !without.includes(flag)), ...flags],
  });
  return {
    close: () => browser.close(),
    async newTab() {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.addInitScript(HELPER);
      const fetched: string[] = [];
      const sockets: string[] = [];
      const errors: string[] = [];
      page.on('response', (response) => fetched.push(response.url()));
      page.on('websocket', (socket) => sockets.push(socket.url()));
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      return {
        browser: 'chromium',
        fetched,
        sockets,
        errors,
        open: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        evaluate: (work, input) => page.evaluate(work as never, input) as never,
        click: (selector) => page.click(selector),
        screenshot: async (path) => void (await page.screenshot({ path })),
        async close() {
          await page.goto('about:blank');
          await context.close();
        },
        async kill() {
          const session = await context.newCDPSession(page);
          // The answer never comes: the process that should send it is gone.
          const crashed = page.waitForEvent('crash');
          void session.send('Page.crash').catch(() => {});
          await crashed;
        },
      };
    },
  };
}

/** Starts Firefox. */
export async function openFirefox(): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: browserPath('firefox'),
    extraPrefsFirefox: FIREFOX_PREFS,
  });
  return {
    close: () => browser.close(),
    async newTab() {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.evaluateOnNewDocument(HELPER);
      const fetched: string[] = [];
      const errors: string[] = [];
      page.on('response', (response) => fetched.push(response.url()));
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      return {
        browser: 'firefox',
        fetched,
        sockets: [],
        errors,
        open: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        evaluate: (work, input) => page.evaluate(work as never, input as never) as never,
        click: (selector) => page.click(selector),
        screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png` })),
        async close() {
          await page.goto('about:blank');
          await page.close();
          await context.close();
        },
        kill: () => Promise.reject(new Error('Firefox cannot crash a single page on demand')),
      };
    },
  };
}
