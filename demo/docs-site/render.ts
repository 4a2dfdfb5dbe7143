/**
 * Markdown of the documentation → HTML, at build time. Owns headings, links, tables and code; knows nothing of the page around them
 * (`page.ts`) nor of Vite (`plugin.ts`).
 */
import { posix } from 'node:path';
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import ini from 'highlight.js/lib/languages/ini';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import nginx from 'highlight.js/lib/languages/nginx';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import MarkdownIt from 'markdown-it';
import { type DocsPage, PAGES } from './pages.js';

export interface Heading {
  level: number;
  text: string;
  /** The fragment that leads to it, as on GitHub. */
  id: string;
}

/** What a search can find: a heading, or a row of a table that begins with a name in code. */
export interface Entry {
  text: string;
  /** From the folder of the pages: `errors.html#room-full`. */
  href: string;
  /** The label of its page. */
  page: string;
}

export interface Rendered {
  title: string;
  html: string;
  headings: Heading[];
  entries: Entry[];
}

const LANGUAGES = {
  bash,
  css,
  dockerfile,
  ini,
  javascript,
  json,
  nginx,
  php,
  python,
  typescript,
  xml,
};
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);
hljs.registerAliases(['vue', 'svelte'], { languageName: 'xml' });

/** What a frame needs for a call; the same list as in the guide. */
const ALLOW =
  'camera; microphone; display-capture; autoplay; clipboard-write; speaker-selection; fullscreen; screen-wake-lock';

const escapeHtml = MarkdownIt().utils.escapeHtml;

const markdown = MarkdownIt({ html: false });
const { rules } = markdown.renderer;
rules.table_open = () => '<div class="table"><table>\n';
rules.table_close = () => '</table></div>\n';
rules.heading_close = (tokens, index) => {
  const { tag } = tokens[index]!;
  const id = tokens[index - 2]!.attrGet('id');
  const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this section"></a>`;
  return `${tag === 'h1' ? '' : anchor}</${tag}>\n`;
};
rules.fence = (tokens, index) => {
  const { info, content } = tokens[index]!;
  const [language = '', ...words] = info.trim().split(/\s+/);
  const code = `<pre tabindex="0"><code>${highlight(content, language)}</code></pre>\n`;
  return words.includes('live') ? `<div class="live">${liveExample(content)}${code}</div>\n` : code;
};

function highlight(code: string, language: string): string {
  return hljs.getLanguage(language) ? hljs.highlight(code, { language }).value : escapeHtml(code);
}

/** The example in a frame of its own, so that neither its styles nor its scripts meet the page's. */
function liveExample(code: string): string {
  const page = `<!doctype html>
<meta name="color-scheme" content="light dark">
<style>body { margin: 0 } video-room { height: 100vh; max-height: none }</style>
<script type="module" src="/video-room.js"></script>
${code}`;
  return `<iframe title="Live example" loading="lazy" allow="${ALLOW}" srcdoc="${escapeHtml(page)}"></iframe>`;
}

/** Renders one page. Throws on a link to a file of the repository that is not there. */
export function render(page: DocsPage, text: string, exists: (path: string) => boolean): Rendered {
  const headings: Heading[] = [];
  const entries: Entry[] = [];
  const ids = new Map<string, number>();
  const idOf = (text: string): string => {
    const slug = slugOf(text);
    const count = ids.get(slug) ?? 0;
    ids.set(slug, count + 1);
    return count ? `${slug}-${count}` : slug;
  };
  const find = (text: string, id: string): void => {
    entries.push({ text, href: `${page.name}.html${id && `#${id}`}`, page: page.label });
  };
  // Markers for programs, such as those around the generated reference.
  const tokens = markdown.parse(text.replace(/^<!--.*-->$/gm, ''), {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const heading = plainText(tokens[index + 1]!);
      const id = idOf(heading);
      token.attrSet('id', id);
      headings.push({ level: Number(token.tag.slice(1)), text: heading, id });
      find(heading, headings.length > 1 ? id : '');
    }
    if (token.type === 'tr_open' && tokens[index + 1]?.type === 'td_open') {
      const [name, ...rest] = tokens[index + 2]!.children ?? [];
      if (name?.type === 'code_inline' && !rest.length) {
        const id = idOf(`${headings.at(-1)?.id ?? ''} ${nameOf(name.content)}`);
        token.attrSet('id', id);
        find(name.content, id);
      }
    }
    for (const child of token.children ?? []) {
      if (child.type === 'link_open') {
        const href = addressOf(page, String(child.attrGet('href')), exists);
        // A file that has no page: its name without a link.
        if (href === undefined) child.tag = 'span';
        child.attrs = href === undefined ? [] : [['href', href]];
      }
      if (child.type === 'image') {
        const file = posix.join(posix.dirname(page.source), String(child.attrGet('src')));
        child.attrSet('src', posix.relative('demo/docs', file));
      }
    }
    closeSpans(token.children ?? []);
  }
  return {
    title: headings[0]?.text ?? page.label,
    html: markdown.renderer.render(tokens, markdown.options, {}),
    headings,
    entries,
  };
}

/** A link that has become a span ends as one. */
function closeSpans(tokens: { type: string; tag: string }[]): void {
  let tag = 'a';
  for (const token of tokens) {
    if (token.type === 'link_open') tag = token.tag;
    if (token.type === 'link_close') token.tag = tag;
  }
}

const plainText = ({ children }: { children: { content: string }[] | null }): string =>
  (children ?? []).map(({ content }) => content).join('');

/** `join` of `join(options): Promise<void>`. */
const nameOf = (code: string): string => /^[\w-]*/.exec(code)![0];

/** As GitHub makes it: small letters, no punctuation, hyphens for spaces. */
const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** Where a link of a page leads on the site; `undefined` for a file that has no page there. */
function addressOf(page: DocsPage, href: string, exists: (path: string) => boolean): string | undefined {
  if (/^([a-z]+:|#)/i.test(href)) return href;
  const [path = '', fragment] = href.split('#');
  const source = posix.join(posix.dirname(page.source), path);
  const target = PAGES.find((other) => other.source === source);
  if (target) return `${target.name}.html${fragment ? `#${fragment}` : ''}`;
  if (!exists(source)) throw new Error(`${page.source} links to ${href}, which is not there`);
  return undefined;
}
