/**
 * Loaded before each test file in Node: ends its process when its tests are over but something that they started still runs, so
 * that the run goes on with the next file. That counts as a failure. (`--test-force-exit` of Node 20 loses the last results.)
 */
import { after } from 'node:test';

/** For browsers and parties that end slowly (ms). */
const GRACE = 120_000;

// The runner itself loads this module as well, and has no tests.
if (process.env.NODE_TEST_CONTEXT) {
  after(() => {
    const end = () => {
      console.error(
        `${process.argv[1]} still runs ${GRACE} ms after its last test: something was not closed.`,
      );
      process.exit(1);
    };
    setTimeout(end, GRACE).unref();
  });
}
