/** What assistive technology is told of the lobby, a call, the chat, the list of people and the settings, compared with the approved trees of `test/visual/approved`. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SUITE_TIMEOUT } from '../support/until.js';
import { approvedTree, TREES, takeTrees } from './trees.js';

it('assistive technology is told what is approved', { timeout: SUITE_TIMEOUT }, async (test) => {
  const trees = await takeTrees();
  for (const name of Object.keys(TREES)) {
    await test.test(name, () => {
      assert.equal(
        trees[name],
        approvedTree(name),
        `The accessibility tree of "${TREES[name]}" is another one. If it should be like this: npm run screenshots:approve`,
      );
    });
  }
});
