/** Icons of the menu "View" and of what it opens. */
import type { IconPath } from '../../../ui/icons.js';

export const LAYOUTS: Record<'auto' | 'grid' | 'speaker', IconPath> = {
  auto: 'M3.5 5h17v14h-17zM12 5v14M12 12h8.5',
  grid: 'M3.5 5h17v14h-17zM12 5v14M3.5 12h17',
  speaker: 'M3.5 5h17v14h-17zM15.5 5v14M15.5 9.7h5M15.5 14.3h5',
};
export const FLOATING: IconPath = 'M3.5 5h17v14h-17zM13 13h4.5v3H13z';
export const FILL_SCREEN: IconPath = 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5';
export const LEAVE_SCREEN: IconPath = 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5';
export const PIP: IconPath =
  'M20.5 10V7A2.5 2.5 0 0 0 18 4.5H6A2.5 2.5 0 0 0 3.5 7v9A2.5 2.5 0 0 0 6 18.5h3.5M13 13.5h7.5v6H13z';
