/** How late timers fire: with it a call waits longer before it considers a participant gone. */

/** Time until a silent participant is gone, on a machine with nothing else to do (ms): 12.3 s, and the next look at it. */
const GONE_AFTER = 15_000;
/** Factor for the event loop delay: ten in the call itself, and one for the test that looks on. */
const TURNS = 11;

/**
 * Starts measuring in this page, before the participants meet: each has told the others its own delay. The returned function ends it
 * with the time within which a silent participant is gone, or something else happens that usually takes `usual` (ms).
 */
export function recordDelay(usual = GONE_AFTER): () => number {
  const every = 100;
  let [longest, due] = [0, performance.now() + every];
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - due);
    due = now + every;
  };
  const timer = setInterval(look, every);
  return () => {
    clearInterval(timer);
    look();
    return usual + TURNS * longest;
  };
}
