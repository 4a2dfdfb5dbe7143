/**
 * Waits for `work`, such as a function of the host page, which may never settle. The promise settles as `work` does, and rejects with
 * an `Error` if `work` takes longer than `milliseconds`. An abort of `signal` ends this time limit; `work` alone then decides.
 */
export function inTime<T>(work: T | PromiseLike<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, milliseconds, new Error('no answer in time'));
    const stop = () => clearTimeout(timer);
    signal?.addEventListener('abort', stop);
    Promise.resolve(work).then(resolve, reject).finally(stop);
  });
}
