/** Every state of the gallery in larger text: nothing leaves the box, and no buttons overlap. */
import { expect } from 'chai';
import { GALLERY_STATES } from '../../../demo/gallery-states.js';
import { finished } from '../../scenarios/finished.js';
import { misplaced } from '../../scenarios/inside.js';
import { clear, show } from '../../ui/gallery-support.js';

const BOXES = [
  { width: 320, height: 480 },
  { width: 800, height: 500 },
  { width: 1280, height: 720 },
];

for (const fontSize of [16, 32, 64]) {
  describe(`a root font size of ${fontSize} px`, () => {
    before(() => {
      document.documentElement.style.fontSize = `${fontSize}px`;
    });
    after(() => document.documentElement.removeAttribute('style'));
    afterEach(clear);

    for (const { name } of GALLERY_STATES) {
      it(`leaves everything inside, and buttons apart, in "${name}"`, async () => {
        for (const box of BOXES) {
          const { root } = show(name, box);
          await finished(root);
          expect(misplaced(root.querySelector('.frame')!).join('\n'), `${box.width} px wide`).to.equal('');
          clear();
        }
      });
    }
  });
}
