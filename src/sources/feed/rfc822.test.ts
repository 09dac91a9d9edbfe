import { expect, it } from 'vitest';
import { instantOfDate } from './rfc822.ts';

it.each([
  ['Sun, 01 Mar 2026 12:00:00 GMT', '2026-03-01T12:00:00.000Z'],
  ['Sat, 07 Sep 2002 00:00:01 GMT', '2002-09-07T00:00:01.000Z'],
  ['Sun, 1 Mar 2026 12:00:00 +0130', '2026-03-01T10:30:00.000Z'],
  ['Sun, 1 Mar 2026 12:00:00 -05:00', '2026-03-01T17:00:00.000Z'],
  ['01 Mar 26 12:00 EST', '2026-03-01T17:00:00.000Z'],
  ['1 Mar 99 12:00 Z', '1999-03-01T12:00:00.000Z'],
  ['Sunday, 1 March 2026 12:00:00 PDT', '2026-03-01T19:00:00.000Z'],
  ['Sun, 01 Sept 2026 12:00:00 CEST', '2026-09-01T10:00:00.000Z'],
  ['  Sun,  01 Mar 2026\n 12:00:00 UTC ', '2026-03-01T12:00:00.000Z'],
  ['01 Mar 2026 12:00:00', '2026-03-01T12:00:00.000Z'],
  ['01 Mar 2026', '2026-03-01T00:00:00.000Z'],
  ['01 Mar 2026 12:00:00 XYZ', '2026-03-01T12:00:00.000Z'],
  ['31 Dec 2016 23:59:60 GMT', '2016-12-31T23:59:59.000Z'],
  ['2026-03-01T12:00:00+01:00', '2026-03-01T11:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
])('reads %j', (text, iso) => {
  expect(new Date(Number(instantOfDate(text))).toISOString()).toBe(iso);
});

it.each([
  'yesterday',
  '30 Feb 2026 12:00:00 GMT',
  '01 Foo 2026 12:00:00 GMT',
  '01 Mar 2026 25:00:00 GMT',
  '1767225600',
  '01 Mar 1950 12:00:00 GMT',
  `01 Mar 2026${' '.repeat(100_000)}x`,
])('cannot use %j', (text) => {
  expect(instantOfDate(text)).toBeNull();
});

it.each([undefined, '', '  '])('misses %j', (text) => {
  expect(instantOfDate(text)).toBeUndefined();
});
