/**
 * The types of all words. The English files are their only source: a feature that has words adds its file here, and
 * `npm run check` fails if one is missing. Other languages have the same keys in one file each.
 */
import type { en } from './en.js';
import type { Announcements } from './en-announcements.js';
import type { ChatWords } from './en-chat.js';
import type { ModerationWords } from './en-moderation.js';
import type { PageWords } from './en-pages.js';
import type { Sentences } from './en-sentences.js';

/**
 * The words of features. A feature adds its own: `declare module '../../locale/words.js' { interface FeatureWords { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it.
export interface FeatureWords {}

/** English words that are loaded with the part of the interface that shows them. */
type LazyWords = Announcements & Sentences & ChatWords & ModerationWords & PageWords;

/** All words of the interface in one language, in one flat object: the same key means the same in all files. */
export type Words = typeof en & LazyWords & Partial<FeatureWords>;

/** The words that every part of the interface has at hand; the others come from `complete(english, words)`. */
export type Messages = typeof en & Partial<LazyWords> & Partial<FeatureWords>;
