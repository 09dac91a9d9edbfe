import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { signInAttempts } from './attempts.ts';

describe('failed sign-ins', () => {
  it('are ten a minute for each address', () => {
    const clock = fixedClock(0);
    const attempts = signInAttempts(clock);
    for (let n = 0; n < 10; n += 1) {
      expect(attempts.wait('192.0.2.1')).toBe(0);
      attempts.failed('192.0.2.1');
    }
    clock.set(15_000);
    expect(attempts.wait('192.0.2.1')).toBe(45);
    expect(attempts.wait('192.0.2.2')).toBe(0);
    clock.set(60_000);
    expect(attempts.wait('192.0.2.1')).toBe(0);
  });
});
