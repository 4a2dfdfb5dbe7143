/**
 * How much larger than usual the interface is drawn. Readers who choose larger text (the font size of the root element) get
 * larger text, icons, buttons, spaces and panels: the whole interface is laid out as if its box were smaller, with CSS `zoom`. So
 * no style sheet uses `rem`, and sizes in pixels are right.
 */

/** The font size of a root element that nobody has changed (px). */
const USUAL_FONT_SIZE = 16;
/** Every layout works at this size (px). A box without space for it is scaled less: 320 px wide shows text at 200 %. */
const SMALLEST = { width: 160, height: 180 };

/** The factor for a box of this size: 1 or more. */
export const scaleOf = (rootFontSize: number, box: { width: number; height: number }): number =>
  Math.max(
    1,
    Math.min(rootFontSize / USUAL_FONT_SIZE, box.width / SMALLEST.width, box.height / SMALLEST.height),
  );

/** The font size that the reader, or the page, has chosen. */
export const rootFontSize = ({ documentElement, defaultView }: Document): number =>
  Number.parseFloat(defaultView!.getComputedStyle(documentElement).fontSize);
