/** All styles of the element, in the order in which they apply. (Being filled in.) */
import type { CSSResult } from 'lit';

export const styles: CSSResult[] = [];
