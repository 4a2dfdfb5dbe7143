import { expect } from 'chai';
import { encodingFor, encodingForView } from '../../../src/mesh/quality/uplink.js';
import { linesFor, type View, ViewReporter } from '../../../src/mesh/quality/views.js';
import type { PeerMessage } from '../../../src/protocol/peer-messages.js';
import fc from '../../support/property.js';

const view = fc.record({
  width: fc.integer({ min: 0, max: 4000 }),
  height: fc.integer({ min: 0, max: 4000 }),
  visible: fc.boolean(),
});
const encoding = fc
  .record({ others: fc.integer({ min: 1, max: 15 }), lines: fc.integer({ min: 120, max: 720 }) })
  .map(({ others, lines }) => encodingFor(others, { lines, frameRate: 30 }));

describe('The video for one viewer', () => {
  it('has the lines that the tile needs, in steps, also where the picture is cropped', () => {
    const lines = (width: number, height: number) => linesFor({ width, height, visible: true });
    expect([
      lines(320, 180),
      lines(321, 180),
      lines(100, 300),
      lines(1920, 200),
      lines(9999, 1),
    ]).to.deep.equal([180, 240, 360, 1080, 2160]);
    expect(linesFor({ width: 640, height: 360, visible: false })).to.equal(0);
  });

  it('is never more than the call allows, and never less for a larger tile', () => {
    fc.assert(
      fc.property(encoding, view, view, (full, one, other) => {
        const sent = encodingForView(full, one);
        expect(sent.lines).to.be.within(Math.min(90, full.lines), full.lines);
        expect(sent.maxBitrate).to.be.within(1, full.maxBitrate);
        expect(sent.frameRate).to.equal(full.frameRate);
        const isLarger =
          other.visible >= one.visible && other.width >= one.width && other.height >= one.height;
        if (!isLarger) return;
        const larger = encodingForView(full, other);
        expect(larger.lines).to.be.at.least(sent.lines);
        expect(larger.maxBitrate).to.be.at.least(sent.maxBitrate);
      }),
    );
    expect(encodingForView(encodingFor(1, { lines: 720, frameRate: 30 }), undefined).lines).to.equal(720);
  });

  it('costs next to nothing while nobody sees it', () => {
    const full = encodingFor(1, { lines: 720, frameRate: 30 });
    const hidden = encodingForView(full, { width: 1280, height: 720, visible: false });
    expect([hidden.lines, hidden.maxBitrate]).to.deep.equal([90, 60_000]);
  });
});

describe('The size of a tile', () => {
  let told: Extract<PeerMessage, { type: 'view' }>[];
  let isReachable: boolean;
  let reporter: ViewReporter;
  const shown = (width: number, height: number, visible = true): View => ({ width, height, visible });
  beforeEach(() => {
    told = [];
    isReachable = true;
    reporter = new ViewReporter((_id, message) => isReachable && told.push(message as (typeof told)[0]) > 0);
  });

  it('is reported only when it makes a difference', () => {
    reporter.set('ada', 'camera', shown(320, 180));
    reporter.set('ada', 'camera', shown(319.5, 179.5));
    reporter.set('ada', 'camera', shown(640, 360));
    reporter.set('ada', 'screen', shown(1280, 720));
    expect(told.map(({ source, width, height }) => [source, width, height])).to.deep.equal([
      ['camera', 320, 180],
      ['camera', 640, 360],
      ['screen', 1280, 720],
    ]);
  });

  it('is reported when the participant can be reached, and again over a new channel', () => {
    isReachable = false;
    reporter.set('ada', 'camera', shown(320, 180));
    expect(told).to.have.length(0);
    isReachable = true;
    reporter.flush('ada');
    reporter.flush('ada');
    expect(told).to.have.length(1);
    reporter.flush('ada', true);
    expect(told).to.have.length(2);
  });

  it('is small, or none, when the user saves data, and as before afterwards', () => {
    reporter.set('ada', 'camera', shown(1280, 720));
    for (const mode of ['small', 'audio-only', 'off'] as const) reporter.limit(mode);
    reporter.limit('small');
    reporter.set('ada', 'camera', shown(640, 720));
    expect(told.map(({ width, height, visible }) => [width, height, visible])).to.deep.equal([
      [1280, 720, true],
      [320, 180, true],
      [320, 180, false],
      [1280, 720, true],
      [320, 180, true],
    ]);
  });

  it('of participants who are gone is not remembered without end', () => {
    for (let n = 0; n < 200; n++) reporter.set(`p${n}`, 'camera', shown(320, 180));
    reporter.flush('p0', true);
    reporter.flush('p199', true);
    expect(told).to.have.length(201);
  });
});
