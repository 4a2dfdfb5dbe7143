import { expect } from 'chai';
import { Handshakes } from '../../src/room/handshakes.js';

/** Whether a promise has resolved yet. */
function watch(promise: Promise<void>): { done: boolean } {
  const seen = { done: false };
  void promise.then(() => {
    seen.done = true;
  });
  return seen;
}
const aMoment = () => new Promise((resolve) => setTimeout(resolve));

describe('Handshakes', () => {
  it('are settled when none is running', async () => {
    await new Handshakes().settled();
  });

  it('are settled when the last of them is done', async () => {
    const handshakes = new Handshakes();
    handshakes.begin('ada');
    handshakes.begin('grace');
    handshakes.begin('grace');
    const settled = watch(handshakes.settled());
    handshakes.end('ada');
    await aMoment();
    expect(settled.done).to.equal(false);
    handshakes.end('grace');
    await aMoment();
    expect(settled.done).to.equal(true);
  });

  it('are waited for during 150 ms at most', async () => {
    const handshakes = new Handshakes();
    const began = performance.now();
    handshakes.begin('ada');
    await handshakes.settled();
    expect(performance.now() - began).to.be.at.least(145);
  });

  it('are waited for during 500 ms at most while nothing has been drawn', async () => {
    const handshakes = new Handshakes();
    const began = performance.now();
    handshakes.begin('');
    // Timers fire in the order in which they are due, also in a busy page.
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
    }, 600);
    await handshakes.settled(true);
    expect(isLate).to.equal(false);
    clearTimeout(timer);
    expect(performance.now() - began).to.be.at.least(495);
    const settled = watch(handshakes.settled(true));
    await aMoment();
    expect(settled.done).to.equal(true);
  });

  it('are settled when the session ends, and leave no timer behind', async () => {
    const handshakes = new Handshakes();
    handshakes.begin('ada');
    const settled = watch(handshakes.settled());
    handshakes.endAll();
    await aMoment();
    expect(settled.done).to.equal(true);
    handshakes.begin('ada');
    const again = watch(handshakes.settled());
    await aMoment();
    expect(again.done).to.equal(false);
    handshakes.endAll();
  });
});
