import { expect } from 'chai';
import { html, render } from 'lit';
import { keyed } from '../../src/ui/keyed.js';

describe('A list that keeps the DOM of its items', () => {
  const box = document.createElement('div');
  const draw = (keys: string) =>
    render(
      html`${keyed(
        [...keys].map((key) => ({ key })),
        ({ key }) => html`<b>${key}</b>`,
      )}`,
      box,
    );
  const shown = () => [...box.querySelectorAll('b')].map((one) => one.textContent).join('');

  it('draws newcomers after the others, also when somebody before them has left', () => {
    draw('abc');
    const [, , c] = box.querySelectorAll('b');
    draw('acd');
    expect(shown()).to.equal('acd');
    expect(box.querySelectorAll('b')[1]).to.equal(c);
  });

  it('does not grow while people come and go for hours, and moves nobody', () => {
    draw('a');
    const [a] = box.querySelectorAll('b');
    let most = 0;
    // Somebody always comes before another leaves.
    for (let turn = 0; turn < 200; turn += 1) {
      const [one, two] = [turn, turn + 1].map((number) => String.fromCharCode(0x4e00 + number));
      draw(`a${one}`);
      draw(`a${one}${two}`);
      expect(new Set(shown())).to.deep.equal(new Set(['a', one, two]));
      most = Math.max(most, box.childNodes.length);
    }
    expect(most).to.be.at.most(60);
    expect(box.querySelectorAll('b')[0]).to.equal(a);
  });
});
