/** Paths of icons that only parts use which are loaded later; for `icon()`. */
import type { IconPath } from './icons.js';

export const PERSON: IconPath = 'M12 4a4 4 0 1 1 0 8 4 4 0 1 1 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0';
export const PIN: IconPath = 'M9 4h6l-.7 6.5 3.2 3.5h-11l3.2-3.5zM12 14v6.5';
export const LINK: IconPath =
  'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17';
export const CHECK: IconPath = 'M5 12.5l4.5 4.5L19 7.5';
export const SEND: IconPath = 'M12 19V5.5M6 11.5l6-6 6 6';
export const CLOSE: IconPath = 'M6 6l12 12M18 6L6 18';
export const SIGNAL: IconPath = 'M6 18v-3M12 18v-7M18 18V6';
export const CLOCK: IconPath = 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 1 1 0-17zM12 7.5V12l3 2';
export const RELOAD: IconPath = 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5';
export const WARNING: IconPath = 'M12 4l8.5 15.5h-17zM12 10v4.5M12 17v.01';
export const PREVIOUS: IconPath = 'M14.5 5.5L8 12l6.5 6.5';
export const NEXT: IconPath = 'M9.5 5.5L16 12l-6.5 6.5';
export const SHARE: IconPath =
  'M12 14.5V4M8 7.5L12 3.5l4 4M7.5 11h-1A1.5 1.5 0 0 0 5 12.5V19a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 19 19v-6.5a1.5 1.5 0 0 0-1.5-1.5h-1';
