import { CrosscurrentError } from '../event/errors.ts';
import { instant } from './bookkeeping.ts';
import type { IngestedFile, IngestedFiles } from './contract.ts';

interface Row {
  readonly stream: string;
  readonly source: string;
  readonly path: string;
  readonly size: string;
  readonly fingerprint: string;
  readonly started_at: Date;
  readonly completed_at: Date | null;
}

const COLUMNS = 'stream, source, path, size, fingerprint, started_at, completed_at';

type Query = <R>(sql: string, values: readonly unknown[]) => Promise<R[]>;

/** The files that were ingested, so that the same file changes nothing (D4) and an interrupted one goes on. */
export function openIngestedFiles(query: Query, clock: { now(): number }): IngestedFiles {
  return {
    async find(stream, fingerprint) {
      const rows = await query<Row>(
        `SELECT ${COLUMNS} FROM crosscurrent.ingested_file WHERE stream = $1 AND fingerprint = $2`,
        [stream, fingerprint],
      );
      return rows.map(toFile)[0];
    },
    async begin(file) {
      const rows = await query<Row>(
        `INSERT INTO crosscurrent.ingested_file AS f (stream, source, path, size, fingerprint, started_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (stream, fingerprint) DO UPDATE SET path = excluded.path
         RETURNING ${COLUMNS}`,
        [file.stream, file.source, file.path, file.size, file.fingerprint, instant(clock.now())],
      );
      const [begun] = rows.map(toFile);
      if (begun === undefined) throw new CrosscurrentError('internal', 'A file was not noted.', '');
      return begun;
    },
    async complete(stream, fingerprint) {
      await query(
        `UPDATE crosscurrent.ingested_file SET completed_at = $3
         WHERE stream = $1 AND fingerprint = $2 AND completed_at IS NULL`,
        [stream, fingerprint, instant(clock.now())],
      );
    },
  };
}

function toFile(row: Row): IngestedFile {
  return {
    stream: row.stream,
    source: row.source,
    path: row.path,
    size: BigInt(row.size),
    fingerprint: row.fingerprint,
    startedAt: row.started_at.getTime(),
    completedAt: row.completed_at?.getTime() ?? null,
  };
}
