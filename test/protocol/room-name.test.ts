import { expect } from 'chai';
import { CLOSE_CODES, canonicalRoom, errorOfClose } from '../../src/protocol/index.js';
import fc from '../support/property.js';

describe('names of rooms', () => {
  const names: [string, string | undefined][] = [
    ['standup', 'standup'],
    [' Standup ', 'standup'],
    ['a', 'a'],
    ['7_up-x', '7_up-x'],
    ['r'.repeat(64), 'r'.repeat(64)],
    ['r'.repeat(65), undefined],
    ['', undefined],
    ['_a', undefined],
    ['-a', undefined],
    ['a b', undefined],
    ['a/b', undefined],
    ['a?_pk=x', undefined],
    ['%61', undefined],
    ['é', undefined],
    ['a\nb', undefined],
    ['İ', undefined],
  ];
  for (const [name, canonical] of names) {
    it(`${JSON.stringify(name.slice(0, 20))} is ${canonical?.slice(0, 20) ?? 'none'}`, () =>
      expect(canonicalRoom(name)).to.equal(canonical));
  }

  it('are their own canonical form, and need no escaping in a URL', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9][\w-]{0,63}$/)), (name) => {
        const canonical = canonicalRoom(name);
        if (canonical === undefined) return;
        expect(canonicalRoom(canonical)).to.equal(canonical);
        expect(encodeURIComponent(canonical)).to.equal(canonical);
      }),
    );
  });
});

describe('close codes', () => {
  it('stand for their error if the client must not dial again', () => {
    for (const [code, number] of Object.entries(CLOSE_CODES)) {
      const again = ['too-slow', 'rate-limited', 'internal'].includes(code);
      const meant = errorOfClose(number);
      if (again) expect(meant, code).to.equal(undefined);
      else expect(CLOSE_CODES[meant as keyof typeof CLOSE_CODES], code).to.equal(number);
    }
    for (const number of [1000, 1005, 1006, 1011, 1012]) expect(errorOfClose(number)).to.equal(undefined);
  });
});
