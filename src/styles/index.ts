/** The styles that are part of the script, in the order in which they apply; the extras bring their own. */
import type { CSSResult } from 'lit';
import { controlsStyles } from '../ui/controls/controls.styles.js';
import { gridStyles } from '../ui/grid/grid.styles.js';
import { lobbyStyles } from '../ui/lobby/lobby.styles.js';
import { noticesStyles } from '../ui/notices/notices.styles.js';
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
];
