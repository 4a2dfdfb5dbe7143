/** A tenth of the garbled frames of `test/long/browser/fuzz.test.ts`. */
import { defineFuzz } from '../support/fuzz.js';

defineFuzz(0.1);
