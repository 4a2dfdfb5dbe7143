/** Entry of a lazy chunk for what most calls never show: problem screens, notices of errors, and their sentences. */
import type { CSSResult } from 'lit';
import { problemStyles } from './problem.styles.js';

export { renderProblem } from './problem.js';
// Features take these from here, so that they are not in a chunk of their own.
export { deviceSentence, moderationWordsOf, sentencesOf } from './sentences.js';
export { renderTroubles } from './troubles.js';

export const styles: CSSResult[] = [problemStyles];
