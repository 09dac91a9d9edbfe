import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrice } from './price.ts';

describe('parsePrice', () => {
  it.each([
    ['343,00', '343.00'],
    ['880.00', '880.00'],
    ['1.234,50', '1234.50'],
    ['1,234.50', '1234.50'],
    ['1 234,50', '1234.50'],
    ['1\u00a0234,50\u00a0€', '1234.50'],
    ['1\u202f234', '1234.00'],
    ["12'345.00", '12345.00'],
    ['12’345.00', '12345.00'],
    ['€ 99', '99.00'],
    ['99 €', '99.00'],
    ['USD 12.5', '12.50'],
    ['Rp 1.234.567', '1234567.00'],
    ['Rs.500', '500.00'],
    ['kr. 1.250,-', '1250.00'],
    ['99,-', '99.00'],
    ['99.–', '99.00'],
    ['$.50', '0.50'],
    ['1,23,456.00', '123456.00'],
    ['-5', '-5.00'],
    ['-€5,25', '-5.25'],
    ['€−5,25', '-5.25'],
    ['-0', '0.00'],
    ['1.234', '1234.00'],
    ['1,234', '1234.00'],
    ['0,999', '0.999'],
    ['1234,567', '1234.567'],
    ['12.3400', '12.34'],
    ['0.1234', '0.1234'],
    ['0.12345', '0.1235'],
    ['0.30000000000000004', '0.30'],
    ['9.99995', '10.00'],
    ['007', '7.00'],
    ['99999999999999.9999', '99999999999999.9999'],
    ['٣٤٣٫٥٠', '343.50'],
    ['۱۲۳', '123.00'],
  ])('%s is %s', (text, amount) => {
    expect(parsePrice(text)).toEqual({ amount });
  });

  it.each([
    null,
    '',
    'false',
    'true',
    'NaN',
    '-',
    '€',
    '12 34',
    '1,234,56',
    '1.2.3',
    '1e3',
    '0x10',
    '12-15',
    '10:30',
    '5%',
    '2024-01-02',
    '100000000000000',
    '9'.repeat(65),
    '1.234.567,8,9',
  ])('%s is no amount', (text) => {
    expect(parsePrice(text)).toEqual({ amount: null });
  });

  it('reads back every amount of the usual notations, exactly', () => {
    const notations = [
      ['.', ','],
      [',', '.'],
      [' ', ','],
      ["'", '.'],
      ['', '.'],
    ] as const;
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom(...notations),
        fc.boolean(),
        (cents, [group, decimal], negative) => {
          const digits = cents.toString().padStart(3, '0');
          const whole = digits.slice(0, -2);
          const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, group);
          const minus = negative && cents > 0n ? '-' : '';
          expect(parsePrice(`${minus}${grouped}${decimal}${digits.slice(-2)}`).amount).toBe(
            `${minus}${whole}.${digits.slice(-2)}`,
          );
        },
      ),
    );
  });

  it('never throws, and gives null or a number of the promised form', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(..."0123456789.,' -€") }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { amount } = parsePrice(text);
        if (amount !== null) expect(amount).toMatch(/^-?(?:0|[1-9]\d{0,13})\.\d{2,4}$/);
      }),
    );
  });
});
