/** What the interface looks like, in every state of the gallery, compared with the approved pictures of `test/visual/approved`. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PNG } from 'pngjs';
import { SUITE_TIMEOUT } from '../support/until.js';
import { BOXES } from './boxes.js';
import { approvedImage, compare, leftOver, takeSheets } from './sheets.js';

it('a missing icon is seen in every box', () => {
  const image = approvedImage('Call: two');
  for (const { x, y, scale } of BOXES) {
    // As large as an icon on the page, in the middle of a tile.
    const size = Math.floor(24 * scale);
    const colour = new PNG({ width: size, height: size });
    colour.data.fill(255);
    for (let at = 0; at < colour.data.length; at += 4) colour.data[at] = 0;
    PNG.bitblt(colour, image, 0, 0, size, size, x + 40 * scale, y + 40 * scale);
  }
  const findings = compare({ name: 'Call: two', image });
  assert.equal(findings.filter((line) => line.includes('differ')).length, BOXES.length, findings.join('\n'));
});

it('every state of the gallery looks as approved', { timeout: SUITE_TIMEOUT }, async (test) => {
  const findings = new Map<string, string[]>();
  const states = await takeSheets((sheet) => findings.set(sheet.name, compare(sheet)));
  assert.ok(states.length > 50, `only ${states.length} states`);
  for (const [name, found] of findings) {
    await test.test(name, () => {
      assert.deepEqual(
        found,
        [],
        `"${name}" looks different:\n  ${found.join('\n  ')}\nIf it should look like this: npm run screenshots:approve`,
      );
    });
  }
  assert.deepEqual(
    leftOver(states),
    [],
    'Approved pictures of states that are gone. Run: npm run screenshots:approve',
  );
});
