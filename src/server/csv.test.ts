import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

describe('CSV', () => {
  it('quotes what needs it, leaves NULL empty and disarms formulas', () => {
    const columns = ['name', 'n'].map((name) => ({ name, type: 'text' as const, unit: null }));
    const rows = [
      { name: 'a "b", c', n: -1 },
      { name: '=HYPERLINK("x")', n: '-9007199254740993' },
      { name: 'two\nlines', n: null },
      { name: '-5', n: true },
    ];
    const csv = toCsv({ report: 'r', params: {}, columns, rows, asOf: null });
    expect(csv).toBe(
      'name,n\r\n"a ""b"", c",-1\r\n"\'=HYPERLINK(""x"")",-9007199254740993\r\n"two\nlines",\r\n-5,true\r\n',
    );
  });
});
