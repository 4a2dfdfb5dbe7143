/** Starts the worker from text, because a script from another origin cannot be a worker, and not every bundler makes worker files. */
import { CODEC } from './shared-source.js';
import { createViewer } from './viewer.js';
import { type FromWorker, runWorker, type ToWorker } from './worker.js';

/** A worker that does not answer by then is not used (ms): a content security policy may forbid it without an error. */
const PATIENCE = 2_000;

export interface EncodedWorker {
  post(message: ToWorker, transfer?: Transferable[]): void;
  terminate(): void;
}

/** Starts the worker; `undefined`: the page does not allow it. `hear` gets what it says. */
export async function startWorker(hear: (message: FromWorker) => void): Promise<EncodedWorker | undefined> {
  const text = `(${runWorker})(self, ${createViewer}, ${JSON.stringify(CODEC)});`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  let worker: Worker | undefined;
  try {
    worker = new Worker(url);
    const started = worker;
    const isReady = await new Promise<boolean>((done) => {
      setTimeout(() => done(false), PATIENCE);
      started.onerror = () => done(false);
      started.onmessage = () => done(true);
    });
    if (isReady) {
      started.onmessage = ({ data }) => hear(data as FromWorker);
      return {
        post: (message, transfer = []) => started.postMessage(message, transfer),
        terminate: () => started.terminate(),
      };
    }
  } catch {
    // Trusted types, or a content security policy.
  } finally {
    URL.revokeObjectURL(url);
  }
  worker?.terminate();
  return undefined;
}
