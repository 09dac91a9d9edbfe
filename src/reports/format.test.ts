import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportAnswer, ReportColumn } from './answer.ts';
import { formatReport } from './format.ts';

const columns: readonly ReportColumn[] = [
  { name: 'time', type: 'timestamp', unit: 'UTC' },
  { name: 'product', type: 'text', unit: null },
  { name: 'views', type: 'integer', unit: 'views' },
  { name: 'rate', type: 'decimal', unit: '%' },
  { name: 'known', type: 'boolean', unit: null },
];

const answer: ReportAnswer = {
  report: 'example',
  params: { from: '2026-01-01T00:00:00Z', limit: 10 },
  columns,
  rows: [
    { time: '2026-01-01T10:30:00Z', product: 'ring', views: 1234567, rate: 71.5, known: true },
    { time: '2026-01-01T11:00:00Z', product: '指輪', views: '9007199254740993', rate: 0.25, known: false },
    { time: '2026-01-01T12:00:00Z', product: '=1+1', views: -5, rate: null, known: true },
  ],
  asOf: null,
};

describe('a table', () => {
  it('has numbers right, units under the headings, and the same decimals in a column', () => {
    expect(formatReport(answer, 'table')).toBe(
      [
        'time              product                  views   rate  known',
        'UTC                                                   %',
        '────────────────  ───────  ─────────────────────  ─────  ─────',
        '2026-01-01 10:30  ring                 1,234,567  71.50  true',
        '2026-01-01 11:00  指輪     9,007,199,254,740,993   0.25  false',
        '2026-01-01 12:00  =1+1                        -5      -  true',
        '',
      ].join('\n'),
    );
  });

  it('sends no control character to the terminal, and cuts what is too long', () => {
    const product = `\u001b]0;title\u0007\u202e\n${'x'.repeat(200)}`;
    const text = formatReport({ ...answer, rows: [{ product }] }, 'table');
    expect(text).toContain('\\u{1b}]0;title\\u{7}\\u{202e}\\u{a}xxx');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.split('\n').every((line) => line.length < 140)).toBe(true);
    expect(text).toContain('x…');
  });

  it('says so when there is no row', () => {
    expect(formatReport({ ...answer, rows: [] }, 'table')).toMatch(/^No rows/);
  });
});

describe('JSON', () => {
  it('has exactly the five parts, in order', () => {
    const parsed: unknown = JSON.parse(formatReport(answer, 'json'));
    expect(parsed).toEqual(answer);
    expect(Object.keys(parsed as object)).toEqual(['report', 'params', 'columns', 'rows', 'asOf']);
  });
});

describe('CSV', () => {
  it('has a header, CRLF, and empty fields for NULL', () => {
    expect(formatReport(answer, 'csv')).toBe(
      [
        'time,product,views,rate,known',
        '2026-01-01T10:30:00Z,ring,1234567,71.5,true',
        '2026-01-01T11:00:00Z,指輪,9007199254740993,0.25,false',
        "2026-01-01T12:00:00Z,'=1+1,-5,,true",
        '',
      ].join('\r\n'),
    );
  });

  it('lets no text become a formula', () => {
    for (const product of ['=cmd|1!A0', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1']) {
      const [, line] = parse(formatReport({ ...answer, rows: [{ product }] }, 'csv')) as string[][];
      expect(line?.[1]).toBe(`'${product}`);
    }
  });

  it('is read back by a parser of RFC 4180', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
        const rows = texts.map((product) => ({ product, views: 1 }));
        const csv = formatReport({ ...answer, columns: columns.slice(1, 3), rows }, 'csv');
        const read = (parse(csv, { record_delimiter: '\r\n' }) as string[][])
          .slice(1)
          .map(([product]) => product);
        expect(read.map((text) => text?.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/u, ''))).toEqual(texts);
      }),
    );
  });
});
