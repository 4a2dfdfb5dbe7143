import { expect } from 'chai';
import type { RoomState } from '../../src/room/state.js';
import type { UiContext, UiState } from '../../src/ui/context.js';
import { type Arrangement, arrange } from '../../src/ui/grid/arrangement.js';
import { tilesOf } from '../../src/ui/grid/tiles.js';
import type { Tile } from '../../src/ui/tile/tile.js';
import { participant, roomState } from '../support/fake-room.js';
import fc from '../support/property.js';

const DESKTOP = { width: 1264, height: 654 };
const PHONE = { width: 304, height: 574 };

interface Arranged extends Arrangement {
  /** The names on the tiles that are shown, and `me`. */
  readonly shown: string[];
  readonly areaOf: (name: string) => number;
}

/** Our call with some others, whose names are `p1`, `p2` and so on. */
function arranged(
  others: number,
  box: { width: number; height: number },
  ui: Partial<UiState> = {},
  patch: Partial<RoomState> = {},
): Arranged {
  const state = roomState({
    self: participant({ id: 'me', name: 'me' }),
    participants: Array.from({ length: others }, (_, index) =>
      participant({ id: `p${index + 1}`, name: `p${index + 1}` }),
    ),
    ...patch,
  });
  const tiles = tilesOf(state);
  const whole = { layout: 'auto', selfView: 'tile', page: 0, ...ui } as UiState;
  const result = arrange(tiles, { state, ui: whole } as UiContext, box);
  const nameOf = ({ participant, source }: Tile) =>
    source === 'screen' ? `${participant.name} screen` : participant.name;
  return {
    ...result,
    shown: tiles.filter((_, index) => result.rects[index]).map(nameOf),
    areaOf: (name) => {
      const rect = result.rects[tiles.findIndex((tile) => nameOf(tile) === name)];
      return rect ? rect.width * rect.height : 0;
    },
  };
}

describe('the arrangement of tiles', () => {
  it('shows everyone once, on one page or another, in any box and layout', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 184, max: 2544 }),
          height: fc.integer({ min: 84, max: 1374 }),
        }),
        fc.integer({ min: 1, max: 24 }),
        fc.constantFrom('auto', 'grid', 'speaker'),
        fc.constantFrom('tile', 'float', 'hidden'),
        fc.option(fc.integer({ min: 1, max: 24 }), { nil: null }),
        fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { maxLength: 24 }),
        (box, others, layout, selfView, speaker, pins) => {
          const people = Array.from({ length: others }, (_, index) => `p${index + 1}`);
          const activeSpeaker = speaker && speaker <= others ? `p${speaker}` : null;
          const pinned = pins.filter((one) => one <= others).map((one) => `p${one}`);
          const patch = { activeSpeaker, pinned };
          const first = arranged(others, box, { layout, selfView }, patch);
          const seen: string[] = [];
          for (let page = 0; page < first.pages; page++) {
            const { shown, rects } = arranged(others, box, { layout, selfView, page }, patch);
            seen.push(...shown);
            for (const rect of rects) {
              if (!rect) continue;
              expect(rect.x).to.be.at.least(-1e-6);
              expect(rect.y).to.be.at.least(-1e-6);
              expect(rect.x + rect.width).to.be.at.most(box.width + 1e-6);
              expect(rect.y + rect.height).to.be.at.most(box.height + 1e-6);
            }
          }
          const all = [...people, ...(selfView === 'hidden' ? [] : ['me'])];
          expect([...new Set(seen)]).to.have.members(all);
          // Nobody is on two pages, unless they are large or float.
          if (layout !== 'speaker' && !pinned.length && selfView === 'tile' && !first.isFloating)
            expect(seen).to.have.length(all.length);
        },
      ),
    );
  });

  it('needs no pages for a few people, nor for many in a large box', () => {
    expect(arranged(3, PHONE).pages).to.equal(1);
    expect(arranged(24, DESKTOP).pages).to.equal(1);
  });

  it('spreads many people over pages that can be turned, with room for the buttons', () => {
    const first = arranged(24, PHONE);
    expect(first.pages).to.be.greaterThan(1);
    for (const rect of first.rects) {
      if (!rect) continue;
      expect(rect.width).to.be.at.least(120);
      expect(rect.y + rect.height).to.be.at.most(PHONE.height - 44 + 1e-6);
    }
    expect(first.shown).to.include('me').and.not.include('p24');
    const last = arranged(24, PHONE, { page: 99 });
    expect(last.page, 'people have left').to.equal(last.pages - 1);
    expect(last.shown).to.include('p24').and.not.include('me');
  });

  it('brings the speaker to the first page, and moves nobody else but one', () => {
    const before = arranged(24, PHONE);
    const after = arranged(24, PHONE, {}, { activeSpeaker: 'p20' });
    expect(after.shown).to.include('p20');
    expect(after.shown.filter((name) => !before.shown.includes(name))).to.deep.equal(['p20']);
    expect(arranged(24, PHONE, {}, { activeSpeaker: 'p1' }).shown).to.deep.equal(before.shown);
    const pagesWith = (activeSpeaker: string | null) =>
      Array.from(
        { length: before.pages },
        (_, page) => arranged(24, PHONE, { page }, { activeSpeaker }).shown,
      );
    const [old, now] = [pagesWith(null), pagesWith('p20')];
    const moved = now.flatMap((shown, page) => shown.filter((name) => !old[page]!.includes(name)));
    expect(moved, 'those on another page than before').to.have.length(2).and.to.include('p20');
  });

  it('keeps a large tile on every page, and turns the pages of the strip', () => {
    const patch = { pinned: ['p24'] };
    const first = arranged(24, PHONE, {}, patch);
    expect(first.pages).to.be.greaterThan(1);
    for (let page = 0; page < first.pages; page++)
      expect(arranged(24, PHONE, { page }, patch).shown).to.include('p24');
  });

  it('has the screen and the face of a pinned participant large', () => {
    const sharing = participant({ id: 'p1', name: 'p1', screen: 'on' });
    const others = ['p2', 'p3', 'p4'].map((id) => participant({ id, name: id }));
    const { areaOf } = arranged(0, DESKTOP, {}, { participants: [sharing, ...others], pinned: ['p1'] });
    const [screen, face] = [areaOf('p1 screen'), areaOf('p1')];
    expect(Math.min(screen, face)).to.be.greaterThan(2 * areaOf('p2'));
  });

  it('has six pinned people large together: those who were pinned last, and nobody is lost', () => {
    const pinned = ['p3', 'p5', 'p9', 'p1', 'p2', 'p4', 'p6', 'p7'];
    for (const box of [DESKTOP, PHONE]) {
      const { areaOf } = arranged(12, box, {}, { pinned });
      const area = areaOf('p7');
      const large = pinned.filter((name) => Math.abs(areaOf(name) - area) < 1);
      expect(large).to.deep.equal(pinned.slice(-6));
      expect(area).to.be.at.least(120 * 90);
      expect(areaOf('p3')).to.be.greaterThan(0).and.lessThan(area);
    }
  });

  it('shows ourselves as a tile, floating or not at all, but always while we are alone', () => {
    expect(arranged(3, DESKTOP).isFloating).to.equal(false);
    const floating = arranged(3, DESKTOP, { selfView: 'float' });
    expect(floating.isFloating).to.equal(true);
    expect(floating.areaOf('me')).to.be.below(floating.areaOf('p1') / 4);
    expect(arranged(3, DESKTOP, { selfView: 'hidden' }).shown).to.deep.equal(['p1', 'p2', 'p3']);
    expect(arranged(1, PHONE).isFloating, 'two in a small box').to.equal(true);
    for (const selfView of ['float', 'hidden'] as const) {
      const { shown, invitation } = arranged(0, DESKTOP, { selfView });
      expect(shown).to.deep.equal(['me']);
      expect(invitation).to.be.an('object');
    }
  });
});
