/**
 * A voice that never pauses, as a WAV file: the beeps of a fake microphone are mostly silence, which takes next to nothing of a narrow
 * path. Pure.
 */
import { wav } from '../support/wav.js';

/** Samples per second, and how long it lasts (s). It ends as it begins, so that it can be played again and again. */
const RATE = 48_000;
const LASTS = 4;
/** The pitch of the voice and how far it rises and falls (Hz), and syllables per second. */
const PITCH = 140;
const MELODY = 30;
const SYLLABLES = 4;
const HARMONICS = 24;

/** The file. */
export function voice(): Buffer {
  const samples = new Int16Array(RATE * LASTS);
  let phase = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const turn = (2 * Math.PI * index) / samples.length;
    phase += (2 * Math.PI * (PITCH + MELODY * Math.sin(turn * 2))) / RATE;
    const syllable = 0.6 + 0.4 * Math.sin(turn * SYLLABLES * LASTS);
    // Each syllable has another vowel: another harmonic is the strongest.
    const vowel = 6 + 4 * Math.sin(turn * 5);
    let sum = 0;
    for (let harmonic = 1; harmonic <= HARMONICS; harmonic += 1)
      sum += Math.sin(phase * harmonic) / (1 + Math.abs(harmonic - vowel));
    samples[index] = Math.round(6_000 * syllable * sum);
  }
  return wav(samples, RATE);
}
