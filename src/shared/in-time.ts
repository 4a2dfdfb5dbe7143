/**
 * Settles as `work` does, and rejects if that takes longer than `milliseconds`. For work that may never settle, like that of the host
 * page. Once `signal` is aborted, the timer ends, and the promise settles with `work` or not at all.
 */
export function inTime<T>(work: T | PromiseLike<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, milliseconds, new Error('no answer in time'));
    const stop = () => clearTimeout(timer);
    signal?.addEventListener('abort', stop);
    Promise.resolve(work).then(resolve, reject).finally(stop);
  });
}
