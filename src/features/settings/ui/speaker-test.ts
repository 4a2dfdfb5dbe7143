/** Plays a short sound on a speaker, to hear whether it works. */

/** The notes, in hertz, and how long each sounds, in seconds. */
const NOTES = [587.3, 880];
const NOTE = 0.35;

/**
 * Resolves when the sound is over; never rejects. `speaker` null: the browser's default. The sound is made as a stream, because an
 * address would need permission of the page's content security policy.
 */
export async function playTestSound(speaker: string | null): Promise<void> {
  const context = new AudioContext();
  const element = new Audio();
  try {
    const out = context.createMediaStreamDestination();
    const ends = NOTES.map((frequency, index) => {
      const start = context.currentTime + 0.1 + index * NOTE;
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.3, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, start + NOTE * 1.6);
      const note = new OscillatorNode(context, { frequency });
      note.connect(volume).connect(out);
      note.start(start);
      note.stop(start + NOTE * 1.7);
      return new Promise((resolve) => note.addEventListener('ended', resolve, { once: true }));
    });
    element.srcObject = out.stream;
    if (speaker) await element.setSinkId?.(speaker);
    await element.play();
    await Promise.all(ends);
  } catch {
    // The speaker is gone, or the browser blocks the sound: nothing is heard, and that is the answer.
  } finally {
    element.srcObject = null;
    await context.close().catch(() => {});
  }
}
