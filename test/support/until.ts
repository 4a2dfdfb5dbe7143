/** Waits for a condition, so that no test sleeps for a fixed time. */

/**
 * Default timeout on a busy machine (ms). Use a shorter one only for promised times, or for something that would happen later by
 * itself.
 */
export const PATIENCE = 60_000;

/**
 * Timeout of a suite and each of its tests, with the start of parties and browsers (ms). It only ends a test that hangs: all others
 * wait with {@link until} or with a timeout of their own, which say what did not happen.
 */
export const SUITE_TIMEOUT = 600_000;

/** Between two checks of a condition that has been waited for this long (ms). In Node most checks ask a busy browser. */
function pauseAfter(waited: number): number {
  const isPage = 'requestAnimationFrame' in globalThis;
  return isPage ? 10 : Math.min(Math.max(10, waited / 20), 250);
}

/** One frame while the page draws, `pause` ms otherwise: a hidden page has no frames. */
function tick(pause: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, pause);
    const frame = globalThis.requestAnimationFrame?.(done);
    function done(): void {
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
      resolve();
    }
  });
}

/**
 * Resolves with the result of `condition` once it is truthy. Rejects after `timeout` milliseconds with `message`, and with the
 * last error if the condition threw, so it may contain assertions.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  message = `until ${condition}`,
  timeout = PATIENCE,
): Promise<NonNullable<T>> {
  const start = performance.now();
  for (;;) {
    let cause: unknown;
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      cause = error;
    }
    const waited = performance.now() - start;
    if (waited > timeout) {
      const why = cause instanceof Error ? `: ${cause.message}` : '';
      throw new Error(`waited ${timeout} ms ${message}${why}`, { cause });
    }
    await tick(pauseAfter(waited));
  }
}
