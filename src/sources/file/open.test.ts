import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFile } from './open.ts';
import { type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
});

afterAll(() => place.remove());

describe('openFile', () => {
  it.each([
    ['a.ndjson', '{"a":1}\n', 'ndjson'],
    ['a.jsonl', '[1]\n', 'ndjson'],
    ['a.json', '[{"a":1}]', 'json'],
    ['a.json', '{\n "a": 1\n}', 'json'],
    ['a.json', '{"a":1}\n{"a":2}\n', 'ndjson'],
    ['a.json', '{"a":1}', 'ndjson'],
    ['a.csv', 'a,b\n', 'csv'],
    ['a.log', '1.2.3.4 - - [x] "GET / HTTP/1.1" 200 1\n', 'combined'],
    ['a.log', '{"a":1}\n{"a":2}\n', 'ndjson'],
    ['a.txt', '1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326\n', 'combined'],
    ['a.txt', 'id,name\n1,x\n', 'csv'],
    ['a.txt', '\ufeff  [\n{"a":1}]', 'json'],
    ['data', '{"a":1}\n', 'ndjson'],
    ['data', '', 'ndjson'],
  ] as const)('takes %s with %j for %s', async (name, content, format) => {
    const plain = await openFile({ path: await place.file(name, content) });
    expect(plain.format.name).toBe(format);
    const packed = await openFile({ path: await place.file(`${name}.gz`, gzipSync(content)) });
    expect(packed.format.name).toBe(format);
  });

  it('believes what it is told', async () => {
    const path = await place.file('b.csv', '{"a":1}\n');
    expect((await openFile({ path, format: 'ndjson' })).format.name).toBe('ndjson');
  });

  it('knows a file by its content, not its name', async () => {
    const content = `{"a":"${'x'.repeat(3 * 1024 * 1024)}"}\n`;
    const [one, same] = [await place.file('c.ndjson', content), await place.file('d/e.ndjson', content)];
    const source = (await openFile({ path: one })).source;
    expect(source).toMatch(/^file:[0-9a-f]{16}$/);
    expect((await openFile({ path: same })).source).toBe(source);
    for (const other of [`{"b${content.slice(3)}`, `${content}\n`, `${content.slice(0, -3)}y"}`]) {
      expect((await openFile({ path: await place.file('f.ndjson', other) })).source).not.toBe(source);
    }
  });

  it('names what comes by a pipe anew each time', async () => {
    async function* chunks() {
      yield Buffer.from('{"a":1}\n');
    }
    const first = await openFile({ path: '-', stdin: chunks() });
    const second = await openFile({ path: '-', stdin: chunks() });
    expect(first).toMatchObject({ path: '-', format: { name: 'ndjson' }, bytesTotal: null });
    expect(first.source).toMatch(/^file:[0-9a-f]{16}$/);
    expect(second.source).not.toBe(first.source);
    const named = await openFile({ path: '-', stdin: chunks(), newId: () => '0123456789abcdef' });
    expect(named.source).toBe('file:0123456789abcdef');
  });

  it.each([
    ['x.ndjson', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 10, 0, 0, 3]), /binary file, not NDJSON/],
    ['x.csv', Buffer.alloc(5000), /binary file, not CSV/],
    ['x.parquet', Buffer.from('PAR1 and so on'), /Parquet/],
    ['x.xlsx', Buffer.from('PK\x03\x04...'), /spreadsheet/],
    ['x.ndjson', Buffer.from('\ufeff{"a":1}\n', 'utf16le'), /UTF-16/],
    ['x.ndjson', Buffer.from('{"a":1}\n', 'utf16le'), /binary/],
  ])('refuses the binary file %s', async (name, content, message) => {
    const path = await place.file(name, content);
    await expect(openFile({ path })).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/UTF-8/),
    });
  });

  it('takes a file in which a line holds a NUL', async () => {
    const path = await place.file('g.ndjson', '{"a":"\0"}\n{"a":1}\n');
    expect((await openFile({ path })).format.name).toBe('ndjson');
  });

  it('says what is wrong with a path', async () => {
    await mkdir(join(place.dir, 'folder'));
    await expect(openFile({ path: join(place.dir, 'nothing') })).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await expect(openFile({ path: join(place.dir, 'folder') })).rejects.toThrow(/it is a folder/);
  });
});
