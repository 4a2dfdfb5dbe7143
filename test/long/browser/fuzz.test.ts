/** More than a hundred thousand garbled frames through everything that reads frames. */
import { defineFuzz } from '../../support/fuzz.js';

defineFuzz(1);
