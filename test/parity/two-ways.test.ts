import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSlice } from '../../src/engine/contract.ts';
import { createTrial, type Trial, type TriedLine } from '../../src/engine/duckdb/trial.ts';
import type { Stream } from '../../src/stream/define.ts';
import { examineLine } from '../../src/stream/examine.ts';
import { catalogue } from '../../src/streams/catalogue.ts';

const NOW = Date.UTC(2026, 1, 1);
const catalogueUrl = pathToFileURL(
  path.join(import.meta.dirname, '..', '..', 'src', 'streams', 'catalogue.ts'),
).href;

let folder = '';
let trial: Trial;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-parity-'));
  trial = await createTrial({
    catalogueModule: { url: catalogueUrl, settings: {} },
    scratchDir: path.join(folder, 'scratch'),
  });
});

afterAll(async () => {
  await trial.close();
  await rm(folder, { recursive: true, force: true });
});

async function tried(stream: Stream, lines: readonly string[]): Promise<TriedLine[]> {
  const data = lines.map((line) => `${line}\n`).join('');
  const file = path.join(folder, 'slice.ndjson');
  await writeFile(file, data);
  const bytes = Buffer.byteLength(data);
  const slice: InputSlice = {
    stream: stream.name,
    source: 'test',
    from: 0n,
    to: BigInt(bytes),
    path: file,
    lines: lines.length,
    bytes,
    receivedAt: NOW,
    release: async () => {},
  };
  const found: TriedLine[] = [];
  for await (const one of trial.lines(stream, slice)) found.push(one);
  return found;
}

/** A line that spells a field in another case sends its whole slice the slow way. */
const MISSPELT = '{"ID":"misspelt"}';

/** JSON text of a value, written in more ways than `JSON.stringify` knows. */
const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '1.0',
    '1.50',
    '1e2',
    '1E-7',
    '1e21',
    '123456789012345680000',
    '0.1000',
    '1e400',
    '0.5',
  ),
  fc.constantFrom(
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
    '18446744073709551616',
  ),
  fc.constantFrom(
    '1767225600',
    '1767225600.25',
    '1767225600000',
    '253402300799999',
    '99999999999',
    '100000000000',
  ),
  fc.constantFrom('12345678901234567.89', '0.1234567890123456789', '1.7672256e9'),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((one) => JSON.stringify(one)),
  number.map((one) => `"${one}"`),
  fc.constantFrom(
    '""',
    '"false"',
    '"null"',
    '"true"',
    '" "',
    '" 5 "',
    '"+5"',
    '"007"',
    '"a\\u0000b"',
    '"\\ud800"',
    '"\\/\\u00e9"',
  ),
  fc.constantFrom(
    '"1950-01-01T00:00:00Z"',
    '"2026-01-01T24:00:00"',
    '"2026-02-30"',
    '"2026-01-01 00:00:00.123456"',
  ),
  fc.constantFrom(
    '"2026-01-01T00:00:00+02:00"',
    '"0070-01-01 00:00:00"',
    '"9999-12-31T23:59:59Z"',
    '"2026-01-01T00:00:60Z"',
  ),
);
const literal = fc.constantFrom('true', 'false', 'null');
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    literal,
    fc.array(tie('value'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
    fc
      .array(fc.tuple(text, tie('value')), { maxLength: 3 })
      .map((all) => `{ ${all.map((one) => one.join(' :')).join(',')} }`),
  ),
}));

/** A line of a stream: mostly usable, its fields in any order, some twice, some unknown. */
function lineOf(stream: Stream): fc.Arbitrary<string> {
  const names = Object.entries(stream.columns).flatMap(([name, { aliases }]) => [
    name,
    ...aliases.filter((alias) => alias.toLowerCase() !== name),
  ]);
  const time = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('1767225600', '"2026-01-01T10:00:00Z"') },
    { weight: 1, arbitrary: value },
  );
  const known = fc
    .constantFrom(...names.filter((name) => name !== stream.eventTime))
    .chain((name) => value.map((one) => `${JSON.stringify(name)}:${one}`));
  const unknown = fc
    .tuple(fc.constantFrom('other', '__proto__', 'constructor', 'ünknown'), value)
    .map(([name, one]) => `"${name}":${one}`);
  const notFinite = fc
    .tuple(
      fc.constantFrom('other', 'price', 'option', 'sales'),
      fc.constantFrom('NaN', '-Infinity', 'inf', '+nan'),
    )
    .map(([name, one]) => `"${name}":${one}, "unknown":[${one}]`);
  const field = fc.oneof(
    { weight: 1, arbitrary: notFinite },
    { weight: 4, arbitrary: known },
    { weight: 1, arbitrary: unknown },
  );
  const required = Object.entries(stream.columns)
    .filter(([name, column]) => column.required && name !== stream.eventTime)
    .map(([name]) =>
      fc.oneof(
        { weight: 6, arbitrary: fc.constant(`"${name}":"x"`) },
        { weight: 1, arbitrary: value.map((one) => `"${name}":${one}`) },
      ),
    );
  const line = fc
    .tuple(fc.tuple(...required), time, fc.array(field, { maxLength: 6 }), fc.constantFrom('', ',', ' '))
    .map(
      ([first, at, more, end]) => `{${[...first, `"${stream.eventTime}":${at}`, ...more].join(',')}${end}}`,
    );
  const noLine = fc.constantFrom(
    '[]',
    '"x"',
    '5',
    'null',
    '{}',
    '{',
    '{"id":1}}',
    '\ufeff{}',
    '{"id":"a" "b":1}',
  );
  return fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: noLine });
}

/** Which columns differ, for a message that can be read. */
function difference(line: string, fast: TriedLine, slow: TriedLine | undefined): unknown {
  if (fast.outcome !== 'accepted' || slow?.outcome !== 'accepted') return { line, fast, slow };
  const names = Object.keys({ ...fast.event, ...slow.event });
  const differing = names.filter((name) => !isDeepStrictEqual(fast.event[name], slow.event[name]));
  return { line, differing: differing.map((name) => [name, fast.event[name], slow.event[name]]) };
}

/** So many lines lie beside each other in a slice. */
const TOGETHER = 40;

describe.each(catalogue.map((stream) => [stream.name, stream] as const))(
  'the two ways of %s',
  (_, stream) => {
    const lines = fc.sample(lineOf(stream), { numRuns: 1000, seed: 4 });

    it('take the same lines with the same values, whatever lies beside them [D5]', async () => {
      const slow = await tried(stream, [...lines, MISSPELT]);
      const expected = new Map(slow.map((one) => [one.line, one]));
      const differ: unknown[] = [];
      for (let at = 0; at < lines.length; at += TOGETHER) {
        const fast = await tried(stream, lines.slice(at, at + TOGETHER));
        for (const one of fast) {
          const found = { ...one, line: one.line + at };
          if (!isDeepStrictEqual(found, expected.get(found.line))) {
            differ.push(difference(lines[found.line] ?? '', found, expected.get(found.line)));
          }
          expected.delete(found.line);
        }
      }
      expected.delete(lines.length);
      expect(differ).toEqual([]);
      expect([...expected.values()], 'lines that only the slow way knows').toEqual([]);
    }, 120_000);

    it('reject what the reference rejects, for its reason [D5]', async () => {
      const found = (await tried(stream, lines)).map((one) =>
        one.outcome === 'accepted' ? 'accepted' : one.reason,
      );
      const expected = lines.map((line) => {
        const examined = examineLine(stream, line, NOW);
        return examined.accepted ? 'accepted' : examined.reason;
      });
      const differ = lines.flatMap((line, index) =>
        found[index] === expected[index] ? [] : [{ line, found: found[index], expected: expected[index] }],
      );
      expect(differ).toEqual([]);
      expect(new Set(expected).size, 'kinds of outcome').toBeGreaterThan(4);
    }, 120_000);
  },
);

/** Lines that once stopped a stream for good, or ended the program. */
describe('one line', () => {
  const web = catalogue.find((stream) => stream.name === 'web-behaviour');
  const channels = catalogue.find((stream) => stream.name === 'channel-metrics');
  const nested = (depth: number, field: string) =>
    `{"id":"deep","collection":"x","time_stamp":1767225600,"${field}":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const plain = '{"id":"plain","collection":"x","time_stamp":1767225600}';

  it.each([
    ['option', 10_000],
    ['product_id', 10_000],
    ['other', 10_000],
    ['other', 1_000_000],
  ])('with the field %s nested %i levels deep is rejected alone [D6]', async (field, depth) => {
    if (web === undefined) throw new Error('no such stream');
    const found = await tried(web, [plain, nested(depth, field), plain]);
    expect(found.map((one) => (one.outcome === 'accepted' ? 'accepted' : one.reason))).toEqual([
      'accepted',
      'not_json',
      'accepted',
    ]);
  });

  it('with numbers whose product has no room in 64 bits keeps the others [V2]', async () => {
    if (channels === undefined) throw new Error('no such stream');
    const most = '9223372036854775807';
    const found = await tried(channels, [
      `{"id":"a","ts":1767225600,"visitors":${most},"conversion":5,"page_visitors":${most}}`,
      '{"id":"b","ts":1767225600,"visitors":607,"conversion":434,"page_visitors":125}',
    ]);
    expect(found).toMatchObject([
      { outcome: 'accepted', event: { visitors: most, bounce_rate_millionths: null } },
      { outcome: 'accepted', event: { visitors: '607', conversion_rate_millionths: '71499176' } },
    ]);
  });
});
