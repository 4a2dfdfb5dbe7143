/** Entry of a lazy chunk for parts that most calls never show: menus, problem screens, and error messages. */
import type { CSSResult } from 'lit';
import { popoverStyles } from './popover.styles.js';
import { problemStyles } from './problem.styles.js';
import { troublesStyles } from './troubles.styles.js';

export { renderMenu } from './menus.js';
// Features take these from here, so that they are not in a chunk of their own.
export { type Close, type DialogOptions, dialog, type MenuEntry, menu, menuItem } from './popover.js';
export { popoverStyles } from './popover.styles.js';
export { renderProblem } from './problem.js';
export { deviceSentence, moderationWordsOf, sentencesOf } from './sentences.js';
export { renderTroubles } from './troubles.js';

export const styles: CSSResult[] = [popoverStyles, problemStyles, troublesStyles];
