/** How busy a time of day is, as a factor whose mean over 24 hours is 1. `at` is epoch milliseconds. */
export type DailyCurve = (at: number, utcOffsetHours: number) => number;

const HOUR = 3_600_000;

/** A daily curve through 24 hourly values (hour 0 first), straight between them, with its largest factor. */
export function dailyCurve(hourly: readonly number[]): { factor: DailyCurve; peak: number } {
  if (hourly.length !== 24) throw new RangeError('dailyCurve: 24 values are needed');
  const mean = hourly.reduce((sum, value) => sum + value, 0) / 24;
  const factors = Float64Array.from([...hourly, hourly[0] ?? 0], (value) => value / mean);
  const factor: DailyCurve = (at, utcOffsetHours) => {
    const hours = at / HOUR + utcOffsetHours;
    const ofDay = hours - 24 * Math.floor(hours / 24);
    const hour = Math.min(23, Math.floor(ofDay));
    const low = factors[hour] ?? 1;
    return low + (ofDay - hour) * ((factors[hour + 1] ?? 1) - low);
  };
  return { factor, peak: Math.max(...factors) };
}
