import { expect } from 'chai';
import type { View, ViewedSource, Wanted } from '../../../src/mesh/quality/video-quality.js';
import { linesFor, ViewReporter, viewsOf } from '../../../src/mesh/quality/views.js';
import type { PeerMessage } from '../../../src/protocol/peer-messages.js';
import fc from '../../support/property.js';

const MOST = { videos: 9, frameRate: 30 };
const shown = (width: number, height: number, visible = true): View => ({ width, height, visible });
const wanting = (patch: Partial<Wanted> = {}): Wanted => ({
  limits: { dataSaver: 'off' },
  views: new Map(),
  speakers: new Set(),
  pinned: [],
  ...patch,
});
const show = ({ views }: Wanted, id: string, view: View, source: ViewedSource = 'camera') =>
  void views.set(`${id} ${source}`, { id, source, view });

describe('A view', () => {
  it('needs the lines of the tile, in steps, also where the picture is cropped', () => {
    const lines = (width: number, height: number) => linesFor(shown(width, height));
    expect([
      lines(320, 180),
      lines(321, 180),
      lines(100, 300),
      lines(1920, 200),
      lines(9999, 1),
    ]).to.deep.equal([180, 240, 360, 1080, 2160]);
    expect(linesFor(shown(640, 360, false))).to.equal(0);
  });

  it('is reported as large when it has more than twice the area of every other one', () => {
    const wanted = wanting();
    show(wanted, 'ada', shown(640, 360));
    show(wanted, 'ben', shown(320, 180));
    show(wanted, 'cleo', shown(1280, 720, false));
    const views = viewsOf(wanted, MOST, new Set());
    expect([...views.values()].map(({ large, frameRate }) => [large, frameRate])).to.deep.equal([
      [true, 30],
      [false, 15],
      [false, 15],
    ]);
    show(wanted, 'ben', shown(640, 360));
    expect([...viewsOf(wanted, MOST, new Set()).values()].some(({ large }) => large)).to.equal(false);
  });

  it('asks for no more pictures than our machine should decode', () => {
    const wanted = wanting();
    show(wanted, 'ada', shown(640, 360));
    show(wanted, 'ben', shown(160, 90));
    const rates = (frameRate: number) =>
      [...viewsOf(wanted, { ...MOST, frameRate }, new Set()).values()].map((view) => view.frameRate);
    expect([rates(30), rates(20), rates(10)]).to.deep.equal([
      [30, 15],
      [20, 15],
      [10, 10],
    ]);
  });

  it('is large for several who are shown large together, but not in a grid of equal ones', () => {
    const wanted = wanting();
    const large = () =>
      [...viewsOf(wanted, MOST, new Set())].filter(([, view]) => view.large).map(([key]) => key);
    show(wanted, 'ada', shown(640, 360));
    show(wanted, 'ben', shown(640, 360));
    expect(large()).to.deep.equal([]);
    show(wanted, 'cleo', shown(160, 90));
    show(wanted, 'dora', shown(1280, 720, false));
    expect(large()).to.deep.equal(['ada camera', 'ben camera']);
  });

  it('is visible for no more videos than this machine should decode: of those who speak, are pinned or large, then of the others', () => {
    const wanted = wanting({ speakers: new Set(['p7']), pinned: ['p6', 'p4'] });
    for (let n = 0; n < 8; n++) show(wanted, `p${n}`, shown(320, 180));
    show(wanted, 'p5', shown(320, 180), 'screen');
    const visible = [...viewsOf(wanted, { ...MOST, videos: 5 }, new Set())]
      .filter(([, view]) => view.visible)
      .map(([key]) => key);
    expect(visible.sort()).to.deep.equal(['p0 camera', 'p4 camera', 'p5 screen', 'p6 camera', 'p7 camera']);
  });

  it('never asks for more than the tile shows', () => {
    const view = fc.record({
      width: fc.integer({ min: 0, max: 4_000 }),
      height: fc.integer({ min: 0, max: 4_000 }),
      visible: fc.boolean(),
    });
    const saver = fc.constantFrom('off', 'small', 'audio-only' as const);
    fc.assert(
      fc.property(
        fc.array(view, { maxLength: 12 }),
        saver,
        fc.integer({ min: 1, max: 12 }),
        (list, mode, most) => {
          const wanted = wanting({ limits: { dataSaver: mode } });
          for (const [index, one] of list.entries()) show(wanted, `p${index}`, one);
          const views = [...viewsOf(wanted, { ...MOST, videos: most }, new Set()).values()];
          expect(views.filter(({ visible }) => visible).length).to.be.at.most(
            mode === 'audio-only' ? 0 : most,
          );
          for (const [index, { width, height, visible }] of views.entries()) {
            expect(width).to.be.at.most(list[index]!.width);
            expect(height).to.be.at.most(list[index]!.height);
            if (visible) expect(list[index]!.visible).to.equal(true);
            if (mode === 'small') expect(linesFor({ width, height, visible })).to.be.at.most(180);
          }
        },
      ),
    );
  });
});

describe('The report of our views', () => {
  type Told = Extract<PeerMessage, { type: 'view' }>;
  let told: Told[];
  let isReachable: boolean;
  let wanted: Wanted;
  let reporter: ViewReporter;
  const set = (id: string, view: View, source?: ViewedSource) => {
    show(wanted, id, view, source);
    reporter.report(MOST);
  };
  beforeEach(() => {
    told = [];
    isReachable = true;
    wanted = wanting();
    const isHere = (id: string) => id !== 'gone';
    const tell = (_: string, message: PeerMessage) => isReachable && told.push(message as Told) > 0;
    reporter = new ViewReporter(wanted, isHere, tell);
  });

  it('is made only when it makes a difference', () => {
    set('ada', shown(320, 180));
    set('ada', shown(319.5, 179.5));
    set('ada', shown(640, 360));
    set('ada', shown(1280, 720), 'screen');
    expect(told.map(({ source, width, height, large }) => [source, width, height, large])).to.deep.equal([
      ['camera', 320, 180, true],
      ['camera', 640, 360, true],
      ['camera', 640, 360, false],
      ['screen', 1280, 720, true],
    ]);
  });

  it('waits until the participant can be reached, and is made again over a new channel', () => {
    isReachable = false;
    set('ada', shown(320, 180));
    expect(told).to.have.length(0);
    isReachable = true;
    reporter.report(MOST);
    reporter.report(MOST);
    expect(told).to.have.length(1);
    reporter.forget('ada');
    reporter.report(MOST);
    expect(told).to.have.length(2);
  });

  it('does not count who has left', () => {
    set('ada', shown(320, 180));
    set('gone', shown(1280, 720));
    expect(told.map(({ large }) => large)).to.deep.equal([true]);
  });

  it('is small, or of nothing, when the user saves data, and as before afterwards', () => {
    set('ada', shown(1280, 720));
    for (const dataSaver of ['small', 'audio-only', 'off'] as const) {
      wanted.limits = { dataSaver };
      reporter.report(MOST);
    }
    expect(told.map(({ width, height, visible }) => [width, height, visible])).to.deep.equal([
      [1280, 720, true],
      [320, 180, true],
      [320, 180, false],
      [1280, 720, true],
    ]);
  });
});
