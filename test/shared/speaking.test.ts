import { expect } from 'chai';
import { SpeakingDetector } from '../../src/shared/speaking.js';

describe('the speaking detector', () => {
  /** The detector's results for levels that come every 100 ms. */
  const hear = (...levels: number[]): string => {
    const detector = new SpeakingDetector();
    return levels.map((level, index) => (detector.update(level, index * 100) ? '#' : '.')).join('');
  };

  it('detects speech at its first sound', () => {
    expect(hear(0, 0.2)).to.equal('.#');
  });

  it('bridges pauses between words, and detects the end after a second', () => {
    expect(hear(0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0)).to.equal('############');
    expect(hear(0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).to.equal('##########..');
  });

  it('keeps speaking through soft syllables, but does not start with one', () => {
    expect(hear(0.02, 0.02)).to.equal('..');
    expect(hear(0.2, ...Array(12).fill(0.02))).to.equal('#'.repeat(13));
  });

  it('does not mistake noise for speech', () => {
    expect(hear(0.009, 0.009, 0.009)).to.equal('...');
  });
});
