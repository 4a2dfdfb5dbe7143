import { expect } from 'chai';
import { Store } from '../../src/shared/store.js';

describe('A store', () => {
  it('tells all listeners, also after one that throws, which is reported like an error in an event listener', () => {
    const store = new Store({ count: 0 });
    const heard: number[] = [];
    const reported: unknown[] = [];
    const { reportError } = globalThis;
    globalThis.reportError = (error) => void reported.push(error);
    try {
      store.subscribe(() => {
        throw new Error('a page');
      });
      store.subscribe(({ count }) => heard.push(count));
      store.set({ count: 1 });
    } finally {
      globalThis.reportError = reportError;
    }
    expect(heard).to.deep.equal([1]);
    expect(reported.map((error) => (error as Error).message)).to.deep.equal(['a page']);
  });

  it('tells every listener of each change, in order, also if one of them makes the next', () => {
    const store = new Store({ count: 0 });
    const heard: number[] = [];
    store.subscribe(({ count }) => {
      if (count === 1) store.set({ count: 2 });
    });
    store.subscribe((next, previous) => heard.push(previous.count, next.count));
    store.set({ count: 1 });
    expect(heard).to.deep.equal([0, 1, 1, 2]);
  });
});
