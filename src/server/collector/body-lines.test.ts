import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyLines } from './body-lines.ts';
import { MOST_LINES } from './limits.ts';

const cut = (body: string | Buffer, mayBeJson = true) => {
  const { data, lines, numbers } = bodyLines(Buffer.from(body), mayBeJson);
  return { data: data.toString('latin1'), lines, numbers };
};

describe('NDJSON', () => {
  it('goes on as it came, in the very same buffer', () => {
    const body = Buffer.from('{"a":1}\n{"a":1.10}\n');
    expect(bodyLines(body, true).data).toBe(body);
    expect(bodyLines(body, true).lines).toEqual(['{"a":1}', '{"a":1.10}']);
  });

  it('gets its last line end', () => {
    expect(cut('{"a":1}\n{"b":2}').data).toBe('{"a":1}\n{"b":2}\n');
    expect(cut('{"a":1}').data).toBe('{"a":1}\n');
  });

  it('loses CRLF, blank lines and a byte order mark, but not its line numbers', () => {
    const { data, lines, numbers } = cut('\ufeff{"a":1}\r\n\r\n \t\n{"b":2}\n\n{"c":3}\r\n');
    expect(data).toBe('{"a":1}\n{"b":2}\n{"c":3}\n');
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(numbers).toEqual([1, 4, 6]);
  });

  it('keeps a line that is no UTF-8, byte by byte, and says which it is', () => {
    const bad = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const body = Buffer.concat([Buffer.from('{"a":"é"}\r\n\n'), bad, Buffer.from('\n{"b":2}')]);
    const { data, lines, numbers } = bodyLines(body, true);
    expect(data).toEqual(Buffer.concat([Buffer.from('{"a":"é"}\n'), bad, Buffer.from('\n{"b":2}\n')]));
    expect(lines).toEqual(['{"a":"é"}', null, '{"b":2}']);
    expect(numbers).toEqual([1, 3, 4]);
  });

  it('may be anything, line by line', () => {
    expect(cut('nonsense\n[1]\n"x"\n').lines).toEqual(['nonsense', '[1]', '"x"']);
    expect(cut('[1]\n{"a":1}\n').lines).toEqual(['[1]', '{"a":1}']);
    expect(cut('{"a":1\n{"b":2}\n').lines).toEqual(['{"a":1', '{"b":2}']);
    expect(cut('{"a":"open\n{"b":2}\n').lines).toEqual(['{"a":"open', '{"b":2}']);
    expect(cut('[{"a":1},\n{"b":2}]', false).lines).toEqual(['[{"a":1},', '{"b":2}]']);
  });

  it('is bounded in lines', () => {
    const tooMany = () => bodyLines(Buffer.from('1\n'.repeat(MOST_LINES + 1)), false);
    expect(tooMany).toThrow(/200000 lines/);
    expect(() => bodyLines(Buffer.from(`[${'1,'.repeat(MOST_LINES + 1)}1]`), true)).toThrow(/200000 lines/);
    expect(bodyLines(Buffer.from('1\n'.repeat(MOST_LINES)), false).lines.length).toBe(MOST_LINES);
  });
});

describe('an array of events', () => {
  it('is cut into its elements, whose numbers stay as they were written', () => {
    const body = '[ {"n": 1.10, "t": "a,]b\\"[" },\n {"n":\n 12345678901234567890},\r\n{"n":1e400}\n]\n';
    expect(cut(body).data).toBe('{"n": 1.10, "t": "a,]b\\"[" }\n{"n":  12345678901234567890}\n{"n":1e400}\n');
  });

  it('may be empty', () => {
    expect(cut(' [ \n ] ')).toEqual({ data: '', lines: [], numbers: undefined });
  });

  it('is one line when it does not end', () => {
    expect(cut('[{"a":1},\n{"b":').lines).toEqual(['[{"a":1}, {"b":']);
  });

  it('is taken line by line when a line break stands in a string, which must not become valid', () => {
    expect(cut('[{"a":"x\ny"}]').lines).toEqual(['[{"a":"x', 'y"}]']);
  });
});

describe('a value over several lines', () => {
  it('becomes one line', () => {
    expect(cut('{\n  "a": 1,\r\n  "b": [2,\n 3]\n}\n').lines).toEqual(['{   "a": 1,    "b": [2,  3] }']);
    expect(cut('{\n"a":1}\n{"b":2}\n{"c":\n3}').lines).toEqual(['{ "a":1}', '{"b":2}', '{"c": 3}']);
  });

  it('becomes one line, too, when it is cut off', () => {
    expect(cut('{\n  "a": {\n "b": 1').lines).toEqual(['{   "a": {  "b": 1']);
  });

  it('may be nested 10,000 deep', () => {
    const deep = `{"a":\n${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(cut(deep).lines).toEqual([deep.replace('\n', ' ')]);
  });
});

describe('any events', () => {
  const events = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), {
    minLength: 1,
    maxLength: 8,
  });
  const parse = (lines: readonly (string | null)[]) => lines.map((line) => JSON.parse(line ?? 'null'));
  const copy = (value: unknown) => JSON.parse(JSON.stringify(value));

  it('are the same as an array and as NDJSON, however it is indented', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(0, 1, '\t'), fc.boolean(), (given, indent, crlf) => {
        const ends = (text: string) => (crlf ? text.replaceAll('\n', '\r\n') : text);
        const expected = copy(given);
        expect(parse(cut(ends(JSON.stringify(given, null, indent))).lines)).toEqual(expected);
        const each = given.map((event) => JSON.stringify(event, null, indent));
        expect(parse(cut(ends(each.join('\n'))).lines)).toEqual(expected);
      }),
    );
  });

  it('never lose or gain a line, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const body = Buffer.from(bytes);
        const { data, lines } = bodyLines(body, false);
        const kept = body
          .toString('latin1')
          .split('\n')
          .map((line) => line.replace(/\r$/, ''))
          .filter((line) => !/^[ \t\r]*$/.test(line));
        expect(data.toString('latin1')).toBe(kept.map((line) => `${line}\n`).join(''));
        expect(lines.length).toBe(kept.length);
      }),
    );
  });
});
