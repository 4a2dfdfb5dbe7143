import { expect } from 'chai';
import { SpeakingDetector } from '../../src/base/speaking.js';

describe('the speaking detector', () => {
  /** What it says of levels that come every 100 ms. */
  const hear = (...levels: number[]): string => {
    const detector = new SpeakingDetector();
    return levels.map((level, index) => (detector.update(level, index * 100) ? '#' : '.')).join('');
  };

  it('hears speech with its first sound', () => {
    expect(hear(0, 0.2)).to.equal('.#');
  });

  it('bridges the pauses between words, and hears the end after 600 ms', () => {
    expect(hear(0.2, 0, 0, 0, 0, 0, 0.2, 0)).to.equal('########');
    expect(hear(0.2, 0, 0, 0, 0, 0, 0, 0)).to.equal('######..');
  });

  it('lets soft syllables go on with speech, but not begin it', () => {
    expect(hear(0.02, 0.02)).to.equal('..');
    expect(hear(0.2, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02)).to.equal('#########');
  });

  it('does not take noise for speech', () => {
    expect(hear(0.009, 0.009, 0.009)).to.equal('...');
  });
});
