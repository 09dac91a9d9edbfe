import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashEmail, truncateIp } from './privacy.ts';

describe('hashEmail', () => {
  it('is the SHA-256 of the tidy address', () => {
    // printf 'jane@example.com' | sha256sum
    const jane = '8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d';
    expect(hashEmail('jane@example.com')).toBe(jane);
    expect(hashEmail(' Jane@Example.COM \n')).toBe(jane);
    expect(hashEmail(jane.toUpperCase())).toBe(jane);
  });

  it('is null for none', () => {
    for (const text of [null, '', '  ']) expect(hashEmail(text)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(hashEmail(text) ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });
});

describe('truncateIp', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0'],
    [' 10.1.2.3 ', '10.1.2.0'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
    ['2001:DB8::1', '2001:db8::'],
    ['2001:0:0:1::', '2001::'],
    ['0:0:5:1::', '0:0:5::'],
    ['[2001:db8:1:2::3]', '2001:db8:1::'],
    ['fe80::1%eth0', 'fe80::'],
    ['::1', '::'],
    ['::ffff:203.0.113.9', '203.0.113.0'],
    ['::ffff:cb00:7109', '203.0.113.0'],
    ['64:ff9b::203.0.113.9', '64:ff9b::'],
  ])('%s is in %s', (address, network) => {
    expect(truncateIp(address)).toBe(network);
  });

  it.each([
    null,
    '',
    '-',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4/24',
    ':::',
    '2001:db8',
    'localhost',
    'x'.repeat(1_000_000),
  ])('%s is no address', (address) => {
    expect(truncateIp(address)).toBeNull();
  });

  it('keeps the first bits and drops the others, for every address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(truncateIp(address)).toBe(`${address.split('.').slice(0, 3).join('.')}.0`);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
        const written = groups.map((group) => group.toString(16));
        expect(truncateIp(written.join(':'))).toBe(`${written.slice(0, 3).join(':')}::`);
      }),
    );
  });

  it('gives a network its own network', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), fc.ipV4()), (address) => {
        const network = truncateIp(address);
        expect(network).not.toBeNull();
        expect(truncateIp(network)).toBe(network);
      }),
    );
  });
});
