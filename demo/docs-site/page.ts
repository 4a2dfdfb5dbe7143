/** The HTML of one page of the documentation: header, sidebar, text, headings of the page, and the way to the next one. */
import MarkdownIt from 'markdown-it';
import { type DocsPage, GROUPS, PAGES } from './pages.js';
import type { Heading, Rendered } from './render.js';

const escapeHtml = MarkdownIt().utils.escapeHtml;
const link = ({ name, label }: DocsPage, attributes = '') =>
  `<a href="${name}.html"${attributes}>${escapeHtml(label)}</a>`;

export function pageOf(page: DocsPage, { title, html, headings }: Rendered): string {
  const fullTitle = page.name === 'index' ? 'video-room: documentation' : `${title} · video-room`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(fullTitle)}</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%232862f0'/%3E%3Crect x='6' y='10' width='13' height='12' rx='3.5' fill='%23fff'/%3E%3Cpath d='m21 14.5 5-3v9l-5-3z' fill='%23fff'/%3E%3C/svg%3E" />
    <link rel="stylesheet" href="../demo.css" />
    <link rel="stylesheet" href="../docs-site/docs.css" />
    <script type="module" src="../docs-site/client.ts"></script>
  </head>
  <body class="docs">
    <a class="skip" href="#text">Skip to the text</a>
    <header>
      <button type="button" class="quiet menu" popovertarget="sidebar">Menu</button>
      <a class="brand" href="/">video-room</a>
      <nav aria-label="Pages of the demo">
        <a href="index.html" aria-current="true">Docs</a>
        <a href="/playground.html">Playground</a>
        <a href="/gallery.html">Gallery</a>
        <a href="/doctor.html">Doctor</a>
      </nav>
    </header>
    <div class="columns">
      <div id="sidebar" class="sidebar" popover>
        <search>
          <input type="search" id="search" placeholder="Search" aria-label="Search the documentation" autocomplete="off" aria-controls="found" />
          <p id="count" role="status"></p>
          <ul id="found" hidden></ul>
        </search>
        <nav id="contents" aria-label="Documentation">
${GROUPS.map((group) => sidebarGroup(group.title, group.pages, page)).join('\n')}
        </nav>
      </div>
      <main id="text">
        <article>
${html}
        </article>
${neighbours(page)}
      </main>
${onThisPage(headings)}
    </div>
  </body>
</html>
`;
}

function sidebarGroup(title: string, pages: DocsPage[], current: DocsPage): string {
  const items = pages.map((page) => `<li>${link(page, page === current ? ' aria-current="page"' : '')}</li>`);
  return `<h2>${escapeHtml(title)}</h2>\n<ul>${items.join('')}</ul>`;
}

/** Headings of the second level, where there are enough of them to be worth a list. */
function onThisPage(headings: Heading[]): string {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 2) return '';
  const items = sections.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`);
  return `<nav class="toc" aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></nav>`;
}

function neighbours(page: DocsPage): string {
  const index = PAGES.indexOf(page);
  const [previous, next] = [PAGES[index - 1], PAGES[index + 1]];
  return `<nav class="neighbours" aria-label="Previous and next page">
${previous ? link(previous, ' rel="prev"') : '<span></span>'}
${next ? link(next, ' rel="next"') : ''}
</nav>`;
}
