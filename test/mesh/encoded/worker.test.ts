import { expect } from 'chai';
import type { Viewer } from '../../../src/mesh/encoded/viewer.js';
import {
  type EncodedFrame,
  type FromWorker,
  type Report,
  runWorker,
  type ToWorker,
  type WorkerScope,
} from '../../../src/mesh/encoded/worker.js';
import { until } from '../../support/until.js';

const CODEC = 'video/VP8';
const frame = (type: EncodedFrame['type'] = 'delta', payloadType = 96): EncodedFrame => ({
  type,
  getMetadata: () => ({ rtpTimestamp: 1, mimeType: CODEC, payloadType }),
});

/** Streams of a sender: what the worker reads, and what it has written. */
function streams() {
  let encoder!: ReadableStreamDefaultController<EncodedFrame>;
  const written: EncodedFrame[] = [];
  return {
    written,
    make: (one: EncodedFrame) => encoder.enqueue(one),
    readable: new ReadableStream<EncodedFrame>({
      start(controller) {
        encoder = controller;
      },
    }),
    writable: new WritableStream<EncodedFrame>({ write: (one) => void written.push(one) }),
  };
}

/** Sends every frame that it is asked about. */
const all: Viewer = { want() {}, shared: () => 1, own: () => 1, keyFor: undefined, sends: 0 };

describe('The worker of shared encoders', () => {
  const said: FromWorker[] = [];
  const ends: (() => void)[] = [];
  let viewers: Viewer[];
  let scope: WorkerScope;
  const tell = (data: ToWorker) => scope.onmessage!({ data });
  const reportOf = (id: string) =>
    said
      .filter((one): one is Report => 'viewers' in one)
      .at(-1)
      ?.viewers.get(id);
  const errorsOf = (id: string) => reportOf(id)?.errors;

  const start = (locks?: Pick<LockManager, 'request'>) => {
    scope = {
      onmessage: null,
      postMessage: (message) => void said.push(message),
      navigator: locks ? { locks } : {},
      RTCEncodedVideoFrame: class {
        constructor(from: EncodedFrame, { metadata }: { metadata: ReturnType<EncodedFrame['getMetadata']> }) {
          Object.assign(this, from, { getMetadata: () => metadata });
        }
      } as unknown as WorkerScope['RTCEncodedVideoFrame'],
    };
    ends.push(runWorker(scope, () => viewers.shift()!, CODEC, 'a lock'));
  };
  afterEach(() => {
    for (const end of ends.splice(0)) end();
    said.length = 0;
  });

  it('says whether it holds its lock, which tells the page when it ends', async () => {
    const asked: string[] = [];
    viewers = [];
    start({
      request: async (name: string, held: unknown) => {
        asked.push(name);
        return (held as () => unknown)();
      },
    });
    expect(asked).to.deep.equal(['a lock']);
    expect(said).to.deep.equal([{ isLocked: true }]);
  });

  it('says so where there are no locks, or they are forbidden', async () => {
    viewers = [];
    start();
    expect(said).to.deep.equal([{ isLocked: false }]);
    start({ request: () => Promise.reject(new DOMException('', 'SecurityError')) });
    await until(() => said.length === 2);
    expect(said[1]).to.deep.equal({ isLocked: false });
  });

  it('sends the own frames of a link as they are if something goes wrong with them', async () => {
    viewers = [
      {
        ...all,
        own: () => {
          throw new Error();
        },
      },
    ];
    start();
    const link = streams();
    tell({ viewer: 'a', streams: link });
    const frames = [frame('key'), frame(), frame()];
    for (const one of frames) link.make(one);
    await until(() => link.written.length === 3);
    expect(link.written).to.deep.equal(frames);
    await until(() => errorsOf('a') === 3);
  });

  it('sends no shared frame over a link with another payload type, as where Firefox made the offer', async () => {
    viewers = [all, all];
    start();
    const [firefox, chromium, layer] = [streams(), streams(), streams()];
    tell({ viewer: 'a', streams: firefox });
    tell({ viewer: 'b', streams: chromium });
    tell({ layer: 0, streams: layer });
    const own = [frame('key', 120), frame('delta', 120)];
    firefox.make(own[0]!);
    await until(() => firefox.written.length === 1);
    for (const shared of [frame('key'), frame()]) layer.make(shared);
    await until(() => chromium.written.length === 2);
    firefox.make(own[1]!);
    await until(() => firefox.written.length === 2);
    expect(firefox.written).to.deep.equal(own);
    await until(() => reportOf('a')?.isForeign && !reportOf('b')?.isForeign);
  });

  it('sends a shared frame to all others if something goes wrong for one', async () => {
    viewers = [
      {
        ...all,
        shared: () => {
          throw new Error();
        },
      },
      all,
    ];
    start();
    const [one, other, layer] = [streams(), streams(), streams()];
    tell({ viewer: 'a', streams: one });
    tell({ viewer: 'b', streams: other });
    tell({ layer: 0, streams: layer });
    for (const shared of [frame('key'), frame()]) layer.make(shared);
    await until(() => other.written.length === 2);
    expect(one.written).to.deep.equal([]);
    await until(() => errorsOf('a') === 2 && errorsOf('b') === 0);
  });
});
