/** Whether a row of numbers grows. Pure. */

/** Growth from the first to the last value along the straight line that fits best (least squares). */
export function growth(values: readonly number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / n;
  let over = 0;
  let under = 0;
  for (const [x, y] of values.entries()) {
    over += (x - meanX) * (y - meanY);
    under += (x - meanX) ** 2;
  }
  return (over / under) * (n - 1);
}
