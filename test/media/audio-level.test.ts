import { expect } from 'chai';
import { AudioLevel } from '../../src/media/audio-level.js';
import { until } from '../support/until.js';

describe('the level of a track', () => {
  let made: AudioContext[];
  let source: AudioContext;
  let level: AudioLevel;

  function create(): AudioContext {
    made.push(new AudioContext());
    return made.at(-1)!;
  }

  /** A track with a steady tone of this amplitude. */
  function tone(amplitude: number): MediaStreamTrack {
    const gain = new GainNode(source, { gain: amplitude });
    const oscillator = new OscillatorNode(source, { frequency: 440 });
    const destination = new MediaStreamAudioDestinationNode(source);
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    return destination.stream.getAudioTracks()[0]!;
  }

  beforeEach(() => {
    made = [];
    source = new AudioContext();
    level = new AudioLevel(create, () => true);
  });
  afterEach(async () => {
    level.stop();
    await source.close();
  });

  it('is the amplitude of its sound', async () => {
    const track = tone(0.5);
    await until(() => Math.abs(level.read(track) - 0.5) < 0.05);
  });

  it('follows when another track is read', async () => {
    const [loud, soft] = [tone(0.8), tone(0.1)];
    await until(() => level.read(loud) > 0.7);
    await until(() => Math.abs(level.read(soft) - 0.1) < 0.02);
    expect(made).to.have.length(1);
  });

  it('is 0 for a muted track, and without a track', async () => {
    const track = tone(0.5);
    await until(() => level.read(track) > 0.4);
    track.enabled = false;
    await until(() => level.read(track) === 0);
    expect(level.read(null)).to.equal(0);
  });

  it('creates no context before a track is read, nor before the user has touched the page', () => {
    level.read(null);
    expect(made).to.deep.equal([]);
    let used = false;
    const shy = new AudioLevel(create, () => used);
    expect(shy.read(tone(0.5))).to.equal(0);
    expect(made).to.deep.equal([]);
    used = true;
    shy.read(tone(0.5));
    expect(made).to.have.length(1);
    shy.stop();
  });

  it('continues after something has suspended the context', async () => {
    const track = tone(0.5);
    await until(() => level.read(track) > 0.4);
    await made[0]!.suspend();
    await until(() => level.read(track) > 0.4 && made[0]!.state === 'running');
  });

  it('suspends its context when nobody reads any more', async () => {
    const track = tone(0.5);
    await until(() => level.read(track) > 0.4);
    await until(() => level.read(null) || made[0]!.state === 'suspended');
    await until(() => level.read(track) > 0.4);
    expect(made).to.have.length(1);
  });

  it('needs no audio output', async () => {
    const quiet = new AudioLevel(undefined, () => true);
    const track = tone(0.5);
    await until(() => Math.abs(quiet.read(track) - 0.5) < 0.05);
    quiet.stop();
  });

  it('closes its context, and opens another one if it is needed again', async () => {
    const track = tone(0.5);
    level.read(track);
    level.stop();
    await until(() => made[0]!.state === 'closed');
    await until(() => level.read(track) > 0.4);
    expect(made).to.have.length(2);
  });
});
