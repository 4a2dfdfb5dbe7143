/** Every state of the gallery in every look. A file per language: together they take longer than the test runner waits for one. */
import { expect } from 'chai';
import { loadLanguage } from '../../demo/gallery-languages.js';
import { ENGLISH, GALLERY_STATES } from '../../demo/gallery-states.js';
import { clear, SMALL, WIDE } from '../ui/gallery-support.js';
import { axeFindings } from './axe.js';

declare const emulateMediaFeature: (name: string, value: string) => Promise<void>;

/** What axe cannot decide, and how it was decided: by the rule and by the reason that axe gives. */
const DECIDED: readonly [RegExp, string][] = [
  [/^video-caption/, 'A live call has no captions track.'],
  [
    /^color-contrast at (avatar|badge): .* too short/,
    'test/ui/accessibility.test.ts measures initials on all colours, and numbers on buttons.',
  ],
  [
    /^color-contrast .* (image node|background image|background gradient|overlapped|partially overlaps)/,
    'Texts over pictures have a pill, whose contrast on the worst picture test/ui/accessibility.test.ts measures. What an open menu covers is not read.',
  ],
  [
    /^color-contrast at bdi: .* partially obscured/,
    'A name in a small tile, whose pill lies over the avatar: axe takes the avatar for the upper one where forced colors make the pill opaque.',
  ],
  [
    /^color-contrast at (avatar|badge|bdi|button|span): .* 1:1 contrast/,
    'Only with forced colors, where the browser sets both colours; axe compares them with ours. Measured: black on white.',
  ],
];

/** The same for small boxes. */
const DECIDED_IF_SMALL: typeof DECIDED = [
  [
    /^color-contrast at (b|menu-item|muted): .* partially obscured/,
    'Text at the edge of what can be scrolled.',
  ],
  [
    /^scrollable-region-focusable at popover: .* negative tabindex/,
    'Menus are walked with the arrow keys, which scroll them (test/ui/controls.test.ts).',
  ],
];

export interface Look {
  readonly theme: 'light' | 'dark';
  readonly forced: 'none' | 'active';
  readonly box?: typeof WIDE;
}

const LOOKS: readonly Look[] = [
  { theme: 'light', forced: 'none' },
  { theme: 'dark', forced: 'none' },
  { theme: 'light', forced: 'active' },
];
export const SMALL_LOOK: Look = { theme: 'dark', forced: 'none', box: SMALL };

/** Declares the tests for one language. */
export function testStates(tag: string, ...more: readonly Look[]): void {
  for (const { theme, forced, box = WIDE } of [...LOOKS, ...more]) {
    describe(`axe, ${theme}, forced colors ${forced}, ${box.width} pixels, ${tag}`, () => {
      let language = ENGLISH;
      before(async () => {
        await emulateMediaFeature('forced-colors', forced);
        expect(matchMedia('(forced-colors: active)').matches).to.equal(forced === 'active');
        language = await loadLanguage(tag);
      });
      afterEach(clear);
      after(() => emulateMediaFeature('forced-colors', 'none'));

      for (const { name } of GALLERY_STATES) {
        it(`finds nothing in "${name}"`, async () => {
          const { violations, incomplete } = await axeFindings(name, { theme, box, language });
          expect(violations).to.deep.equal([]);
          const decided = box === WIDE ? DECIDED : [...DECIDED, ...DECIDED_IF_SMALL];
          const open = incomplete.filter((one) => !decided.some(([pattern]) => pattern.test(one)));
          expect([...new Set(open)], 'what axe could not decide').to.deep.equal([]);
        });
      }
    });
  }
}
