/** How long something took, in words of a language. Pure. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** `1 hr, 5 min`; seconds only below one minute. `Intl.DurationFormat` does the same, but not in every browser that we support. */
export function durationOf(milliseconds: number, locale: string): string {
  const minutes = Math.round(milliseconds / MINUTE);
  const amounts =
    milliseconds < MINUTE
      ? { second: Math.max(1, Math.floor(milliseconds / SECOND)) }
      : { hour: Math.floor(minutes / 60), minute: minutes % 60 };
  const parts = Object.entries(amounts)
    .filter(([, amount]) => amount)
    .map(([unit, amount]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount),
    );
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(parts);
}
