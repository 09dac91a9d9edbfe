import { describe, expect, it } from 'vitest';
import { dailyCurve } from './daily-curve.ts';

const HOUR = 3_600_000;
const hourly = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 1 : hour === 20 ? 12 : 5));

describe('dailyCurve', () => {
  it('has a mean of 1 over a day', () => {
    const { factor } = dailyCurve(hourly);
    let sum = 0;
    for (let minute = 0; minute < 1440; minute++) sum += factor(1_767_225_600_000 + minute * 60_000, 0);
    expect(sum / 1440).toBeCloseTo(1, 6);
  });

  it('peaks at the peak, in local time, and knows the factor', () => {
    const { factor, peak } = dailyCurve(hourly);
    expect(factor(20 * HOUR, 0)).toBeCloseTo(peak, 9);
    expect(factor(13 * HOUR, 7)).toBeCloseTo(peak, 9);
    expect(factor(1.5 * HOUR, -5.5)).toBeCloseTo(peak, 9);
  });

  it('is straight between the hours', () => {
    const { factor } = dailyCurve(hourly);
    expect(factor(19.5 * HOUR, 0)).toBeCloseTo((factor(19 * HOUR, 0) + factor(20 * HOUR, 0)) / 2, 9);
  });

  it('needs 24 values', () => {
    expect(() => dailyCurve([1, 2, 3])).toThrow(RangeError);
  });
});
