import { expect } from 'chai';
import { FIRST_SIZE } from '../../../src/media/constraints.js';
import { parametersFor, START } from '../../../src/mesh/quality/encoding.js';

const track = (height: number | undefined) => ({ getSettings: () => ({ height }) }) as MediaStreamTrack;

describe('The encoding of a video', () => {
  it('has as many lines as wanted, of any track, and never more than the track has', () => {
    const scale = (height?: number) => parametersFor(START, track(height)).scaleResolutionDownBy;
    expect([scale(720), scale(360), scale(180), scale(90)]).to.deep.equal([4, 2, 1, 1]);
    expect(scale(undefined), 'a size that the browser does not say').to.equal(1);
    expect(parametersFor(START, track(360))).to.include({
      active: true,
      maxFramerate: 15,
      maxBitrate: 120_000,
    });
  });

  it('is the same for a camera that is still being opened as for what it delivers first', () => {
    expect(parametersFor(START, undefined)).to.deep.equal(parametersFor(START, track(FIRST_SIZE.lines)));
  });
});
