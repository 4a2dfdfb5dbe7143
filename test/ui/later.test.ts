import { expect } from 'chai';
import { html, render } from 'lit';
import { later } from '../../src/ui/later.js';
import { until } from '../support/until.js';

describe('a part that is loaded later', () => {
  it('shows the newest state, in whichever order its code comes', async () => {
    const host = document.body.appendChild(document.createElement('div'));
    const arrivals: (() => void)[] = [];
    const load = () => new Promise<{ styles: [] }>((resolve) => arrivals.push(() => resolve({ styles: [] })));
    const draw = (state: string) => render(html`<p ${later(() => state, '', load)}></p>`, host);
    const shown = () => host.textContent!.trim();
    draw('old');
    draw('new');
    const [first, second] = arrivals;
    second!();
    await until(() => shown() === 'new');
    first!();
    // What waits for the first one has run when a task of its own has.
    await new Promise((done) => setTimeout(done));
    expect(shown()).to.equal('new');
    draw('newest');
    expect(shown()).to.equal('newest');
    host.remove();
  });

  it('is not drawn over what was asked for after it', async () => {
    const host = document.body.appendChild(document.createElement('div'));
    let arrive = () => {};
    const slow = () =>
      new Promise<{ styles: []; text: string }>((resolve) => {
        arrive = () => resolve({ styles: [], text: 'slow' });
      });
    const fast = async () => ({ styles: [] as [], text: 'fast' });
    for (const load of [slow, fast]) render(html`<p ${later(({ text }) => text, '', load)}></p>`, host);
    await until(() => host.textContent!.trim() === 'fast');
    arrive();
    await new Promise((done) => setTimeout(done));
    expect(host.textContent!.trim()).to.equal('fast');
    host.remove();
  });
});
