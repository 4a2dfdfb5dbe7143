import { expect } from 'chai';
import { isJsonIntact, toJson } from '../../src/protocol/json.js';
import fc from '../support/property.js';

/** What Prototype.js 1.6 does to a page. */
function withPrototypeJs(work: () => void, ...holders: object[]): void {
  const toJSON = function (this: unknown) {
    return '"as text"';
  };
  for (const holder of holders)
    Object.defineProperty(holder, 'toJSON', { value: toJSON, configurable: true, writable: true });
  try {
    work();
  } finally {
    for (const holder of holders) Reflect.deleteProperty(holder, 'toJSON');
  }
}

describe('values as JSON', () => {
  it('are the same as from JSON.stringify', () => {
    fc.assert(
      fc.property(fc.json(), (text) => toJson(JSON.parse(text)) === JSON.stringify(JSON.parse(text))),
    );
  });

  it('are the same on a page that added a toJSON to every array and object', () => {
    const value = {
      a: [1, [], { b: undefined, c: null, d: 'é"' }, undefined],
      e: new Date(0),
      f: () => 1,
      g: -0,
      h: Number.NaN,
    };
    const text = JSON.stringify(value);
    for (const holders of [[Array.prototype], [Object.prototype], [Array.prototype, Object.prototype]]) {
      // Assert after everything is restored: chai is a script of the page too.
      let seen = '';
      withPrototypeJs(
        () => {
          seen = `${JSON.stringify(value) === text} ${toJson(value) === text} ${isJsonIntact()}`;
        },
        ...holders,
      );
      expect(seen).to.equal('false true true');
    }
  });

  it('are detected as broken if the page changed more than that', () => {
    const { stringify } = JSON;
    JSON.stringify = (() => 'x') as typeof stringify;
    const intact = isJsonIntact();
    JSON.stringify = stringify;
    expect([intact, isJsonIntact()]).to.deep.equal([false, true]);
  });
});
