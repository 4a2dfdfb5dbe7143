/**
 * Everything Vite does, by mode:
 *   vite build                 the script tag's `video-room.js` with its lazy chunks, into dist/ and dist/site/
 *   vite build --mode single   the same in one file, for pages that pin it with `integrity`
 *   vite build --mode site     the pages of demo/, into dist/site/, beside the script that they load
 *   vite (see demo/start.ts)   the same pages with live reload, the script straight from src/
 */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import MagicString from 'magic-string';
import { defineConfig, minify, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const site = join(dist, 'site');

/** The first build of a round: nothing of an older one stays. */
const startAfresh: Plugin = {
  name: 'start-afresh',
  buildStart: () => rmSync(dist, { recursive: true, force: true }),
};

/** The site serves what the package ships: one build, two places. */
const copyToSite: Plugin = {
  name: 'copy-to-site',
  writeBundle() {
    for (const entry of readdirSync(dist).filter(
      (name) => name.startsWith('video-room.') || name === 'chunks',
    )) {
      cpSync(join(dist, entry), join(site, entry), { recursive: true });
    }
    // What Cloudflare is to answer with for each of them.
    cpSync(join(root, 'demo/_headers'), join(site, '_headers'));
  },
};

/**
 * Takes comments and layout out of css`…` and html`…`, which the minifier must leave alone: 2 % of the gzipped script.
 * White space in HTML becomes one space, never none, so that words stay apart as they do in development.
 */
const minifyTemplates: Plugin = {
  name: 'minify-templates',
  transform: {
    order: 'pre',
    filter: { id: /[\\/]src[\\/](ui|styles)[\\/].*\.ts$/ },
    handler(code) {
      const output = new MagicString(code);
      JSON.stringify(this.parse(code, { lang: 'ts' }), (_key, node) => {
        const minify = node?.type === 'TaggedTemplateExpression' ? MINIFIERS[node.tag.name] : undefined;
        for (const { start, value } of minify ? node.quasi.quasis : []) {
          // In the syntax tree of TypeScript a piece begins with its "`" or "}".
          const small = minify!(value.raw);
          if (small !== value.raw) output.update(start + 1, start + 1 + value.raw.length, small);
        }
        return node;
      });
      return { code: output.toString(), map: output.generateMap({ hires: 'boundary' }) };
    },
  },
};

const oneSpace = (html: string) => html.replace(/\s+/g, ' ');
const MINIFIERS: Record<string, (text: string) => string> = {
  html: oneSpace,
  svg: oneSpace,
  css: (text) =>
    text.replace(
      /("[^"\n]*"|'[^'\n]*')|\/\*[\s\S]*?\*\/|;?\s*([{};,>])\s*|:\s+|\s+/g,
      (found, quoted, mark) => quoted ?? mark ?? (found.startsWith('/*') ? '' : found[0] === ':' ? ':' : ' '),
    ),
};

/**
 * What dependencies have to say to developers is left out of the script: partysocket's debug log and texts for the console, and
 * the texts of errors that are thrown at whoever uses Lit or partysocket wrongly; 0.8 kB gzipped.
 * What they do stays as it is.
 */
const quietDependencies: Plugin = {
  name: 'quiet-dependencies',
  transform: {
    filter: { id: /[\\/]node_modules[\\/](@lit|lit-html|partysocket)[\\/].*\.js$/ },
    handler(code) {
      const output = new MagicString(code);
      JSON.stringify(this.parse(code), (_key, node) => {
        const { type, callee, arguments: texts } = node?.expression ?? node?.argument ?? {};
        if (node?.type === 'ExpressionStatement' && type === 'CallExpression') {
          const isLog = callee.object?.type === 'ThisExpression' && callee.property.name === '_debug';
          if (isLog || callee.object?.name === 'console') output.update(node.start, node.end, ';');
        } else if (node?.type === 'ThrowStatement' && callee?.name === 'Error' && texts.length) {
          output.remove(texts[0].start, texts.at(-1).end);
        }
        return node;
      });
      return { code: output.toString(), map: output.generateMap({ hires: 'boundary' }) };
    },
  },
};

/**
 * Of dependencies, what nobody here uses (Lit's decorators and controllers, partysocket's getters) and what only browsers need
 * that cannot run this script: 0.5 kB gzipped. What a later version calls otherwise stays in, and costs bytes only.
 */
const unusedParts: Plugin = {
  name: 'unused-parts',
  transform: {
    filter: { id: /[\\/]node_modules[\\/](@lit|lit-element|lit-html|partysocket)[\\/].*\.js$/ },
    handler(code) {
      const output = new MagicString(code);
      JSON.stringify(this.parse(code), (_key, node) => {
        const part = node?.type === 'VariableDeclarator' ? node.init : node;
        const text = part?.type && code.slice(part.start, part.end);
        const name = { MethodDefinition: node?.key?.name, SwitchCase: node?.test?.name }[
          node?.type as string
        ];
        const put = text && REPLACED.find(([type, pattern]) => type === node.type && pattern.test(text))?.[2];
        if (UNUSED.has(name)) output.remove(node.start, node.end);
        else if (put) output.update(part.start, part.end, put);
        return node;
      });
      return { code: output.toString(), map: output.generateMap({ hires: 'boundary' }) };
    },
  },
};

/** Names of methods, and of types of properties that the element has none of. */
const UNUSED = new Set(
  (
    'binaryType bufferedAmount drainQueuedMessages extensions protocol reconnect retryCount shouldReconnect ' +
    'addInitializer addController removeController Number Object Array'
  ).split(' '),
);

const REPLACED: readonly [type: string, text: RegExp, by: string][] = [
  // There since Chrome 73, Firefox 101 and Safari 16.4.
  ['VariableDeclarator', /"adoptedStyleSheets"in Document/, 'true'],
  ['VariableDeclarator', /^\w\.\w+PolyfillSupport$/, 'void 0'],
  ['CallExpression', /^\(\w\.\w+Versions\?\?=\[\]\)\.push\(|^\w\.\w+HydrateSupport/, '0'],
  ['IfStatement', /^if\(null!==\w\)\{const \w=litPropertyMetadata/, ';'],
  ['ExpressionStatement', /^Symbol\.metadata\?\?=/, ';'],
];

/** partysocket's `_private` names, which nobody else uses, become short ones: 0.2 kB gzipped. */
const shortNames: Plugin = {
  name: 'short-names',
  transform: {
    filter: { id: /[\\/]partysocket[\\/]dist[\\/]ws\.js$/ },
    handler: (code, id) =>
      minify(id, code, { compress: false, mangle: false, mangleProps: { include: /^_/ }, sourcemap: true }),
  },
};

/**
 * Modules stand in the script in the order in which they run, which is free here: none does anything but define. Gzip only
 * looks 32 KiB back, so what is alike should stand close together: 0.7 kB. Found by trying; a stale entry costs bytes only.
 */
const inGoodOrder: Plugin = {
  name: 'in-good-order',
  transform: {
    filter: { id: /[\\/]src[\\/]script-tag\.ts$/ },
    handler: (code) => ({
      code: `${ORDER.map((name) => `import './${name}.js';`).join('')}${code}`,
      map: null,
    }),
  },
};

const ORDER = (
  'ui/keyed mesh/candidates room/seat mesh/box base/events mesh/relay mesh/peer mesh/signaling ui/platform ' +
  'ui/controls/control ui/controllers/playback base/page ui/controllers/lobby-gate base/base64url ' +
  'ui/grid/tiles ui/tile/tile ui/controls/controls ui/call-element ui/controllers/secrecy ui/attributes ' +
  'ui/controllers/call ui/stage ui/tile/picture mesh/ice'
).split(' ');

/** What is fetched later, by when. What is fetched together is one chunk: each has a price, and what is alike compresses better in one. */
const LATER = {
  /** Something goes wrong, somebody moderates, or a menu is opened. */
  extras:
    /extras[/](?!chat|secret)|en-(sentences|moderation)|device-error|media[/]permission|room[/](report|safety-code)/,
  /** The lobby is used: a call needs it, and the lobby does not. */
  'chat-and-speakers':
    /room[/](chat|door|delivery|messages|speakers|diagnostics)|mesh[/]stats|base[/]speaking|protocol[/]name/,
  'chat-panel': /extras[/]chat|en-chat/,
  /** There is a secret. */
  protection: /room[/]protection|mesh[/]sealing|extras[/]secret/,
};

/** Everything a call needs is one chunk as well, and what is fetched later finds it there, whatever the script's own address. */
const CHUNKS = [
  {
    name: 'core',
    priority: 1,
    test: (id: string) => !id.includes('script-tag') && !Object.values(LATER).some((later) => later.test(id)),
  },
  ...Object.entries(LATER).map(([name, test]) => ({ name, test })),
];

/** In development `/video-room.js` is the source itself. */
const scriptFromSource: Plugin = {
  name: 'script-from-source',
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      if (request.url?.split('?')[0] === '/video-room.js') request.url = `/@fs${root}/src/script-tag.ts`;
      next();
    });
  },
};

function script(file: string, split: boolean, plugins: Plugin[]): UserConfig {
  return {
    publicDir: false,
    // partysocket's ways for Node and React Native are not taken in a browser, where by the standard the product is always this.
    define: { 'process.versions.node': 'undefined', 'navigator.product': '"Gecko"' },
    plugins: [minifyTemplates, quietDependencies, unusedParts, shortNames, inGoodOrder, ...plugins],
    build: {
      target: 'es2022',
      outDir: dist,
      emptyOutDir: false,
      sourcemap: true,
      // As a library, `import()` stays as it is, without Vite's helper for preloading: chunks are found beside the script, on
      // whatever host and path it is served from, and import nothing new.
      lib: { entry: join(root, 'src/script-tag.ts'), formats: ['es'] },
      rollupOptions: {
        // Numbers with a name cost nothing.
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: {
          minify: true,
          comments: false,
          entryFileNames: file,
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: split && { groups: CHUNKS },
        },
      },
    },
  };
}

export default defineConfig(({ command, mode }): UserConfig => {
  if (command === 'build' && mode === 'production') {
    return script('video-room.js', true, [startAfresh, copyToSite]);
  }
  if (mode === 'single') return script('video-room.single.js', false, [copyToSite]);
  return {
    root: join(root, 'demo'),
    // With the built script in the "public" folder, Vite leaves `/video-room.js` in the pages as it is.
    publicDir: command === 'build' && site,
    plugins: [scriptFromSource],
    server: { fs: { allow: [root] } },
    build: {
      target: 'es2022',
      outDir: site,
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: readdirSync(join(root, 'demo'))
          .filter((file) => file.endsWith('.html'))
          .map((file) => join(root, 'demo', file)),
      },
    },
  };
});
