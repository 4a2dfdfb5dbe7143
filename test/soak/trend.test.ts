import { expect } from 'chai';
import { growth } from './trend.js';

describe('The growth of a row of numbers', () => {
  it('is zero if they are constant, or if there is only one', () => {
    expect(growth([5, 5, 5, 5])).to.equal(0);
    expect(growth([5])).to.equal(0);
  });
  it('is the whole difference if they rise evenly', () =>
    expect(growth([10, 20, 30, 40])).to.be.closeTo(30, 1e-9));
  it('ignores a bump in the middle', () => expect(growth([1, 1, 9, 1, 1])).to.be.closeTo(0, 1e-9));
  it('is below zero if they fall', () => expect(growth([3, 2, 1])).to.be.closeTo(-2, 1e-9));
});
