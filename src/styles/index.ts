/** All styles of the element, in the order in which they apply. */
import type { CSSResult } from 'lit';
import { controlsStyles } from '../ui/controls/controls.styles.js';
import { gridStyles } from '../ui/grid/grid.styles.js';
import { lobbyStyles } from '../ui/lobby/lobby.styles.js';
import { noticesStyles } from '../ui/notices/notices.styles.js';
import { popoverStyles } from '../ui/popover/popover.styles.js';
import { problemStyles } from '../ui/problem/problem.styles.js';
import { tileStyles } from '../ui/tile/tile.styles.js';
import { base } from './base.js';
import { tokens } from './tokens.js';

export const styles: CSSResult[] = [
  tokens,
  base,
  gridStyles,
  tileStyles,
  controlsStyles,
  lobbyStyles,
  noticesStyles,
  popoverStyles,
  problemStyles,
];
