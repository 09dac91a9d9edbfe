import { describe, expect, it } from 'vitest';
import { createFieldScanner, MAX_UNKNOWN, type ScannedFields } from './field-scanner.ts';

const KNOWN = [
  'id',
  'price',
  'a_long_name_of_a_field',
  'naïve',
  'say "hi"',
  'back\\slash',
  '',
  ',',
  ':',
  'quantity',
];

function scan(text: string | Buffer, chunkBytes?: number): ScannedFields {
  return createFieldScanner(KNOWN, chunkBytes).scan(Buffer.from(text));
}

function unknownIn(text: string | Buffer, chunkBytes?: number): string[] {
  return [...scan(text, chunkBytes).unknown].sort();
}

describe('the names that are reported', () => {
  it.each([
    ['none of the known ones', '{"id":1,"price":"2","a_long_name_of_a_field":null}', []],
    [
      'a short one and a long one',
      '{"id":1,"sku":2,"another_name_that_is_long":3}',
      ['another_name_that_is_long', 'sku'],
    ],
    ['each once', '{"sku":1}\n{"sku":2,"sku":3}\n', ['sku']],
    ['another case', '{"ID":1}', ['ID']],
    ['one that ends or begins as a known one', '{"my_id":1,"id_":2}', ['id_', 'my_id']],
    ['the empty one when it is not known', '{"":1}', []],
    ['none below depth 1', '{"id":{"x":1,"y":[{"z":2}]},"price":[{"w":{}},{"v":1}]}', []],
    ['one after nested ones', '{"id":{"id":1,"x":{"y":2}},"sku":[{"id":1,"w":2}],"k":3}', ['k', 'sku']],
    ['none in text', String.raw`{"id":"{\"sku\":1,","price":"a : b, \"k\" : [{\"x\":1"}`, []],
    ['one after text that looks like structure', String.raw`{"id":"[{","sku":":x","price":"\\"}`, ['sku']],
    [
      'one after text that ends like an array of objects',
      '{"id":"[{",":x":1,"sku":2,"price":{}}',
      [':x', 'sku'],
    ],
    ['one that hashes like a known one', '{"quantity":1,"EaLo9mBO":2}', ['EaLo9mBO']],
    ['none of an array or a scalar', '[{"sku":1}]\n"sku"\n12\nnull\n', []],
    ['with white space anywhere', ' \t{ "id"\t:\r1 , "sku" \t\r: 2 } \r\n', ['sku']],
    [
      'a known one written with escapes',
      String.raw`{"\u0069d":1,"\u0070rice":2,"na\u00efve":3,"say \"hi\"":4}`,
      [],
    ],
    [
      'an unknown one written with escapes',
      String.raw`{"\u0073ku":1,"s\"id":2,"s\\":3}`,
      ['s"id', 's\\', 'sku'],
    ],
    ['one that ends in a quoted known one', String.raw`{"x\"id":1,"x\",\"id":2}`, ['x","id', 'x"id']],
    ['one that is no ASCII', '{"naïve":1,"größe":2,"大":3}', ['größe', '大']],
  ])('%s', (_what, text, expected) => {
    expect(unknownIn(text)).toEqual(expected);
    expect(unknownIn(text, 64)).toEqual(expected);
  });

  it('holds bytes that are no UTF-8 as a reader of the text sees them', () => {
    const line = Buffer.concat([Buffer.from('{"k'), Buffer.from([0xff, 0xc3]), Buffer.from('":1,"id":2}\n')]);
    expect(unknownIn(line)).toEqual([line.toString('utf8').slice(2, 5)]);
  });

  it('is of the text alone, not of the one before', () => {
    const scanner = createFieldScanner(KNOWN);
    expect(scanner.scan(Buffer.from('{"sku":1}\n')).unknown).toEqual(['sku']);
    expect(scanner.scan(Buffer.from('{"k":1}\n')).unknown).toEqual(['k']);
    expect(scanner.scan(Buffer.from('{"sku":1,"id":2}')).unknown).toEqual(['sku']);
  });

  it('does not depend on how many known names there are', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `field_${i}`);
    const line = JSON.stringify(Object.fromEntries([...many, 'field_5000'].map((name) => [name, name])));
    expect(createFieldScanner(many).scan(Buffer.from(line)).unknown).toEqual(['field_5000']);
    expect(createFieldScanner([]).scan(Buffer.from('{"id":1}')).unknown).toEqual(['id']);
  });
});

describe('lines', () => {
  it.each([
    ['', 0],
    ['{}', 1],
    ['{}\n', 1],
    ['\n\n', 2],
    ['{}\r\n{}', 2],
    [`${'{"id":1}\n'.repeat(1000)}x`, 1001],
    [`{"id":"${'x'.repeat(1000)}"}\n\n{}`, 3],
  ])('counts those of %j', (text, lines) => {
    expect(scan(text).lines).toBe(lines);
    expect(scan(text, 64).lines).toBe(lines);
  });

  it.each([
    '{"a',
    '{"a":"',
    '{"a":[{"b":',
    '{"a":"\\',
    '}}}}',
    ']',
    '"',
    '{"id":{"x":1',
    '[[[[',
    '{{{"x":1',
    '\\"',
    '":',
    ':',
  ])('goes on after %j', (broken) => {
    for (const chunkBytes of [undefined, 64]) {
      expect(unknownIn(`${broken}\n{"sku":1}\n${broken}\n{"id":2,"k":1}`, chunkBytes)).toEqual(
        expect.arrayContaining(['k', 'sku']),
      );
    }
  });

  it('may be longer than a chunk and nested very deep', () => {
    const deep = `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)},"sku":"${'\\"'.repeat(100_001)}","k":1}`;
    expect(unknownIn(`${deep}\n{"last":1}`, 4096)).toEqual(['k', 'last', 'sku']);
    expect(unknownIn(`${deep}\n{"last":1}`)).toEqual(['k', 'last', 'sku']);
  });

  it('may hold a name longer than is kept', () => {
    const name = 'n'.repeat(200_000);
    for (const chunkBytes of [64, 4096, undefined]) {
      const { unknown } = scan(`{"${name}":1,"sku":2}\n`, chunkBytes);
      expect(unknown.map((one) => one.length)).toEqual([65_536, 3]);
    }
  });
});

describe('very many names', () => {
  const named = (count: number, from = 0): string =>
    Array.from({ length: count }, (_, i) => `{"id":1,"name ${i + from}":2}\n`).join('');

  it('are all given up to the limit', () => {
    expect(scan(named(MAX_UNKNOWN))).toMatchObject({ overflow: false, lines: MAX_UNKNOWN });
    expect(new Set(scan(named(MAX_UNKNOWN)).unknown).size).toBe(MAX_UNKNOWN);
  });

  it('are cut off beyond it, and lines still counted', () => {
    const { unknown, overflow, lines } = scan(named(10_000));
    expect([unknown.length, overflow, lines]).toEqual([MAX_UNKNOWN, true, 10_000]);
  });

  it('are no more when the same ones come again and again, however they are written', () => {
    const written = (i: number): string =>
      [...'abc'].map((c, k) => ((i >> k) & 1 ? `\\u00${c.charCodeAt(0).toString(16)}` : c)).join('');
    const spelt = Array.from({ length: 3000 }, (_, i) => `{"${written(i)}${' '.repeat(i % 900)}":1}\n`).join(
      '',
    );
    expect(scan(spelt)).toMatchObject({ overflow: false });
    expect(scan(spelt).unknown.length).toBe(900);
  });

  it('all reach a reader who asks for each', () => {
    const seen = new Set<string>();
    const running = createFieldScanner(KNOWN, 1024).begin((name) => seen.add(name));
    const data = Buffer.from(named(5000));
    for (let at = 0; at < data.length; ) {
      const room = running.room();
      const bytes = data.copy(room, 0, at, at + 700);
      running.advance(bytes);
      at += bytes;
    }
    expect(running.finish()).toBe(5000);
    expect(seen.size).toBe(5000);
  });
});
