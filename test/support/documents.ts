/** The Markdown files of the documentation, and the pieces of code in them. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PAGES } from '../../demo/docs-site/pages.js';

export const root = resolve(import.meta.dirname, '../..');

export interface CodeBlock {
  /** The file from the root of the repository, and the line on which the code begins. */
  source: string;
  line: number;
  language: string;
  /** What else stands behind the language, such as `live`. */
  words: string[];
  code: string;
}

/** Every fenced piece of code, in order. */
export function codeBlocks(): CodeBlock[] {
  return PAGES.flatMap(({ source }) => {
    const text = readFileSync(join(root, source), 'utf8');
    return [...text.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, info, code]) => {
      const [language = '', ...words] = info!.trim().split(/\s+/);
      const before = text.slice(0, text.indexOf(code!));
      return { source, line: before.split('\n').length, language, words, code: code! };
    });
  });
}
