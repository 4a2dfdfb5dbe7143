/**
 * Everything Vite does, by mode:
 *   vite build                 the script tag's `video-room.js` with its lazy chunks, into dist/ and dist/site/
 *   vite build --mode single   the same in one file, for pages that pin it with `integrity`
 *   vite build --mode site     the pages of demo/ and the documentation, into dist/site/, beside the script that they load
 *   vite (see demo/start.ts)   the same pages with live reload, the script straight from src/
 */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import MagicString from 'magic-string';
import { minify } from 'terser';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { DOCS_INPUT, documentation } from './demo/docs-site/plugin.js';
import { licenses } from './vite.licenses.js';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const site = join(dist, 'site');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

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
      (name) => name.startsWith('video-room.') || name === 'chunks' || name.endsWith('.txt'),
    )) {
      cpSync(join(dist, entry), join(site, entry), { recursive: true });
    }
    // What Cloudflare is to answer with for each of them.
    cpSync(join(root, 'demo/_headers'), join(site, '_headers'));
  },
};

/**
 * Takes comments and layout out of css`…` and html`…`, which the minifier must leave alone: 2 % of the gzipped script.
 * White space in HTML becomes one space, so that words stay apart as they do in development; none before the end of a tag.
 */
const minifyTemplates: Plugin = {
  name: 'minify-templates',
  transform: {
    order: 'pre',
    filter: { id: /[\\/]src[\\/](ui|styles|features)[\\/].*\.ts$/ },
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

const oneSpace = (html: string) => html.replace(/\s+(>)?/g, (_, end) => end ?? ' ');
const MINIFIERS: Record<string, (text: string) => string> = {
  html: oneSpace,
  svg: oneSpace,
  css: (text) =>
    text.replace(
      /("[^"\n]*"|'[^'\n]*')|\/\*[\s\S]*?\*\/|;?\s*([{};,>!])\s*|:\s+|\s+/g,
      (found, quoted, mark) => quoted ?? mark ?? (found.startsWith('/*') ? '' : found[0] === ':' ? ':' : ' '),
    ),
};

/**
 * Terser makes the gzipped script 2 % smaller than the minifier of Vite does alone. That one runs after it, and shortens the names.
 * Vite's own `build.minify: 'terser'` leaves libraries alone, because a bundler of their users minifies them; here the library is what
 * browsers load.
 */
const minifyScript: Plugin = {
  name: 'minify-script',
  async renderChunk(code) {
    const { code: small = code, map } = await minify(code, {
      module: true,
      ecma: 2020,
      // `pure_getters`: a property that is only read, and never used, may go. None of ours does anything when it is read alone.
      compress: { passes: 5, inline: 1, pure_getters: true, join_vars: false, lhs_constants: false },
      mangle: false,
      format: { comments: false },
      sourceMap: { asObject: true },
    });
    return { code: small, map: map as never };
  },
};

/** The single file can be pinned, so it loads nothing: pages add a language with `video-room/locale/de` or its file. */
const withoutLanguages: Plugin = {
  name: 'without-languages',
  load: {
    filter: { id: /[\\/]src[\\/]locale[\\/]languages\.ts$/ },
    handler: () => 'export const LANGUAGES = {};',
  },
};

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
    // partysocket's ways for Node and React Native are not taken in a browser, where by the standard the product is always this. Nor is
    // its advice for where there are no events or sockets.
    define: {
      'process.versions.node': 'undefined',
      'navigator.product': '"Gecko"',
      'globalThis.EventTarget': 'true',
      'globalThis.Event': 'true',
      'typeof WebSocket': '"function"',
    },
    plugins: [minifyTemplates, minifyScript, licenses(manifest), ...plugins],
    build: {
      target: 'es2022',
      outDir: dist,
      emptyOutDir: false,
      // Beside each file, but not named in it: the package does not have the maps, and developer tools would ask for each.
      sourcemap: 'hidden',
      // As a library, `import()` stays as it is, without Vite's helper for preloading: chunks are found beside the script, on
      // whatever host and path it is served from, and import nothing new.
      lib: { entry: join(root, 'src/script-tag.ts'), formats: ['es'] },
      rollupOptions: {
        preserveEntrySignatures: 'allow-extension',
        // Numbers with a name cost nothing.
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        output: {
          minify: true,
          comments: false,
          entryFileNames: file,
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: split && {
            groups: [
              { name: 'video-room', tags: ['$initial'] },
              // One request for what every call needs, so that a server that is replaced during a call cannot deliver half of it. With
              // a second chunk of several modules, the bundler's helper for both would be one more round trip before the call's code.
              {
                name: 'call',
                test: /[\\/]src[\\/](ui[\\/]call-view|room[\\/]call-session|features[\\/][^\\/]+[\\/](controller|ui[\\/]panel))\.ts$/,
              },
            ],
          },
        },
      },
    },
  };
}

export default defineConfig(({ command, mode }): UserConfig => {
  if (command === 'build' && mode === 'production') {
    return script('video-room.js', true, [startAfresh, copyToSite]);
  }
  if (mode === 'single') return script('video-room.single.js', false, [copyToSite, withoutLanguages]);
  return {
    root: join(root, 'demo'),
    // With the built script in the "public" folder, Vite leaves `/video-room.js` in the pages as it is.
    publicDir: command === 'build' && site,
    plugins: [scriptFromSource, documentation, licenses(manifest, 'assets/')],
    server: { fs: { allow: [root] } },
    build: {
      target: 'es2022',
      outDir: site,
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: [
          ...readdirSync(join(root, 'demo'))
            .filter((file) => file.endsWith('.html'))
            .map((file) => join(root, 'demo', file)),
          ...DOCS_INPUT,
        ],
      },
    },
  };
});
