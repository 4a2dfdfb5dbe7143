import { expect } from 'chai';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

@customElement('decorated-element')
class DecoratedElement extends LitElement {
  @property({ type: Number }) count = 1;
  protected override render() {
    return html`<b>${this.count}</b>`;
  }
}

describe('the compiler', () => {
  it('keeps decorated properties reactive', async () => {
    const element = document.createElement('decorated-element') as DecoratedElement;
    document.body.append(element);
    await element.updateComplete;
    element.count = 5;
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('b')?.textContent).to.equal('5');
  });
});
