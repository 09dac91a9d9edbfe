import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandInputs } from './expand.ts';
import { type Workplace, workplace } from './reading.fixture.ts';

let place: Workplace;

beforeAll(async () => {
  place = await workplace();
  const names = [
    'b.ndjson',
    'a.csv.gz',
    'notes.md',
    '.hidden.ndjson',
    'sub/c.log',
    'sub/.git/d.json',
    'sub/e[1].JSON',
    'empty/x.md',
  ];
  for (const name of names) await place.file(name, '{}\n');
});

afterAll(() => place.remove());

const below = (...names: string[]) => names.map((name) => join(place.dir, ...name.split('/')));

describe('expandInputs', () => {
  it('takes a file, whatever its ending', async () => {
    expect(await expandInputs(['notes.md', 'b.ndjson'], place.dir)).toEqual(below('notes.md', 'b.ndjson'));
    expect(await expandInputs(below('b.ndjson'), '/')).toEqual(below('b.ndjson'));
  });

  it('takes the data files below a folder in the order of their names', async () => {
    const all = below('a.csv.gz', 'b.ndjson', 'sub/c.log', 'sub/e[1].JSON');
    expect(await expandInputs(['.'], place.dir)).toEqual(all);
    expect(await expandInputs([place.dir], '/')).toEqual(all);
  });

  it('takes a pattern, and a file whose name looks like one', async () => {
    expect(await expandInputs(['*.{ndjson,gz}'], place.dir)).toEqual(below('a.csv.gz', 'b.ndjson'));
    expect(await expandInputs(['**/*.log'], place.dir)).toEqual(below('sub/c.log'));
    expect(await expandInputs(['sub/e[1].JSON'], place.dir)).toEqual(below('sub/e[1].JSON'));
    expect(await expandInputs([join(place.dir, '*.ndjson')], '/')).toEqual(below('b.ndjson'));
  });

  it('takes standard input, and nothing twice', async () => {
    expect(await expandInputs(['-', 'b.ndjson', '*.ndjson'], place.dir)).toEqual(['-', ...below('b.ndjson')]);
  });

  it.each([
    ['missing.ndjson', /no file or folder missing.ndjson/],
    ['*.parquet', /No file fits/],
    ['empty', /holds no data files/],
  ])('says that %s was not found', async (pattern, message) => {
    await expect(expandInputs([pattern], place.dir)).rejects.toMatchObject({
      code: 'file_not_found',
      message: expect.stringMatching(message),
    });
  });
});
