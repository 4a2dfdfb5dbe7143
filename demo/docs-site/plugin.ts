/**
 * The documentation as a Vite plugin: each Markdown file is a page `/docs/<name>.html` that Vite builds like the HTML files of demo/, and
 * `/docs/search.json` has what a search can find. In development pages are rendered when they are asked for.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { pageOf } from './page.js';
import { type DocsPage, PAGES } from './pages.js';
import { type Rendered, render } from './render.js';

const root = join(import.meta.dirname, '../..');
const FOLDER = join(root, 'demo/docs');
const SEARCH = 'docs/search.json';

/** What the build takes as input: files that are not there, and that the plugin makes. */
export const DOCS_INPUT: string[] = PAGES.map(({ name }) => join(FOLDER, `${name}.html`));

const sourceOf = ({ source }: DocsPage) => join(root, source);
const renderPage = (page: DocsPage): Rendered =>
  render(page, readFileSync(sourceOf(page), 'utf8'), (path) => existsSync(join(root, path)));
const searchIndex = (pages: Rendered[]): string => JSON.stringify(pages.flatMap(({ entries }) => entries));
/** What a build has rendered. */
const rendered = new Map<DocsPage, Rendered>();

export const documentation: Plugin = {
  name: 'documentation',
  resolveId: (id) => (DOCS_INPUT.includes(id) ? id : undefined),
  load(id) {
    const page = PAGES[DOCS_INPUT.indexOf(id)];
    if (!page) return undefined;
    this.addWatchFile(sourceOf(page));
    rendered.set(page, renderPage(page));
    return pageOf(page, rendered.get(page)!);
  },
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: SEARCH,
      source: searchIndex(PAGES.map((page) => rendered.get(page)!)),
    });
  },
  configureServer(server) {
    server.watcher.add(PAGES.map(sourceOf));
    server.watcher.on('change', (file) => {
      if (file.endsWith('.md')) server.ws.send({ type: 'full-reload' });
    });
    server.middlewares.use(async (request, response, next) => {
      try {
        const path = request.url!.split('?')[0]!;
        if (path === `/${SEARCH}`) {
          response.setHeader('content-type', 'application/json');
          return response.end(searchIndex(PAGES.map(renderPage)));
        }
        if (path === '/docs') return response.writeHead(302, { location: '/docs/' }).end();
        const name = path === '/docs/' ? 'index' : /^\/docs\/([\w-]+)\.html$/.exec(path)?.[1];
        const page = PAGES.find((one) => one.name === name);
        if (!page) return next();
        const html = await server.transformIndexHtml(`/docs/${name}.html`, pageOf(page, renderPage(page)));
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(html);
      } catch (error) {
        next(error);
      }
    });
  },
};
