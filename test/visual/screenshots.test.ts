/** What the interface looks like, in every state of the gallery, compared with the approved pictures of `test/visual/approved`. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compare, leftOver, takeSheets } from './sheets.js';

it('every state of the gallery looks as approved', { timeout: 600_000 }, async (test) => {
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
