/** Waits for a condition, so that no test sleeps for a fixed time. */

/**
 * Default timeout on a busy machine (ms). Use a shorter one only for promised times, or for something that would happen later by
 * itself.
 */
export const PATIENCE = 60_000;

/** One frame while the page draws, 10 ms otherwise: a hidden page has no frames. */
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
 * Resolves with the result of `condition` once it is truthy. Rejects after `timeout` milliseconds with `message`, and with the
 * last error if the condition threw, so it may contain assertions.
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
