/** The boxes of a sheet: every size in every theme, reduced, at a fixed place. */

export interface SheetBox {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  /** How much smaller it is on the sheet. */
  readonly scale: number;
  /** Its place on the sheet. */
  readonly x: number;
  readonly y: number;
}

const SIZES = [
  { width: 240, height: 180, scale: 0.5 },
  { width: 320, height: 480, scale: 0.5 },
  { width: 480, height: 360, scale: 0.5 },
  { width: 800, height: 500, scale: 0.4 },
  { width: 1280, height: 720, scale: 0.25 },
  { width: 2560, height: 1440, scale: 0.125 },
];
const GAP = 8;

const widthOf = ({ width, scale }: { width: number; scale: number }) => width * scale + GAP;
const ROW = Math.max(...SIZES.map(({ height, scale }) => height * scale)) + GAP;

export const BOXES: readonly SheetBox[] = (['light', 'dark'] as const).flatMap((theme, row) =>
  SIZES.map((size, index) => ({
    ...size,
    theme,
    x: GAP + SIZES.slice(0, index).reduce((sum, before) => sum + widthOf(before), 0),
    y: GAP + row * ROW,
  })),
);

/** The size of a sheet. */
export const SHEET = {
  width: GAP + SIZES.reduce((sum, size) => sum + widthOf(size), 0),
  height: GAP + 2 * ROW,
};
