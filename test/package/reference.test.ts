/** The README describes the element that is there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { README, withReference } from '../support/reference.js';

describe('the README', () => {
  it('has the reference that the manifest gives (else: npx tsx test/support/reference.ts)', () => {
    const readme = readFileSync(README, 'utf8');
    assert.equal(withReference(readme), readme);
  });
});
