import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, exactRatio } from './exact.ts';

const plain = { times: 1, scale: 1, decimals: 2 };

describe('a ratio', () => {
  it('is exact where a double is not', () => {
    expect(exactRatio({ ...plain, of: '9007199254740993', per: '1', decimals: 0 })).toBe('9007199254740993');
    expect(exactRatio({ ...plain, of: '1.005', per: '1' })).toBe('1.01');
    expect(exactRatio({ ...plain, of: '434', per: '607', times: 100 })).toBe('71.50');
    expect(exactRatio({ ...plain, of: '71499176', per: '1', scale: 1_000_000 })).toBe('71.50');
    expect(exactRatio({ ...plain, of: '1', per: '8', times: 0.5, decimals: 4 })).toBe('0.0625');
  });

  it('rounds halves away from zero', () => {
    expect(exactRatio({ ...plain, of: '1', per: '2', decimals: 0 })).toBe('1');
    expect(exactRatio({ ...plain, of: '-1', per: '2', decimals: 0 })).toBe('-1');
    expect(exactRatio({ ...plain, of: '-1', per: '1000' })).toBe('0.00');
  });

  it('is null without a denominator (V4) or a part', () => {
    expect(exactRatio({ ...plain, of: '1', per: '0' })).toBeNull();
    expect(exactRatio({ ...plain, of: '1', per: '0.000' })).toBeNull();
    expect(exactRatio({ ...plain, of: null, per: '1' })).toBeNull();
    expect(exactRatio({ ...plain, of: '1', per: null })).toBeNull();
  });

  it('differs from the true one by half a unit at most', () => {
    const amount = fc.bigInt({ min: 1n, max: 2n ** 62n });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 0, max: 6 }), (of, per, decimals) => {
        const text = exactRatio({ of: String(of), per: String(per), times: 1, scale: 1, decimals }) ?? '';
        const units = BigInt(text.replace('.', ''));
        const twice = 2n * (units * per - of * 10n ** BigInt(decimals));
        expect(twice <= per && twice >= -per).toBe(true);
      }),
    );
  });
});

describe('decimals', () => {
  it('are compared by value', () => {
    expect(compareDecimals('10', '9')).toBe(1);
    expect(compareDecimals('1.50', '1.5')).toBe(0);
    expect(compareDecimals('-0.1', '0')).toBe(-1);
    expect(compareDecimals('9007199254740993', '9007199254740992')).toBe(1);
  });
});
