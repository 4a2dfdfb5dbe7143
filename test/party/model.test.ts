/** A fifth of the rooms of `test/long/browser/model.test.ts`. */
import { defineModel } from './model.js';

defineModel(120);
