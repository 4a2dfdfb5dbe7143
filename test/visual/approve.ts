/**
 * `npm run screenshots:approve`: makes what the gallery looks like now the approved looks, and what assistive technology is
 * told of it the approved trees. Only sheets that differ are written.
 * With a word (`-- "call: two"`) only states whose name contains it.
 */
import { approve, compare, leftOver, remove, takeSheets } from './sheets.js';
import { approvedTree, approveTree, takeTrees } from './trees.js';

const part = process.argv[2] ?? '';
let changed = 0;
const states = await takeSheets((sheet) => {
  const [finding] = compare(sheet);
  if (!finding) return;
  approve(sheet);
  changed++;
  console.log(`approved: ${sheet.name} (${finding})`);
}, part);
if (!part) {
  for (const [name, tree] of Object.entries(await takeTrees())) {
    if (tree === approvedTree(name)) continue;
    approveTree(name, tree);
    console.log(`approved: the accessibility tree of ${name}`);
  }
}
for (const file of leftOver(states)) {
  remove(file);
  console.log(`removed: ${file}`);
}
console.log(`${changed} of ${states.length} approved anew`);
