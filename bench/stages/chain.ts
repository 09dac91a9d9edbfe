import path from 'node:path';
import { identifier } from '../../src/engine/duckdb/database.ts';
import { deriveValues } from '../../src/engine/duckdb/derive-values.ts';
import { findDuplicates, renderIdHashes } from '../../src/engine/duckdb/duplicates.ts';
import { writeLakeFiles } from '../../src/engine/duckdb/lake-writer.ts';
import { daysOf, minutesOf } from '../../src/engine/duckdb/minutes.ts';
import { renderParse } from '../../src/engine/duckdb/parse.ts';
import { parseSlice } from '../../src/engine/duckdb/prepare.ts';
import { RecentIds } from '../../src/engine/duckdb/recent-ids.ts';
import { renderStoredRows } from '../../src/engine/duckdb/stored-rows.ts';
import { findUnknownFields } from '../../src/engine/duckdb/unknown-fields.ts';
import type { Figure } from '../contract.ts';
import { renderBareParse } from '../events/bare-parse.ts';
import { webStream } from '../events/web-stream.ts';
import { number } from '../show.ts';
import { cost, sliceOf, type Work } from './cost.ts';

/** The stage that the others are compared with. */
export const BARE = 'bare parse';

/** The stages one by one, on the rows that the one before left. */
export async function measureChain(work: Work, round: number): Promise<void> {
  const { parts, file } = work;
  const { connection } = parts;
  const slice = sliceOf(file, `stages-${round}`);
  const bare = renderBareParse({ stream: webStream, file: file.path, into: 'aggregates' });
  await cost(work, BARE, () => connection.runAndReadAll(bare));
  const parse = `CREATE OR REPLACE TEMP TABLE only_parsed AS ${renderParse(webStream, file.path, slice.receivedAt)}`;
  await cost(work, 'parse: types, checks, extracted columns', () => connection.run(parse));
  await connection.run('DROP TABLE only_parsed');
  await cost(work, 'field scan', () => findUnknownFields(webStream, file.path));
  await cost(work, 'both, and a second look at doubtful lines', () =>
    parseSlice(parts, slice, canonical(work)),
  );
  const hashes = renderIdHashes(identifier(webStream.id), 'taken', '');
  await cost(work, 'deduplicate', () => findDuplicates(connection, hashes, new RecentIds(), 1));
  const derived = round === 0 ? 'derive, values of a slice before known' : 'derive, all values known';
  const known = await cost(work, derived, () => parts.known.derive(connection, 'taken'));
  const rows = renderStoredRows(webStream, 'SELECT * FROM taken', {
    receivedAt: slice.receivedAt,
    known: known.tables,
  });
  await cost(work, 'lake: join derived columns, write Parquet', async () => {
    const time = identifier(webStream.eventTime);
    const days = daysOf(await minutesOf(connection, '(SELECT * FROM taken)', time));
    await writeLakeFiles(connection, rows, days, {
      ...parts,
      ...slice,
      stream: webStream,
      source: `alone-${round}`,
    });
  });
  known.release();
}

function canonical({ parts }: Work): string {
  return path.join(parts.scratchDir, 'stages.ndjson');
}

/** Derives everything of a first slice, as each start does. */
export async function measureFirstDerivation(work: Work): Promise<void> {
  const { parts, file } = work;
  await parseSlice(parts, sliceOf(file, 'first'), canonical(work));
  const known = await cost(work, 'derive, nothing known yet', () =>
    parts.known.derive(parts.connection, 'taken'),
  );
  known.release();
}

/** The functions behind derived columns, on the different values of the slice in `taken`, in this thread. */
export async function measureDerivations({ parts, file }: Work): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, derivation] of Object.entries(webStream.derived)) {
    const column = identifier(derivation.from);
    const reader = await parts.connection.runAndReadAll(
      `SELECT DISTINCT ${column} FROM taken WHERE ${column} IS NOT NULL`,
    );
    const values = reader.getColumns()[0]?.map(String) ?? [];
    const before = process.cpuUsage();
    deriveValues({ [name]: derivation }, values);
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / values.length;
    figures.push({
      what: `${name}: ${number(values.length)} different values, ${number(each, 2)} µs each`,
      value: (user + system) / file.lines,
      unit: 'µs/event',
      ratio: values.length / file.lines,
    });
  }
  return figures;
}
