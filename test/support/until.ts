/** Waits for a condition, so that no test sleeps for a fixed time. */

/**
 * How long anything may take on a machine that does much else, in milliseconds. A shorter time belongs only to what is promised, or to what
 * would happen later by itself.
 */
export const PATIENCE = 60_000;

/** One frame where the page draws, 10 ms where it does not: a hidden page has no frames. */
function tick(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, 10);
    const frame = globalThis.requestAnimationFrame?.(done);
    function done(): void {
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
      resolve();
    }
  });
}

/**
 * Resolves with what `condition` returns once that is truthy; rejects after `timeout` milliseconds with `message`,
 * and with the last error if the condition threw: an assertion may stand inside.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  message = `until ${condition}`,
  timeout = PATIENCE,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeout;
  for (;;) {
    let cause: unknown;
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      const why = cause instanceof Error ? `: ${cause.message}` : '';
      throw new Error(`waited ${timeout} ms ${message}${why}`, { cause });
    }
    await tick();
  }
}
