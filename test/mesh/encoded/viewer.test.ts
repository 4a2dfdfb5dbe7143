import { expect } from 'chai';
import { createViewer } from '../../../src/mesh/encoded/viewer.js';
import fc from '../../support/property.js';

const TICKS = 90;
const minus = (a: number, b: number) => (a - b) | 0;

/** A link and two shared encoders that encode the same pictures, 33 ms apart unless `captures` says otherwise. */
class Frames {
  readonly viewer = createViewer();
  /** What was sent: the picture, whether it came from a shared encoder, and its timestamp. */
  readonly sent: { picture: number; layer: number | undefined; isKey: boolean; at: number }[] = [];
  picture = 0;
  now = 0;
  /** The shared frames of a picture come this much later than its own (ms). */
  delay = 10;
  readonly #starts: readonly number[];
  readonly #captures: (picture: number) => number;

  constructor(starts: readonly number[], captures = (picture: number) => picture * 33) {
    this.#starts = starts;
    this.#captures = captures;
  }

  /** The timestamp that the own frame of a picture has. */
  at(picture: number, sender = 0): number {
    return (this.#starts[sender]! + this.#captures(picture) * TICKS) >>> 0;
  }

  /** One more picture; `keys`: who makes a key frame of it; `own`: whether the link's own encoder encodes it. */
  next({ keys = [], own = true }: { keys?: ('own' | number)[]; own?: boolean } = {}): void {
    const picture = this.picture++;
    this.now = this.#captures(picture);
    const add = (layer: number | undefined, isKey: boolean, at: number | undefined) => {
      if (at !== undefined) this.sent.push({ picture, layer, isKey, at });
    };
    if (own) {
      const isKey = keys.includes('own');
      add(undefined, isKey, this.viewer.own(this.at(picture), isKey, this.now));
    }
    for (const layer of [0, 1]) {
      const isKey = keys.includes(layer);
      const at = this.at(picture, layer + 1);
      add(layer, isKey, this.viewer.shared(layer, at, isKey, this.now + this.delay));
    }
  }

  run(count: number, own = true): void {
    for (let index = 0; index < count; index += 1) this.next({ own });
  }
}

const start = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const starts = fc.tuple(start, start, start);

describe('A link with shared frames', () => {
  it('sends its own until the shared encoder makes a key frame, and its own again from its next key frame on', () => {
    const frames = new Frames([1, 2, 3]);
    frames.next({ keys: ['own', 0, 1] });
    frames.viewer.want(0);
    frames.run(20);
    expect(frames.viewer.keyFor).to.equal(0);
    expect(frames.viewer.sends).to.equal(undefined);
    frames.next({ keys: [0] });
    expect(frames.viewer.keyFor).to.equal(undefined);
    expect(frames.viewer.sends).to.equal(0);
    frames.run(5);
    frames.viewer.want(undefined);
    frames.run(5);
    expect(frames.viewer.sends).to.equal(0);
    frames.next({ keys: ['own'] });
    expect(frames.viewer.sends).to.equal(undefined);
    // Each picture once, except for the two that were sent by both.
    const pictures = frames.sent.map(({ picture }) => picture);
    expect(new Set(pictures).size).to.equal(frames.picture);
    expect(pictures.length).to.equal(frames.picture + 1);
  });

  it('never sends a frame that needs one which it did not send', () => {
    fc.assert(
      fc.property(
        starts,
        fc.array(
          fc.oneof(
            fc.record({ want: fc.constantFrom(undefined, 0, 1), isUrgent: fc.boolean() }),
            fc.record({
              keys: fc.uniqueArray(fc.constantFrom<'own' | number>('own', 0, 1)),
              own: fc.boolean(),
            }),
            fc.record({ run: fc.integer({ min: 1, max: 15 }) }),
          ),
          { maxLength: 40 },
        ),
        (at, steps) => {
          const frames = new Frames(at);
          frames.next({ keys: ['own', 0, 1] });
          for (const step of steps) {
            if ('want' in step) frames.viewer.want(step.want, step.isUrgent && step.want === undefined);
            else if ('run' in step) frames.run(step.run);
            else frames.next(step);
          }
          for (const [index, frame] of frames.sent.entries()) {
            const before = frames.sent[index - 1];
            if (!before) continue;
            expect(minus(frame.at, before.at), 'timestamps grow').to.be.greaterThan(0);
            // What an urgent change leaves behind is repaired by the key frame that the other side asks for.
            if (frame.layer !== before.layer && frame.layer !== undefined) expect(frame.isKey).to.equal(true);
          }
        },
      ),
    );
  });

  it('gives each shared frame the timestamp of its own frame of the same picture', () => {
    fc.assert(
      fc.property(
        starts,
        fc.array(fc.integer({ min: 20, max: 60 }), { minLength: 60, maxLength: 60 }),
        (at, gaps) => {
          const times = [0];
          for (const gap of gaps) times.push(times.at(-1)! + gap);
          const frames = new Frames(at, (picture) => times[picture]!);
          frames.next({ keys: ['own', 0, 1] });
          frames.viewer.want(1);
          frames.run(20);
          frames.next({ keys: [1] });
          frames.run(30, false);
          const shared = frames.sent.filter(({ layer, isKey }) => layer === 1 && !isKey);
          expect(shared.length).to.equal(30);
          for (const one of shared)
            expect(Math.abs(minus(one.at, frames.at(one.picture)))).to.be.at.most(5 * TICKS);
        },
      ),
    );
  });

  it('asks for a key frame when the other side does, unless it has just sent one', () => {
    const frames = new Frames([1, 2, 3]);
    frames.next({ keys: ['own', 0, 1] });
    frames.viewer.want(0);
    frames.run(20);
    frames.next({ keys: [0] });
    frames.next({ keys: ['own'] });
    expect(frames.viewer.keyFor).to.equal(undefined);
    frames.run(20);
    frames.next({ keys: ['own'] });
    expect(frames.viewer.keyFor).to.equal(0);
  });

  it('sends nothing shared at once when nobody sees it', () => {
    const frames = new Frames([1, 2, 3]);
    frames.next({ keys: ['own', 0, 1] });
    frames.viewer.want(0);
    frames.run(20);
    frames.next({ keys: [0] });
    frames.viewer.want(undefined, true);
    const before = frames.sent.length;
    frames.run(10, false);
    expect(frames.sent.length).to.equal(before);
  });

  for (const who of ['shared', 'own'] as const) {
    it(`sends its own frames while it learns the timestamps again, when those of the ${who} encoder start anew`, () => {
      const viewer = createViewer();
      const sources: string[] = [];
      for (let picture = 0; picture < 100; picture += 1) {
        if (picture === 20) viewer.want(0);
        const at = (one: string) => (picture * 3_000 + (picture >= 60 && one === who ? 1e9 : 0)) >>> 0;
        const now = picture * 33;
        const isKey = picture % 30 === 0;
        const ownAt = viewer.own(at('own'), isKey, now);
        const sharedAt = viewer.shared(0, at('shared'), isKey, now + 5);
        if (sharedAt !== undefined) expect(Math.abs(minus(sharedAt, at('own')))).to.be.at.most(450);
        sources[picture] = ownAt === undefined ? 'shared' : 'own';
      }
      expect([19, 50, 65, 99].map((picture) => sources[picture])).to.deep.equal([
        'own',
        'shared',
        'own',
        'shared',
      ]);
    });
  }
});
