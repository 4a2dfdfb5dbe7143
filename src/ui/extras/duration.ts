/** How long something took, in words of a language. Pure. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `1 hr, 5 min`; seconds only below one minute. `Intl.DurationFormat` does the same, but not in every browser that we support. */
export function durationOf(milliseconds: number, locale: string): string {
  const unit = (value: number, name: 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const total = Math.round(milliseconds / MINUTE);
  if (milliseconds < MINUTE) return unit(Math.max(1, Math.floor(milliseconds / SECOND)), 'second');
  const minutes = total % (HOUR / MINUTE);
  const hours = (total - minutes) / (HOUR / MINUTE);
  const parts = [
    ...(hours ? [unit(hours, 'hour')] : []),
    ...(minutes || !hours ? [unit(minutes, 'minute')] : []),
  ];
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(parts);
}
