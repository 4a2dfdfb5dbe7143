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

/**
 * Starts the worker; `undefined`: the page does not allow it. `hear` gets what it says; `failed` is called when it has ended without
 * `terminate()`, and for every error that it does not catch.
 */
export async function startWorker(
  hear: (message: FromWorker) => void,
  failed: () => void,
): Promise<EncodedWorker | undefined> {
  const lock = `video-room encoder ${crypto.randomUUID()}`;
  const text = `(${runWorker})(self, ${createViewer}, ${JSON.stringify(CODEC)}, ${JSON.stringify(lock)});`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  let worker: Worker | undefined;
  try {
    worker = new Worker(url);
    const started = worker;
    const first = await new Promise<FromWorker | undefined>((done) => {
      setTimeout(() => done(undefined), PATIENCE);
      started.onerror = () => done(undefined);
      started.onmessage = ({ data }) => done(data as FromWorker);
    });
    if (first) {
      const end = new AbortController();
      started.onerror = failed;
      started.onmessage = ({ data }) => hear(data as FromWorker);
      // It is ours as soon as the worker is gone. Without it, only the silence of the worker tells.
      if ('isLocked' in first && first.isLocked)
        navigator.locks.request(lock, { signal: end.signal }, failed).catch(() => {});
      return {
        post: (message, transfer = []) => started.postMessage(message, transfer),
        terminate: () => {
          end.abort();
          started.terminate();
        },
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
