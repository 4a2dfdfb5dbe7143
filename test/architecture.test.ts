/** The rules of the map in src/README.md, read from the sources themselves. */
import { expect } from 'chai';
import { ROOM_ERROR_CODES } from '../src/protocol/errors.js';

const sources = import.meta.glob<string>(['../src/**/*.ts', '../party/**/*.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const tests = import.meta.glob<string>(['./**/*.ts', '!./architecture.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const pages = import.meta.glob<string>('../demo/docs/errors.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Which layers a layer may import, besides itself. */
const ARROWS: Record<string, readonly string[]> = {
  protocol: [],
  // Only for the type of error codes.
  shared: ['protocol'],
  media: ['shared', 'protocol'],
  mesh: ['shared', 'protocol'],
  locale: ['shared', 'protocol', 'room'],
  styles: ['shared'],
  room: ['shared', 'protocol', 'media', 'mesh'],
  features: ['shared', 'protocol', 'mesh', 'media', 'room', 'ui', 'styles', 'locale'],
  ui: ['shared', 'protocol', 'room', 'locale', 'styles'],
  // Types of the tag for templates, and its component for React.
  frameworks: ['room', 'ui'],
  react: ['room', 'ui', 'frameworks', 'entry', 'features'],
  // index, define, element and script-tag.
  entry: ['shared', 'protocol', 'room', 'ui', 'locale', 'features'],
  party: ['protocol'],
};
/**
 * The only files of the core that import the list of features, and nothing else of them: `Room`, the element, and what is exported to
 * others. Everything else gets the list and loops over it.
 */
const KNOWS_THE_LIST = [
  'src/protocol/index.ts',
  'src/react/index.ts',
  'src/room/index.ts',
  'src/room/platform.ts',
  'src/ui/typed-events.ts',
  'src/ui/video-room.ts',
];

/** Packages that only some layers may import. */
const PACKAGES: Record<string, readonly string[]> = {
  lit: ['ui', 'styles', 'features'],
  'lean-qr': ['features'],
  partysocket: ['mesh'],
  partykit: ['party'],
  partyserver: ['party'],
  ws: ['party'],
  '@noble/hashes': ['party', 'mesh'],
  jose: ['party'],
  react: ['react'],
  preact: ['frameworks'],
  'solid-js': ['frameworks'],
  svelte: ['frameworks'],
  vue: ['frameworks'],
};

/** Files that run on Node only; all other party code also runs on workerd, and some of it in a page. */
const NODE_ONLY = [
  'adapters/node',
  'adapters/node-rooms',
  'adapters/record-store',
  'adapters/static-files',
  'adapters/flags',
  'adapters/serve',
].map((name) => `party/${name}.ts`);

interface Source {
  path: string;
  layer: string;
  code: string;
}

const files: Source[] = Object.entries(sources).map(([key, code]) => {
  const path = key.replace('../', '');
  return { path, code, layer: layerOf(path) };
});

function layerOf(path: string): string {
  if (path.startsWith('party/')) return 'party';
  // A part's style sheet is beside the part, and styles/ collects it. Those of a feature are loaded with it.
  if (!path.startsWith('src/features/') && (path.endsWith('.styles.ts') || path.endsWith('.styles.js')))
    return 'styles';
  const [, folder, file] = path.split('/');
  return file ? folder! : 'entry';
}

/** Without comments, which may contain anything; strings stay. */
function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function importsOf(source: Source): string[] {
  const specifiers = withoutComments(source.code).matchAll(/(?<![\w-])(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...specifiers].map((found) => found[1]!);
}

function arrowsOf(source: Source): { from: string; to: string }[] {
  return importsOf(source)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => {
      const path = new URL(specifier, `http://root/${source.path}`).pathname.slice(1);
      return { from: source.layer, to: layerOf(path) };
    });
}

describe('the architecture', () => {
  it('has only layers that the map lists', () => {
    expect([...new Set(files.map(({ layer }) => layer))].filter((layer) => !(layer in ARROWS))).to.deep.equal(
      [],
    );
  });

  it('has imports in one direction only', () => {
    const wrong = files.flatMap((source) =>
      arrowsOf(source)
        .filter(({ from, to }) => from !== to && !ARROWS[from]?.includes(to))
        .filter(({ to }) => to !== 'features' || !KNOWS_THE_LIST.includes(source.path))
        .map(({ from, to }) => `${source.path}: ${from} → ${to}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('knows no feature by name outside the folder of that feature', () => {
    const wrong = files
      .filter(({ layer }) => layer !== 'features')
      .flatMap((source) => importsOf(source).map((specifier) => [source.path, specifier] as const))
      .filter(([, specifier]) => /\bfeatures\/(?!index\.js$)/.test(specifier));
    expect(wrong).to.deep.equal([]);
  });

  it('has features that import no other feature', () => {
    const folderOf = (path: string) => path.split('/')[2]!;
    const wrong = files
      .filter(({ path }) => /^src\/features\/.+\//.test(path))
      .flatMap((source) =>
        importsOf(source)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => new URL(specifier, `http://root/${source.path}`).pathname.slice(1))
          .filter((path) => path.startsWith('src/features/') && folderOf(path) !== folderOf(source.path))
          .map((path) => `${source.path}: ${path}`),
      );
    expect(wrong).to.deep.equal([]);
  });

  it('has features that draw only in their ui folder', () => {
    const wrong = files
      .filter(({ layer, path }) => layer === 'features' && !/^src\/features\/[^/]+\/ui\//.test(path))
      .filter((source) => importsOf(source).some((specifier) => /^lit\b/.test(specifier)))
      .map(({ path }) => path);
    expect(wrong).to.deep.equal([]);
  });

  it('has a party whose room knows no platform: it imports the protocol, claims, and the HMAC of resume tokens', () => {
    const outside = files
      .filter(({ path }) => path.startsWith('party/room/'))
      .flatMap((source) => importsOf(source).map((specifier) => `${source.path}: ${specifier}`))
      .filter((line) => !line.includes(': ./') && !line.endsWith('/src/protocol/party.js'));
    const allowed =
      /: (\.\.\/auth\/claims\.js|\.\.\/\.\.\/src\/protocol\/base64url\.js|@noble\/hashes\/[\w.]+)$/;
    expect(outside.filter((line) => !allowed.test(line))).to.deep.equal([]);
    const whole = files.filter(
      ({ path, code }) => path.startsWith('party/') && code.includes('protocol/index.js'),
    );
    expect(
      whole.map(({ path }) => path),
      'import protocol/party.js: features are for browsers',
    ).to.deep.equal([]);
    const others = files
      .filter(({ path }) => /^party\/(auth|turn)\//.test(path))
      .flatMap((source) => importsOf(source).map((specifier) => `${source.path}: ${specifier}`));
    expect(others.filter((line) => /\/(adapters|room)\//.test(line))).to.deep.equal([]);
  });

  it('lets base import only types of the protocol', () => {
    const wrong = files
      .filter(({ layer }) => layer === 'shared')
      .filter(({ code }) => /^import (?!type)[^;]*protocol\//m.test(code))
      .map(({ path }) => path);
    expect(wrong).to.deep.equal([]);
  });

  it('lets only the owning layers import a package', () => {
    const wrong = files.flatMap((source) =>
      importsOf(source)
        .filter((specifier) => {
          const owner = Object.keys(PACKAGES).find(
            (name) => specifier === name || specifier.startsWith(`${name}/`),
          );
          if (specifier.startsWith('.')) return false;
          if (specifier.startsWith('node:')) return !NODE_ONLY.includes(source.path);
          return !owner || !PACKAGES[owner]!.includes(source.layer);
        })
        .map((specifier) => `${source.path}: ${specifier}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('touches the document only in the interface and in shared/page-lifecycle.ts', () => {
    const wrong = files
      .filter(({ layer, path }) => layer !== 'ui' && path !== 'src/shared/page-lifecycle.ts')
      .filter(({ path }) => !/^src\/features\/[^/]+\/ui\//.test(path))
      .filter(({ code }) => /(?<![.\w-])document\s*[.[]/.test(withoutComments(code)))
      .map(({ path }) => path);
    expect(wrong).to.deep.equal([]);
  });

  it('never writes data as HTML', () => {
    const wrong = files
      .filter(({ code }) => /innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML/.test(withoutComments(code)))
      .map(({ path }) => path);
    expect(wrong).to.deep.equal([]);
  });

  it('has no size in rem: the interface is scaled as a whole (src/ui/scale.ts)', () => {
    const found = Object.entries(sources).flatMap(([path, text]) =>
      (text.match(/.*\drem\b.*/g) ?? []).filter((line) => !line.startsWith('.rem ')).map(() => path),
    );
    expect(found).to.deep.equal([]);
  });

  it('uses no array method that Prototype.js replaces on the pages that have it', () => {
    const wrong = files
      .filter(({ layer }) => layer !== 'party')
      .flatMap(({ path, code }) => {
        const found = withoutComments(code).match(
          /(?<!\w)Array\.from\(|\.(reduce|reduceRight)\(|\.entries\(\)|\.(toArray|compact|flatten)\(/g,
        );
        return (found ?? []).map((use) => `${path}: ${use}`);
      });
    expect(wrong).to.deep.equal([]);
  });

  it('opens every file with a comment on what it owns', () => {
    expect(files.filter(({ code }) => !/^(#!.*\n)?\/\*\*/.test(code)).map(({ path }) => path)).to.deep.equal(
      [],
    );
  });

  it('has no utils, helpers or misc files', () => {
    const wrong = files.filter(({ path }) => /\/(utils?|helpers?|types|misc|common)\.ts$/.test(path));
    expect(wrong.map(({ path }) => path)).to.deep.equal([]);
  });

  it('has no TODO, FIXME or XXX', () => {
    const wrong = [...files.map(({ path, code }) => [path, code] as const), ...Object.entries(tests)]
      .filter(([, code]) => /\b(TODO|FIXME|XXX)\b/.test(code))
      .map(([path]) => path);
    expect(wrong).to.deep.equal([]);
  });

  it('has no skipped and no exclusive tests', () => {
    const wrong = Object.entries(tests)
      .filter(([, code]) => /\b(describe|it|test)\.(only|skip|todo)\b|\bx(it|describe)\(/.test(code))
      .map(([path]) => path);
    expect(wrong).to.deep.equal([]);
  });
});

describe('the documentation', () => {
  it('has a heading for every error code', () => {
    const lines = (pages['../demo/docs/errors.md'] ?? '').split('\n');
    const missing = ROOM_ERROR_CODES.filter((code) => !lines.includes(`## ${code}`));
    expect(missing).to.deep.equal([]);
  });
});
