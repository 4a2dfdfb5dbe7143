/** The documentation: its pages are built, its links lead somewhere, its code compiles, its examples and its search work. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, posix } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PAGES } from '../../demo/docs-site/pages.js';
import type { Entry } from '../../demo/docs-site/render.js';
import { StaticFiles } from '../../party/adapters/static-files.js';
import { ROOM_ERROR_CODES } from '../../src/protocol/errors.js';
import { codeBlocks, root } from '../support/documents.js';
import { type Driver, openChromium } from '../support/drivers.js';
import { SUITE_TIMEOUT, until } from '../support/until.js';

const SITE = join(root, 'dist/site');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pageOf = (name: string) => readFileSync(join(SITE, 'docs', name), 'utf8');
const idsOf = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!));
const entries = (): Entry[] => JSON.parse(pageOf('search.json'));

describe('the pages of the documentation', () => {
  it('are all of demo/docs', () => {
    const sources = readdirSync(join(root, 'demo/docs')).map((name) => `demo/docs/${name}`);
    assert.deepEqual(
      sources.filter((source) => !PAGES.some((page) => page.source === source)),
      [],
    );
  });

  it('link only to pages and headings that are there', () => {
    const wrong: string[] = [];
    for (const { name } of PAGES) {
      for (const [, href] of pageOf(`${name}.html`).matchAll(/<a [^>]*href="([^"]+)"/g)) {
        if (/^[a-z]+:/.test(href!)) continue;
        const { pathname, hash } = new URL(href!, `http://localhost/docs/${name}.html`);
        const file = join(SITE, pathname === '/' ? 'index.html' : pathname);
        const isThere =
          existsSync(file) && (!hash || idsOf(readFileSync(file, 'utf8')).has(decodeURI(hash.slice(1))));
        if (!isThere) wrong.push(`${name}: ${href}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('link only to files that are there when they are read on GitHub', () => {
    const wrong: string[] = [];
    for (const { source } of PAGES) {
      const text = read(source).replace(/^```[\s\S]*?^```$/gm, '');
      for (const [, href] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^([a-z]+:|#)/.test(href!)) continue;
        const file = posix.join(posix.dirname(source), href!.split('#')[0]!);
        if (!existsSync(join(root, file))) wrong.push(`${source}: ${href}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('have a heading for every error code, where the links of errors lead', () => {
    const ids = idsOf(pageOf('errors.html'));
    assert.deepEqual(
      ROOM_ERROR_CODES.filter((code) => !ids.has(code)),
      [],
    );
  });

  it('have search entries that lead somewhere, for headings and for names in tables', () => {
    const all = entries();
    const wrong = all.filter(({ href }) => {
      const [file, id] = href.split('#');
      return id ? !idsOf(pageOf(file!)).has(id) : !existsSync(join(SITE, 'docs', file!));
    });
    assert.deepEqual(wrong, []);
    for (const text of ['room-full', 'display-name', 'VR_ACCESS'])
      assert.ok(
        all.some((entry) => entry.text === text),
        text,
      );
  });
});

describe('code in the documentation', { timeout: SUITE_TIMEOUT }, () => {
  /** Inside the repository, so that the package's own name leads to its types. */
  const folder = join(root, 'coverage/docs-code');
  before(() => mkdirSync(folder, { recursive: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('compiles against the types of the package', () => {
    const names = new Map<string, string>();
    const scripts = codeBlocks().flatMap((block) => {
      if (['js', 'ts'].includes(block.language)) return [block];
      if (block.language !== 'html') return [];
      return [...block.code.matchAll(/<script type="module">\n([\s\S]*?)<\/script>/g)].map(([, code]) => ({
        ...block,
        language: 'js',
        code: code!,
      }));
    });
    assert.ok(scripts.length > 10);
    for (const [index, { source, line, language, code }] of scripts.entries()) {
      // Types that a page shows are declarations; `export {}` makes each piece a module of its own.
      writeFileSync(join(folder, `block-${index}.${language}`), `${code}\nexport {};\n`);
      names.set(`block-${index}`, `${source}:${line}`);
    }
    writeFileSync(join(folder, 'page.d.ts'), THEIR_PAGE);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
    const { stdout, status } = spawnSync('npx', ['tsc', '-p', folder], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    assert.equal(
      status,
      0,
      stdout.replace(/\S*(block-\d+)\.[jt]s/g, (_, name) => names.get(name)!),
    );
  });

  it('uses only attributes and slots that the element has', () => {
    const { modules } = JSON.parse(read('dist/custom-elements.json'));
    const { attributes, slots } = modules
      .flatMap(({ declarations = [] }) => declarations)
      .find(({ tagName }: { tagName?: string }) => tagName === 'video-room');
    const known = new Set([
      ...attributes.map(({ name }: { name: string }) => name),
      ...['id', 'class', 'style', 'slot', 'lang', 'dir'],
    ]);
    const slotNames = new Set(slots.map(({ name }: { name: string }) => name));
    const wrong: string[] = [];
    for (const { source, line, language, code } of codeBlocks()) {
      if (language !== 'html') continue;
      for (const [, tag] of code.matchAll(/<video-room\b([^>]*)>/g))
        for (const [, name] of tag!.matchAll(/([a-z-]+)(?:="[^"]*")?(?=\s|$)/g))
          if (!known.has(name!)) wrong.push(`${source}:${line}: ${name}`);
      for (const [, name] of code.matchAll(/ slot="([^"]*)"/g))
        if (!slotNames.has(name!)) wrong.push(`${source}:${line}: slot ${name}`);
    }
    assert.deepEqual(wrong, []);
  });

  it('uses only custom properties, parts and states that the element has', () => {
    const { modules } = JSON.parse(read('dist/custom-elements.json'));
    const element = modules
      .flatMap(({ declarations = [] }) => declarations)
      .find(({ tagName }: { tagName?: string }) => tagName === 'video-room');
    const names = (list: { name: string }[]) => new Set(list.map(({ name }) => name));
    const [properties, states] = [names(element.cssProperties), names(element.cssStates)];
    // Words in the description of a part are parts as well, such as `control-leave`.
    const parts = element.cssParts.map((part: { name: string; description?: string }) =>
      [part.name, ...[...(part.description ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name)].join(' '),
    );
    const wrong: string[] = [];
    for (const { source, line, language, code } of codeBlocks()) {
      if (language !== 'css' && language !== 'html') continue;
      for (const [name] of code.matchAll(/--video-room-[\w-]+/g))
        if (!properties.has(name)) wrong.push(`${source}:${line}: ${name}`);
      for (const [, name] of code.matchAll(/:state\(([\w-]+)\)/g))
        if (!states.has(name!)) wrong.push(`${source}:${line}: state ${name}`);
      for (const [, name] of code.matchAll(/::part\(([\w-]+)\)/g))
        if (!parts.some((part: string) => part.split(' ').includes(name!)))
          wrong.push(`${source}:${line}: part ${name}`);
    }
    assert.deepEqual(wrong, []);
  });

  it('runs only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const wrong = codeBlocks()
      .filter(({ language }) => language === 'sh')
      .flatMap(({ source, line, code }) =>
        [...code.matchAll(/npm run (?:--silent )?([\w:-]+)/g)]
          .filter(([, name]) => !(name! in scripts))
          .map(([, name]) => `${source}:${line}: npm run ${name}`),
      );
    assert.deepEqual(wrong, []);
  });
});

describe('a page of the documentation in a browser', { timeout: SUITE_TIMEOUT }, () => {
  let server: Server;
  let origin: string;
  let chromium: Driver;

  before(async () => {
    const files = new StaticFiles();
    files.add(SITE);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (!files.serve(pathname, request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, done));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    // Nobody has allowed a camera here: the examples connect to nothing.
    chromium = await openChromium({ without: ['--use-fake-ui-for-media-stream'] });
  });
  after(async () => {
    await chromium.close();
    server.close();
    server.closeAllConnections();
  });

  it('shows live examples: the element itself, in a frame of its own', async () => {
    const tab = await chromium.newTab();
    for (const name of new Set(
      codeBlocks()
        .filter(({ words }) => words.includes('live'))
        .map(({ source }) => source),
    )) {
      const page = PAGES.find(({ source }) => source === name)!;
      await tab.open(`${origin}/docs/${page.name}.html`);
      await tab.page.$eval('iframe', (frame) => frame.scrollIntoView());
      const state = await until(() =>
        tab.evaluate(
          () => document.querySelector('iframe')!.contentDocument?.querySelector('video-room')?.state,
        ),
      );
      assert.ok(['idle', 'lobby'].includes(state!), `${page.name}: ${state}`);
    }
    assert.deepEqual([tab.errors, tab.sockets], [[], []]);
    await tab.close();
  });

  it('finds a heading, shows it as text, and leads there', async () => {
    const tab = await chromium.newTab();
    await tab.page.setViewport({ width: 1280, height: 800 });
    await tab.open(`${origin}/docs/index.html`);
    await tab.page.type('#search', 'room-full');
    const first = await until(() => tab.page.$('#found a'));
    assert.match(await first.evaluate((link) => link.textContent ?? ''), /^room-full/);
    await Promise.all([tab.page.waitForNavigation(), tab.page.keyboard.press('Enter')]);
    assert.equal(tab.page.url(), `${origin}/docs/errors.html#room-full`);
    await tab.page.type('#search', 'no such heading <img>');
    await until(() => tab.page.$eval('#count', (count) => count.textContent === 'No results'));
    assert.deepEqual(tab.errors, []);
    await tab.close();
  });

  it('has its menu behind a button, and nothing wider than the window, where the window is narrow', async () => {
    const tab = await chromium.newTab();
    await tab.page.setViewport({ width: 400, height: 800 });
    for (const { name } of PAGES) {
      await tab.open(`${origin}/docs/${name}.html`);
      const width = await tab.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 400, `${name} is ${width} wide`);
    }
    const isSeen = () => tab.page.$eval('#contents', (list) => list.checkVisibility());
    assert.equal(await isSeen(), false);
    await tab.page.click('.menu');
    await until(isSeen, 'for the menu');
    await tab.page.keyboard.press('Escape');
    await until(async () => !(await isSeen()), 'for the menu to be gone');
    await tab.close();
  });
});

/** What a reader's page has around the pieces of code. */
const THEIR_PAGE = `
import type { Participant, VideoRoom } from 'video-room/element';
declare global {
  const call: VideoRoom;
  const element: VideoRoom;
  const participant: Participant;
  const expected: Set<string>;
  function show(slide: number): void;
  function sessionOf(cookie: string | null): Promise<{ userId: string; name: string; rooms: string[] } | null>;
  interface ParentNode {
    querySelector(id: \`#\${string}\`): HTMLElement;
  }
}
`;
const COMPILER = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    allowJs: true,
    checkJs: true,
    strict: true,
    noImplicitAny: false,
    strictNullChecks: false,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ['*'],
};
