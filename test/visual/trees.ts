/** What assistive technology is told of a gallery state: the browser's accessibility tree, as text. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SerializedAXNode } from 'puppeteer-core';
import { until } from '../support/until.js';
import { openStates } from './sheets.js';

const APPROVED = join(import.meta.dirname, 'approved');

/** The states whose trees are approved, by the name of the file. */
export const TREES: Readonly<Record<string, string>> = {
  lobby: 'Lobby',
  call: 'Call: four, hand up and muted',
  chat: 'Call: chat',
  people: 'People: of a host, two wait',
  settings: 'Call: settings',
};

/** What is said of an element, besides its role and name. */
const SAID = [
  'value',
  'description',
  'level',
  'pressed',
  'checked',
  'expanded',
  'disabled',
  'haspopup',
] as const;

/** Screen readers do not announce these elements; the list has their children instead. */
const SILENT = new Set(['none', 'generic', 'InlineTextBox', 'RootWebArea']);

/** One line for each element, with two spaces for each level. */
function linesOf(node: SerializedAXNode, indent = ''): string[] {
  if (SILENT.has(node.role) && !(node.role === 'generic' && node.name))
    return (node.children ?? []).flatMap((child) => linesOf(child, indent));
  const more = SAID.flatMap((name) => (node[name] === undefined ? [] : `${name}=${node[name]}`));
  const line = [`${indent}${node.role}`, node.name && `"${node.name}"`, ...more].filter(Boolean).join(' ');
  return [line, ...(node.children ?? []).flatMap((child) => linesOf(child, `${indent}  `))];
}

/** The trees of all these states, by the name of the file. */
export async function takeTrees(): Promise<Record<string, string>> {
  const { page, close } = await openStates({ width: 800, height: 500 });
  try {
    const trees: Record<string, string> = {};
    for (const [file, state] of Object.entries(TREES)) {
      await page.evaluate(`draw(${JSON.stringify(state)}, 'light')`);
      trees[file] = await until(async () => {
        const tree = await page.accessibility.snapshot({ interestingOnly: false });
        const text = `${linesOf(tree!).join('\n')}\n`;
        // A level is measured a moment after it is drawn.
        return / meter .* value=0$/m.test(text) ? undefined : text;
      }, 'for the level');
    }
    return trees;
  } finally {
    await close();
  }
}

const fileOf = (name: string) => join(APPROVED, `${name}.txt`);

/** The approved tree; empty if there is none. */
export function approvedTree(name: string): string {
  try {
    return readFileSync(fileOf(name), 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

export function approveTree(name: string, tree: string): void {
  mkdirSync(APPROVED, { recursive: true });
  writeFileSync(fileOf(name), tree);
}
