/**
 * One picture ("sheet") of each gallery state, in every size and theme, and its comparison with the approved one. Taken by
 * Chromium, with fonts of npm packages and still clocks, so that every machine gets the same picture, except for rounding.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Page } from 'puppeteer-core';
import { build, type Plugin, preview } from 'vite';
import { openChromium } from '../support/drivers.js';
import { BOXES, SHEET } from './boxes.js';

const root = join(import.meta.dirname, '../..');
const APPROVED = join(import.meta.dirname, 'approved');
/** Where the pictures of a failure are put. */
const FAILED = join(root, 'coverage/screenshots');

/** How different a pixel may be, from 0 to 1, as pixelmatch measures it. */
const PIXEL_TOLERANCE = 0.12;
/**
 * How many pixels of a box of the usual scale may be more different: rounding at the edges of letters. A missing icon has more. In a box
 * that is reduced more, icons and letters have fewer pixels.
 */
const BOX_TOLERANCE = 12;
const USUAL_SCALE = 0.5;

/** For a page to load all sources, on a slow machine (ms). */
const LOADING = 120_000;

/** Drawn at the same time. */
const PAGES = 2;

export interface Sheet {
  readonly name: string;
  readonly image: PNG;
}

/** Tells the page of each dynamic import (`loading` in `box.html`), so that it knows when a state has all its code. */
const lazyCode: Plugin = {
  name: 'lazy-code',
  enforce: 'post',
  transform(code, id) {
    if (!id.includes('/src/')) return undefined;
    return code.replace(/\bimport\((['"][^'"]+['"])\)/g, 'globalThis.loading(import($1))');
  },
};

/**
 * Chromium, and a server for the pages of this folder, as built: a dozen boxes with hundreds of source files each would take a slow
 * machine minutes, and a box without one of its files draws nothing.
 */
async function openChromiumAndServer() {
  const outDir = mkdtempSync(join(tmpdir(), 'video-room-sheets-'));
  const pages = ['sheet', 'box'].map((page) => join(import.meta.dirname, `${page}.html`));
  const common = { configFile: false, root, logLevel: 'error' } as const;
  await build({
    ...common,
    plugins: [lazyCode],
    build: {
      outDir,
      target: 'esnext',
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: pages },
    },
  });
  const server = await preview({ ...common, build: { outDir }, preview: { port: 0 } });
  const chromium = await openChromium({
    args: [
      '--font-render-hinting=none',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
      '--hide-scrollbars',
      '--lang=en-GB',
    ],
  });
  return {
    /** Opens a page of this folder in a window of this size, and waits until it has the function `ready`. */
    async open(file: string, size: { width: number; height: number }, ready: string): Promise<Page> {
      const { page } = await chromium.newTab();
      await page.emulateTimezone('UTC');
      await page.setViewport({ ...size, deviceScaleFactor: 1 });
      await page.goto(`${server.resolvedUrls!.local[0]}test/visual/${file}`, { timeout: LOADING });
      await page.waitForFunction(`globalThis.${ready}`, { timeout: LOADING });
      return page;
    },
    async close(): Promise<void> {
      await chromium.close();
      await server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}

/** A page whose function `draw(name, theme)` draws a state in a window of this size. */
export async function openStates(size: {
  width: number;
  height: number;
}): Promise<{ page: Page; close(): Promise<void> }> {
  const { open, close } = await openChromiumAndServer();
  return { page: await open('box.html', size, 'draw'), close };
}

/** Draws the sheets of the states whose name contains `part`, and gives each to `use`. Returns the names of all states. */
export async function takeSheets(use: (sheet: Sheet) => void, part = ''): Promise<readonly string[]> {
  const { open, close } = await openChromiumAndServer();
  try {
    const openSheet = () => open('sheet.html', SHEET, 'drawSheet');
    const first = await openSheet();
    const states = (await first.evaluate('states')) as string[];
    const queue = states.filter((name) => name.toLowerCase().includes(part.toLowerCase()));
    const work = async (page: Page) => {
      for (let name = queue.shift(); name; name = queue.shift()) {
        await page.evaluate(`drawSheet(${JSON.stringify(name)})`);
        use({ name, image: PNG.sync.read(Buffer.from(await page.screenshot())) });
      }
    };
    const others = Array.from({ length: PAGES - 1 }, async () => work(await openSheet()));
    await Promise.all([work(first), ...others]);
    return states;
  } finally {
    await close();
  }
}

const fileOf = (name: string) => `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`;
const approvedNames = () => readdirSync(APPROVED).filter((name) => name.endsWith('.png'));

/** Throws if there is no approved picture. */
export const approvedImage = (name: string): PNG => PNG.sync.read(readFileSync(join(APPROVED, fileOf(name))));

/** What differs from the approved sheet, one line for each box; empty if nothing does. Leaves pictures of it in a folder. */
export function compare({ name, image }: Sheet): string[] {
  let approved: PNG;
  try {
    approved = approvedImage(name);
  } catch {
    return [`there is no approved picture yet: ${leave(name, 'new', image)}`];
  }
  if (approved.width !== image.width || approved.height !== image.height)
    return ['the approved picture has another size: boxes were added or removed'];
  const diff = new PNG({ width: image.width, height: image.height });
  PNG.bitblt(image, diff, 0, 0, image.width, image.height, 0, 0);
  const findings = BOXES.flatMap(({ width, height, theme, scale, x, y }) => {
    const size = { width: Math.floor(width * scale), height: Math.floor(height * scale) };
    const [now, before, mask] = [image, approved, undefined].map((from) => {
      const cut = new PNG(size);
      if (from) PNG.bitblt(from, cut, x, y, size.width, size.height, 0, 0);
      return cut;
    }) as [PNG, PNG, PNG];
    const count = pixelmatch(before.data, now.data, mask.data, size.width, size.height, {
      threshold: PIXEL_TOLERANCE,
      alpha: 0.3,
    });
    if (count <= BOX_TOLERANCE * (scale / USUAL_SCALE) ** 2) return [];
    PNG.bitblt(mask, diff, 0, 0, size.width, size.height, x, y);
    return [`${width} × ${height}, ${theme}: ${count} pixels differ`];
  });
  return findings.length
    ? [...findings, `see ${leave(name, 'diff', diff)} and ${leave(name, 'new', image)}`]
    : [];
}

/** Writes a picture of a failure; returns its path. */
function leave(name: string, kind: 'new' | 'diff', image: PNG): string {
  mkdirSync(FAILED, { recursive: true });
  const path = join(FAILED, fileOf(name).replace('.png', `.${kind}.png`));
  writeFileSync(path, PNG.sync.write(image));
  return relative(root, path);
}

/** Colours of an approved sheet, per channel: few, so that it compresses well. The error is within the tolerance. */
const LEVELS = 12;

/** Approves a sheet. */
export function approve({ name, image }: Sheet): void {
  mkdirSync(APPROVED, { recursive: true });
  const reduced = new PNG({ width: image.width, height: image.height });
  const step = 255 / (LEVELS - 1);
  for (const [index, value] of image.data.entries())
    reduced.data[index] = Math.round(Math.round(value / step) * step);
  writeFileSync(
    join(APPROVED, fileOf(name)),
    PNG.sync.write(reduced, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 }),
  );
}

/** Approved sheets of states that are gone. */
export function leftOver(states: readonly string[]): string[] {
  const known = new Set(states.map(fileOf));
  return approvedNames().filter((name) => !known.has(name));
}

export const remove = (file: string): void => rmSync(join(APPROVED, file));
