/**
 * Licence notices for bundled packages: a banner in each file names them, and one file beside them contains the licence texts.
 * The build fails if a package has a licence that is not in the list.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Licences that require nothing but their text and copyright notice. */
const KNOWN = ['MIT', 'BSD-3-Clause', 'ISC', '0BSD'];
/** Beside the bundle. Each banner names it. */
const FILE = 'THIRD-PARTY-LICENSES.txt';

interface BundledPackage {
  name: string;
  version: string;
  license: string;
  text: string;
}

/** The package folder of a third-party module: the one after the last `node_modules` in its path. */
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

/** `folder`: the place of the licence texts in the output. */
export function licenses({ name, version, license }: Record<string, string>, folder = ''): Plugin {
  const banner = (modules: Iterable<string>) => {
    const names = packagesOf(modules).map((one) => `${one.name} (${one.license})`);
    const others = names.length ? `, with ${names.join(', ')}: ${FILE}` : '';
    return `/*! ${name} ${version} (${license})${others} */`;
  };
  return {
    name: 'licenses',
    // After the minifier, which would remove it.
    outputOptions: (options) => ({ ...options, postBanner: (chunk) => banner(chunk.moduleIds) }),
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
