/** The reference describes the element that is there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { REFERENCE, withReference } from '../support/reference.js';

describe('demo/docs/reference.md', () => {
  it('has the tables that the manifest gives (else: npx tsx test/support/reference.ts)', () => {
    const page = readFileSync(REFERENCE, 'utf8');
    assert.equal(withReference(page), page);
  });
});
