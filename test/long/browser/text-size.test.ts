/** Every state of the gallery in larger text: nothing leaves the box, and no buttons overlap. */
import { expect } from 'chai';
import { GALLERY_STATES } from '../../../demo/gallery-states.js';
import { finished } from '../../scenarios/finished.js';
import { misplaced } from '../../scenarios/inside.js';
import { until } from '../../support/until.js';
import { clear, show } from '../../ui/gallery-support.js';

/** Popovers are placed once more when what they stand beside has its size (ms). */
const SETTLES = 10_000;

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
          const stage = show(name, box);
          await finished(stage);
          const frame = stage.root.querySelector('.frame')!;
          let found = '';
          const isRight = () => {
            found = misplaced(frame).join('\n');
            return !found;
          };
          await until(isRight, undefined, SETTLES).catch(() => {});
          expect(found, `${box.width} px wide`).to.equal('');
          clear();
        }
      });
    }
  });
}
