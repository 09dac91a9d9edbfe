// A lake of one file with posts of `talk`, and posts to put into it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { GRAIN_MS } from '../../../stream/rollup.ts';
import type { LakeFile } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, openDatabase, textLiteral } from '../database.ts';
import type { Post } from './talk-fold.ts';

export const START = Date.UTC(2026, 0, 1);

/** Posts lie in two days from `START` on. */
export const END = START + 2 * GRAIN_MS.day;

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 5 });
const lists = (texts: readonly string[]) => fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 3 });
const post: fc.Arbitrary<Omit<Post, 'id'>> = fc.record({
  at: fc.integer({ min: START, max: END - 1 }),
  site: maybe(fc.constantFrom('a', 'b')),
  author: maybe(fc.constantFrom('ann', 'bob', 'cy')),
  body: maybe(fc.constantFrom('tea', 'Tea, please', 'teapot', "o'clock", 'ÄRGER über #tea', 'C++ (tea)')),
  likes: maybe(fc.integer({ min: 0, max: 12 })),
  is_bot: maybe(fc.boolean()),
  deleted: maybe(fc.boolean()),
  topics: lists(['tea', 'Tee', 'undefined', "it's", '日本']),
  names: lists(['LONG\u001fNATO', 'SHORT\u001fEU', 'LONG\u001fUNO', 'ALONE', 'LONG\u001fNATO\u001f']),
});

/** Up to 40 posts; half of them share an instant or a number of likes with another. */
export const posts = fc
  .array(post, { minLength: 1, maxLength: 40, size: 'max' })
  .map((all): Post[] => all.map((one, index) => ({ ...one, id: `p${index}` })));

/** A lake that holds the posts that were stored last. */
export interface TalkLake {
  readonly connection: DuckDBConnection;
  /** The file, as SQL to select from. */
  readonly source: string;
  /** What the queries of a lake need. */
  readonly work: {
    connect: () => Promise<DuckDBConnection>;
    warehouse: { lakeFiles: () => Promise<LakeFile[]> };
    lakeDir: string;
  };
  store(posts: readonly Post[]): Promise<void>;
  close(): Promise<void>;
}

export async function openTalkLake(): Promise<TalkLake> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-talk-'));
  const database = await openDatabase({ threads: 2, memoryMiB: 512, scratchDir: folder });
  const connection = await database.connect();
  const file = 'posts.parquet';
  const location = textLiteral(path.join(folder, file));
  const known: LakeFile = {
    ...{ stream: 'talk', source: 'test', day: '2026-01-01', path: file, rows: 1, bytes: 1 },
    ...{ fromOffset: 0n, toOffset: 1n, minTime: START, maxTime: END, removed: [] },
  };
  return {
    connection,
    source: `read_parquet(${location})`,
    work: {
      connect: () => database.connect(),
      warehouse: { lakeFiles: async () => [known] },
      lakeDir: folder,
    },
    async store(all) {
      // A column without any value has no type by itself.
      const types = Object.entries({
        is_bot: 'BOOLEAN',
        deleted: 'BOOLEAN',
        site: 'VARCHAR',
        author: 'VARCHAR',
        body: 'VARCHAR',
      });
      const typed = types.map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`);
      const sql = `SELECT * REPLACE (${typed.join(', ')}) FROM (${all.map(rowSql).join(' UNION ALL ')})`;
      await connection.run(`COPY (${sql}) TO ${location} (FORMAT parquet)`);
    },
    async close() {
      connection.closeSync();
      database.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function rowSql({ at, likes, ...rest }: Post): string {
  const others = Object.entries(rest).map(([name, value]) => `${literal(value)} AS "${name}"`);
  const columns = [`make_timestamp_ms(${at}) AS at`, `CAST(${literal(likes)} AS BIGINT) AS likes`, ...others];
  return `SELECT ${columns.join(', ')}`;
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return `CAST([${value.map(literal).join(', ')}] AS VARCHAR[])`;
  return typeof value === 'string' ? textLiteral(value) : String(value);
}
