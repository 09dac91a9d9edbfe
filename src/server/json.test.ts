import { expect, it } from 'vitest';
import { stringify } from './json.ts';

it('writes whole numbers beyond 2^53 as text, whatever is beside them [V2]', () => {
  expect(stringify({ a: 9_007_199_254_740_993n, b: [1n, { c: 2.5 }], d: null })).toBe(
    '{"a":"9007199254740993","b":[1,{"c":2.5}],"d":null}',
  );
  expect(stringify({ a: 1, b: undefined })).toBe('{"a":1}');
  expect(stringify(undefined)).toBe('null');
});

it('fails for what cannot be written at all', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(() => stringify(circle)).toThrow(TypeError);
});
