import { expect } from 'chai';
import { judge, reported, type Verdict, type Watch, watch } from '../../../src/mesh/encoded/watch.js';
import type { ViewerReport } from '../../../src/mesh/encoded/worker.js';
import fc from '../../support/property.js';

const EVERY = 250;
const FINE: ViewerReport = { own: 0, shared: 0, keys: 0, errors: 0, sends: 0, isForeign: false };

/** Reports come four times a second; `step` says what changes with each. Returns the first verdict but "fine", and when (ms). */
function run(
  step: (report: ViewerReport, at: number) => Partial<ViewerReport> & { layer?: number },
  until = 15_000,
): { verdict: Verdict; at: number } {
  let state: Watch = watch(0);
  let report = FINE;
  let layerFrames = 0;
  for (let at = EVERY; at <= until; at += EVERY) {
    const { layer = 0, ...change } = step(report, at);
    layerFrames += layer;
    report = { ...report, ...change };
    state = reported(state, report, layerFrames, at);
    const verdict = judge(state, at);
    if (verdict !== 'fine') return { verdict, at };
  }
  return { verdict: 'fine', at: until };
}

/** Two own frames a second. */
const own = ({ own }: ViewerReport, at: number) => own + (at % 500 === 0 ? 1 : 0);
const healthy = (report: ViewerReport, at: number) => ({
  own: own(report, at),
  shared: report.shared + 4,
  layer: 4,
});

describe('A link with shared frames goes on', () => {
  it('while frames come, whatever the rates are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 }), (every, frames) => {
        const { verdict } = run((report, at) => ({
          own: own(report, at),
          ...(at % (every * EVERY) === 0 && { shared: report.shared + frames, layer: frames }),
        }));
        expect(verdict).to.equal('fine');
      }),
    );
  });

  it('while the camera is off, or nothing can be sent', () => {
    expect(run((report, at) => (at > 3_000 ? {} : healthy(report, at))).verdict).to.equal('fine');
  });

  it('when the other side asks for a key frame now and then', () => {
    const { verdict } = run((report, at) => ({
      ...healthy(report, at),
      keys: report.keys + (at % 1_000 === 0 ? 1 : 0),
    }));
    expect(verdict).to.equal('fine');
  });

  it('before it sends any, while the shared encoder is coming', () => {
    expect(run((report, at) => ({ own: own(report, at), sends: undefined }), 9_000).verdict).to.equal('fine');
  });
});

describe('A link with shared frames goes back to its own encoder', () => {
  const BAD_AT = 3_000;
  const cases: Record<
    Exclude<Verdict, 'fine' | 'slow' | 'greedy'>,
    (report: ViewerReport, at: number) => Partial<ViewerReport> & { layer?: number }
  > = {
    stalled: (report, at) => ({ own: own(report, at) }),
    codec: (report, at) => ({ ...healthy(report, at), isForeign: true }),
    error: (report, at) => ({ ...healthy(report, at), errors: report.errors + 4 }),
    undecodable: (report, at) => ({
      ...healthy(report, at),
      keys: report.keys + (at % 500 === 0 ? 1 : 0),
    }),
  };
  for (const [verdict, bad] of Object.entries(cases)) {
    it(`within 2 s: ${verdict}`, () => {
      const seen = run((report, at) => (at > BAD_AT ? bad(report, at) : healthy(report, at)));
      expect(seen.verdict).to.equal(verdict);
      expect(seen.at - BAD_AT).to.be.at.most(2_000);
    });
  }

  it('when frames of the shared encoder come, but it sends none of them', () => {
    const seen = run((report, at) =>
      at > BAD_AT ? { own: own(report, at), layer: 4 } : healthy(report, at),
    );
    expect(seen.verdict).to.equal('stalled');
    expect(seen.at - BAD_AT).to.be.at.most(1_500);
  });

  it('when the other side asks for key frames so often that it costs the others', () => {
    // Three of four own frames: never four in a row.
    const seen = run((report, at) => ({
      ...healthy(report, at),
      keys: report.keys + (at % 500 === 0 && at % 2_000 !== 0 ? 1 : 0),
    }));
    expect(seen.verdict).to.equal('greedy');
    expect(seen.at).to.be.at.most(10_000);
  });

  it('when it cannot begin within ten seconds', () => {
    const seen = run((report, at) => ({ own: own(report, at), sends: undefined, layer: 4 }));
    expect(seen.verdict).to.equal('slow');
  });
});
