/** The themes of the documentation, on the states of the gallery that show most: they differ from each other, and stay readable. */
import { expect } from 'chai';
import { axeFindings } from '../../scenarios/axe.js';
import { all, clear, part, show } from '../../ui/gallery-support.js';

const pages = import.meta.glob<string>('../../../demo/docs/theming.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Each theme of the guide: its name, its style sheet for the boxes of the gallery, and whether it is dark. */
const themes = [
  ...Object.values(pages)[0]!
    .split('## Three themes')[1]!
    .split('\n## ')[0]!
    .matchAll(/### (.+)\n[\s\S]*?<style>([\s\S]*?)<\/style>\s*<video-room[^>]* theme="(\w+)"/g),
].map(([, name, css, theme]) => ({
  name: name!,
  css: css!.replaceAll('video-room::', '.themed::').replace(/^\s*video-room \{/m, '.themed {'),
  theme: theme!,
}));

const STATES = ['Lobby', 'Call: four, hand up and muted', 'Call: chat', 'Call: more open', 'Left'];

describe('the themes of the documentation', () => {
  const sheet = document.createElement('style');
  before(() => document.head.append(sheet));
  after(() => sheet.remove());
  afterEach(clear);

  it('are three, and look unlike each other', () => {
    const looks = themes.map(({ css }) => {
      sheet.textContent = css;
      const { host, root } = show('Lobby');
      host.classList.add('themed');
      const join = part(root, 'lobby__join')!;
      const { fontFamily, borderRadius, backgroundColor } = getComputedStyle(join);
      return [
        getComputedStyle(root.querySelector('.frame')!).backgroundColor,
        fontFamily,
        borderRadius,
        backgroundColor,
      ];
    });
    expect(looks).to.have.length(3);
    for (const property of looks[0]!.keys())
      expect(new Set(looks.map((look) => look[property])).size, `${property}`).to.equal(3);
  });

  for (const { name, css, theme } of themes) {
    it(`have no contrast that is too low: ${name}`, async () => {
      sheet.textContent = css;
      for (const state of STATES) {
        const { violations } = await axeFindings(state, { theme, className: 'themed' });
        expect(violations, state).to.deep.equal([]);
        clear();
      }
      expect(all(document, '.themed')).to.have.length(0);
    });
  }
});
