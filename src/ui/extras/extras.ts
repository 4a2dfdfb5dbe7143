/** Entry of a lazy chunk for parts that most calls never show: menus, problem screens, and error messages. */
import type { CSSResult } from 'lit';
import { moderationStyles } from './moderation.styles.js';
import { popoverStyles } from './popover.styles.js';
import { problemStyles } from './problem.styles.js';
import { troublesStyles } from './troubles.styles.js';

export { renderMenu } from './menus.js';
export { renderKnocks } from './moderation.js';
export { renderProblem } from './problem.js';
export { renderTroubles } from './troubles.js';

export const styles: CSSResult[] = [moderationStyles, popoverStyles, problemStyles, troublesStyles];
