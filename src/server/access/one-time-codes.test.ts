import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { oneTimeCodes } from './one-time-codes.ts';

const MINUTE = 60_000;

describe('one-time codes', () => {
  it('work once', () => {
    const codes = oneTimeCodes(fixedClock(0));
    const code = codes.issue();
    expect(codes.redeem(`${code}x`)).toBe(false);
    expect(codes.redeem(code)).toBe(true);
    expect(codes.redeem(code)).toBe(false);
  });

  it('expire after ten minutes', () => {
    const clock = fixedClock(0);
    const codes = oneTimeCodes(clock);
    const [early, late] = [codes.issue(), codes.issue()];
    clock.set(10 * MINUTE - 1);
    expect(codes.redeem(early)).toBe(true);
    clock.set(10 * MINUTE);
    expect(codes.redeem(late)).toBe(false);
  });

  it('are long, different and bounded in number', () => {
    const codes = oneTimeCodes(fixedClock(0));
    const issued = Array.from({ length: 200 }, () => codes.issue());
    expect(new Set(issued).size).toBe(200);
    expect(issued.every((code) => /^[\w-]{43}$/.test(code))).toBe(true);
    expect(issued.filter((code) => codes.redeem(code))).toEqual(issued.slice(-100));
  });
});
