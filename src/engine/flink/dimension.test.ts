import { describe, expect, it } from 'vitest';
import { renderDimension, renderInstant, renderPart, renderWindow, renderWindowStart } from './dimension.ts';

function dimension(type: 'text' | 'boolean' | 'timestamp'): { sql: string; refused: string[] } {
  const refused: string[] = [];
  const rendering = { types: {}, refuse: (problem: string) => refused.push(problem) };
  return { sql: renderDimension('d', { type, value: '`d`' }, rendering), refused };
}

describe('a dimension', () => {
  it('is cut as on DuckDB, by the bytes of its UTF-8', () => {
    expect(dimension('text')).toEqual({
      sql: "COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`d`) > 150 AND CHAR_LENGTH(HEX(`d`)) > 1200 THEN LEFT(`d`, 140) || U&'\\2026' || MD5(`d`) ELSE `d` END, U&'\\0000', U&'\\FFFD'), 'undefined')",
      refused: [],
    });
  });

  it('is false when a truth value is missing', () => {
    expect(dimension('boolean')).toEqual({ sql: 'COALESCE(`d`, FALSE)', refused: [] });
  });

  it('is refused when its text would differ', () => {
    expect(dimension('timestamp').refused).toEqual([expect.stringContaining('"d" is a timestamp')]);
  });

  it('is a part of a text, or all of it', () => {
    expect(renderPart('`t`', 1)).toBe("NULLIF(SPLIT_INDEX(`t`, U&'\\001F', 1), '')");
    expect(renderPart('`t`', null)).toBe('`t`');
  });
});

describe('an instant', () => {
  it('is computed from whole numbers', () => {
    expect(renderWindow('at', 'hour')).toBe('`at` / 3600000');
  });

  it('goes to PostgreSQL as a text with its zone', () => {
    expect(renderWindowStart('`w_day`', 'day')).toBe(
      "DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00'",
    );
    expect(renderInstant('m0')).toBe(
      "DATE_FORMAT(TO_TIMESTAMP_LTZ(m0, 3), 'yyyy-MM-dd HH:mm:ss.SSS') || '+00'",
    );
  });
});
