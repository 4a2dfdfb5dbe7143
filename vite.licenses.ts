/**
 * Which packages a bundle holds, and on what terms: a line at the head of each file, and the whole texts in one file beside them.
 * The build fails on a licence that nobody has read yet.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Licences that allow to pass a bundle on with no more than their text. */
const KNOWN = ['MIT', 'BSD-3-Clause', 'ISC', '0BSD'];
/** Beside the bundle. Each head names it. */
const FILE = 'THIRD-PARTY-LICENSES.txt';

interface BundledPackage {
  name: string;
  version: string;
  license: string;
  text: string;
}

/** The package of a module of somebody else: the folder after the last `node_modules` of its path. */
function folderOf(module: string): string | undefined {
  const parts = module.split('?')[0]!.replace('\0', '').split(/[\\/]/);
  const index = parts.lastIndexOf('node_modules') + 1;
  if (!index) return undefined;
  return parts.slice(0, index + (parts[index]!.startsWith('@') ? 2 : 1)).join(sep);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (!KNOWN.includes(license) || !file) {
    throw new Error(`${name} is bundled under "${license}": read it, and add it to vite.licenses.ts.`);
  }
  return { name, version, license, text: readFileSync(join(folder, file), 'utf8').trim() };
}

function packagesOf(modules: Iterable<string>): BundledPackage[] {
  const folders = new Set(Array.from(modules, folderOf).filter((folder) => folder !== undefined));
  return [...folders].map(readPackage).sort((a, b) => a.name.localeCompare(b.name));
}

/** `folder`: where in the output the texts lie. */
export function licenses({ name, version, license }: Record<string, string>, folder = ''): Plugin {
  const head = (modules: Iterable<string>) => {
    const names = packagesOf(modules).map((one) => `${one.name} (${one.license})`);
    const others = names.length ? `, with ${names.join(', ')}: ${FILE}` : '';
    return `/*! ${name} ${version} (${license})${others} */`;
  };
  return {
    name: 'licenses',
    // After the minifier, which would take it out.
    outputOptions: (options) => ({ ...options, postBanner: (chunk) => head(chunk.moduleIds) }),
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const texts = packagesOf(modules).map((one) => `${one.name} ${one.version}\n\n${one.text}\n`);
      const source = [`Packages that are part of ${name}'s bundles, and their licences.\n`, ...texts];
      this.emitFile({
        type: 'asset',
        fileName: folder + FILE,
        source: source.join(`\n${'-'.repeat(80)}\n\n`),
      });
    },
  };
}
