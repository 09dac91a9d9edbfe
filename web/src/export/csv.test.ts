import { describe, expect, it } from 'vitest';
import { csvOf } from './csv.ts';

const text = (name: string) => ({ name, type: 'text', unit: null }) as const;

describe('a table as CSV', () => {
  it('quotes what has to be, leaves NULL empty, and lets no formula be one', () => {
    const csv = csvOf(
      [text('name'), text('n')],
      [
        { name: 'a "b", c', n: null },
        { name: '=1+1', n: -2 },
      ],
    );
    expect(csv).toBe(`name,n\r\n"a ""b"", c",\r\n'=1+1,-2\r\n`);
  });
});
