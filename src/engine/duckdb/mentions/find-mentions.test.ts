import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileMatcher, type MatchRules } from '../../../enrich/campaigns/matcher.ts';
import { testTalk } from '../../../warehouse/campaigns/testing.ts';
import { type DuckDBConnection, openDatabase, rowsOf, textLiteral } from '../database.ts';
import { createSearch, findMentions } from './find-mentions.ts';

const AT = Date.UTC(2026, 0, 1);

interface Post {
  readonly id: string;
  readonly body: string | null;
  readonly hashtags: readonly string[];
  readonly lang: string | null;
  readonly deleted?: boolean;
}

let folder = '';
let connection: DuckDBConnection;
let close = (): void => undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-mentions-'));
  const database = await openDatabase({ threads: 1, memoryMiB: 256, scratchDir: folder });
  connection = await database.connect();
  close = () => database.closeSync();
});

afterAll(async () => {
  close();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;

async function lakeFile(posts: readonly Post[], without: readonly string[] = []): Promise<string> {
  files += 1;
  const name = `${files}.parquet`;
  const input = path.join(folder, `${files}.ndjson`);
  await writeFile(input, posts.map((post) => `${JSON.stringify({ at: AT, ...post })}\n`).join(''));
  const columns = `{id: 'VARCHAR', 'at': 'BIGINT', body: 'VARCHAR', hashtags: 'VARCHAR[]', lang: 'VARCHAR', deleted: 'BOOLEAN'}`;
  const more = { site: `'x'`, who: `id || '''s'`, likes: '3' };
  const added = Object.entries(more).flatMap(([column, sql]) =>
    without.includes(column) ? [] : [`${sql} AS ${column}`],
  );
  await connection.run(
    `COPY (SELECT * REPLACE (make_timestamp_ms("at") AS "at"), ${added.join(', ')}
      FROM read_ndjson(${textLiteral(input)}, columns = ${columns})) TO ${textLiteral(path.join(folder, name))} (FORMAT parquet)`,
  );
  return name;
}

function rules(any: readonly string[], none: readonly string[] = []): MatchRules {
  return { any, none, language: null, platform: null, from: null, to: null };
}

/** The CSV that is found, and of each of its rows the edition's number, the path and the row. */
async function find(
  all: readonly MatchRules[],
  paths: readonly string[],
): Promise<{ places: string[]; text: string }> {
  const editions = all.map((one, index) => ({ campaign: 'c', edition: index, rules: one }));
  const search = createSearch(testTalk, editions);
  if (search === undefined) throw new Error('there is nothing to look for');
  const found = await findMentions({ connection, lakeDir: folder, scratchDir: folder }, search, paths);
  if (found === null) return { places: [], text: '' };
  const rows = await rowsOf(
    connection,
    `SELECT concat_ws(',', column01, column02, column03) AS place
     FROM read_csv(${textLiteral(found.csvPath)}, header = false, all_varchar = true)`,
  );
  expect(rows).toHaveLength(found.rows);
  const text = await readFile(found.csvPath, 'utf8');
  return { places: rows.map((row) => String(row['place'])).sort(), text };
}

const words = [
  'sale',
  'SALE',
  'saleroom',
  'ſale',
  'ﬁsh',
  'fish',
  'été',
  'Straße',
  'x',
  '東京',
  ' ',
  '#sale',
  '\n',
];
const post = fc.record({
  body: fc.option(fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((parts) => parts.join(' '))),
  hashtags: fc.subarray(['sale', 'fish', 'été']),
  lang: fc.option(fc.constantFrom('en', 'de')),
});
const keywords = fc.array(fc.constantFrom('sale', '#sale', 'fish', 'été', 'strasse', 'sale fish'), {
  minLength: 1,
  maxLength: 3,
});

describe('mentions in lake files', () => {
  it.each([
    ['with pieces of text looked for first', keywords],
    ['word by word', keywords.map((all) => [...all, '東京'])],
  ])('are those that each rule alone would find, %s', async (_, any) => {
    const rule = fc.tuple(any, fc.subarray(['x', '#fish'])).map(([all, none]) => rules(all, none));
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 3 }),
        fc.array(fc.array(post, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
        async (all, lots) => {
          const paths: string[] = [];
          const expected: string[] = [];
          for (const lot of lots) {
            const name = await lakeFile(lot.map((one, index) => ({ ...one, id: `p${index}` })));
            paths.push(name);
            lot.forEach((one, row) => {
              all.forEach((own, edition) => {
                const { body, hashtags: tags, lang: language } = one;
                const event = { texts: [body], tags, language, platform: 'x', at: AT };
                if (compileMatcher([own]).match(event).length > 0) expected.push([edition, name, row].join());
              });
            });
          }
          expect((await find(all, paths)).places).toEqual(expected.sort());
        },
      ),
      { numRuns: 40 },
    );
  });

  it('bring their columns as PostgreSQL reads them, NULL where they were not declared yet', async () => {
    const body = 'a "sale", \u0000';
    const name = await lakeFile(
      [{ id: 'p,1', body, hashtags: ['a"b', 'c\\d', ''], lang: null }],
      ['likes', 'who'],
    );
    expect((await find([rules(['sale'])], [name])).text).toBe(
      `c,0,${name},0,"p,1",2026-01-01 00:00:00,,,x,,"{""a\\""b"",""c\\\\d"",""""}","a ""sale"", \ufffd"\n`,
    );
  });

  it('are not those of events that take others back', async () => {
    const name = await lakeFile([{ id: 'p', body: 'sale', hashtags: [], lang: 'en', deleted: true }]);
    expect((await find([rules(['sale'])], [name])).places).toEqual([]);
  });

  it('are found by the thousand', async () => {
    const posts = Array.from({ length: 25_000 }, (_, index) => ({
      id: String(index),
      body: 'sale',
      hashtags: [],
      lang: 'en',
    }));
    const name = await lakeFile(posts);
    const { places } = await find([rules(['sale']), rules(['SALE'])], [name]);
    expect(new Set(places).size).toBe(50_000);
  });
});
