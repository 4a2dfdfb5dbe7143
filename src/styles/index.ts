/** The styles that are part of the script, in the order in which they apply; what is loaded later brings its own. */
import type { CSSResult } from 'lit';
import { controlsStyles } from '../ui/controls/controls.styles.js';
import { lobbyStyles } from '../ui/lobby/lobby.styles.js';
import { noticesStyles } from '../ui/notices/notices.styles.js';
import { pictureStyles } from '../ui/tile/picture.styles.js';
import { base } from './base.js';
import { tokens } from './tokens.js';

export const styles: CSSResult[] = [tokens, base, pictureStyles, controlsStyles, lobbyStyles, noticesStyles];
