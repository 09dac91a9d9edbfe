/** An exact decimal: units / 10^places. */
interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  const units = BigInt(`${match[2]}${fraction}`);
  return { units: match[1] === '-' ? -units : units, places: fraction.length };
}

/** `numerator / denominator` as a decimal text, rounded half away from zero as PostgreSQL's round() does. */
function divide(numerator: bigint, denominator: bigint, decimals: number): string {
  const isNegative = numerator < 0n !== denominator < 0n;
  const top = (numerator < 0n ? -numerator : numerator) * 10n ** BigInt(decimals);
  const bottom = denominator < 0n ? -denominator : denominator;
  const units = (2n * top + bottom) / (2n * bottom);
  const digits = String(units).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = isNegative && units !== 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

/**
 * `of * times / (per * scale)` as a decimal text, exactly, rounded half away from zero;
 * null when a part is missing or the denominator is 0 (V4).
 */
export function exactRatio(spec: {
  of: string | null;
  per: string | null;
  times: number;
  scale: number;
  decimals: number;
}): string | null {
  if (spec.of === null || spec.per === null) return null;
  const [of, per, times, scale] = [spec.of, spec.per, String(spec.times), String(spec.scale)].map(
    parseDecimal,
  );
  if (of === undefined || per === undefined || times === undefined || scale === undefined) return null;
  const top = of.units * times.units * 10n ** BigInt(per.places + scale.places);
  const bottom = per.units * scale.units * 10n ** BigInt(of.places + times.places);
  return bottom === 0n ? null : divide(top, bottom, spec.decimals);
}

/** Which of two decimal texts is larger: negative, 0 or positive. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [parseDecimal(a), parseDecimal(b)];
  const difference = x.units * 10n ** BigInt(y.places) - y.units * 10n ** BigInt(x.places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
