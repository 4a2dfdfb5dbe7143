/** The few statistics that benchmarks print. Pure. */

/** The value below which `share` of all values are. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** For tables: a number with so many digits after the point; a dash where there is none. */
export const rounded = (value: number, digits = 0): number | string =>
  Number.isFinite(value) ? Number(value.toFixed(digits)) : '–';
