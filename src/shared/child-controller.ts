/** A controller whose signal is also aborted with `parent`. Firefox before 124 and Safari before 17.4 lack `AbortSignal.any`. */
export function childController(parent: AbortSignal): AbortController {
  const child = new AbortController();
  const abort = () => child.abort();
  if (parent.aborted) abort();
  parent.addEventListener('abort', abort, { signal: child.signal });
  return child;
}
