import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../../test/golden/types/good.ts';
import { text, timestamp } from '../../stream/column.ts';
import type { Stream } from '../../stream/define.ts';
import { findUnknownFields, type UnknownFields } from './unknown-fields.ts';

/** Only the names of the columns are of importance here. */
const stream: Stream = {
  ...shop,
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true, aliases: ['time_stamp'] }),
    place: text('Place', { aliases: ['Ort', 'PLACE'] }),
  },
  id: 'id',
  eventTime: 'at',
};

let folder = '';
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'unknown-fields-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function find(content: string): Promise<UnknownFields> {
  files += 1;
  const file = path.join(folder, `${files}.ndjson`);
  await writeFile(file, content);
  return findUnknownFields(stream, file);
}

const PLAIN = '{"id":"1","time_stamp":1795443480,"Ort":"Bern"}\n';

describe('the unknown fields of a slice', () => {
  it.each([
    ['declared fields and aliases alone', PLAIN, { any: false, misspelt: false }],
    ['an undeclared field', `${PLAIN}{"id":"2","sku":1}\n`, { any: true, misspelt: false }],
    ['an undeclared field below the top', `${PLAIN}{"id":{"sku":1}}\n`, { any: false, misspelt: false }],
    ['a declared field in another case', `${PLAIN}{"ID":"2"}\n${PLAIN}`, { any: true, misspelt: true }],
    ['an alias in another case', '{"Time_Stamp":1}\n', { any: true, misspelt: true }],
    ['a broken line before', `{"id":"\n{"sku":1}\n`, { any: true, misspelt: false }],
    ['an alias that is another name in another case', '{"PLACE":"x"}\n', { any: true, misspelt: true }],
    ['nothing', '', { any: false, misspelt: false }],
  ])('with %s', async (_what, content, expected) => {
    expect(await find(content)).toEqual(expected);
  });

  it('are looked at to the last, however many there are', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => `{"id":"1","field_${i}":1}\n`).join('');
    expect(await find(many)).toEqual({ any: true, misspelt: false });
    expect(await find(`${many}{"ORT":"x"}\n${many}`)).toEqual({ any: true, misspelt: true });
  });

  it('are those of each slice when several are looked at at once', async () => {
    const long = PLAIN.repeat(250_000);
    const texts = [long, `${long}{"sku":1}\n`, `{"ID":"2"}\n${long}`, long];
    expect(await Promise.all(texts.map(find))).toEqual([
      { any: false, misspelt: false },
      { any: true, misspelt: false },
      { any: true, misspelt: true },
      { any: false, misspelt: false },
    ]);
  });

  it('cannot be found in a file that is not there', async () => {
    await expect(findUnknownFields(stream, path.join(folder, 'missing'))).rejects.toThrow(/ENOENT/);
  });
});
