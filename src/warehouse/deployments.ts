import { CrosscurrentError } from '../event/errors.ts';
import { instant } from './bookkeeping.ts';
import { COUNTING, requireUncounted } from './counting.ts';
import type { Query } from './pool.ts';

/** What is known of a stream's job on Flink. */
export interface DeploymentRecord {
  readonly stream: string;
  readonly wanted: 'running' | 'stopped';
  /** The job that was submitted last. */
  readonly jobId: string | null;
  /** Of all statements, and of those that decide the figures. */
  readonly planChecksum: string;
  readonly figuresChecksum: string;
  /** All statements; passwords are masked. */
  readonly sql: string;
  /** What the job began with; null: the beginning of its topic. */
  readonly restoredFrom: string | null;
  /** Of a stopped one: where it goes on. */
  readonly savepoint: string | null;
  /** Where Flink keeps checkpoints, as it calls it. */
  readonly checkpointFolder: string | null;
  /** The newest checkpoint of the job that was seen. */
  readonly newestCheckpoint: string | null;
  readonly flinkUrl: string;
  /** Epoch milliseconds. */
  readonly submittedAt: number | null;
  readonly stoppedAt: number | null;
}

/** A record with the number of its last change. */
export interface StoredDeployment extends DeploymentRecord {
  readonly revision: bigint;
}

/** What runs on Flink, as the warehouse notes it. */
export interface DeploymentBooks {
  list(): Promise<StoredDeployment[]>;
  find(stream: string): Promise<StoredDeployment | undefined>;
  /**
   * Writes a record if nobody else has since `before` was read.
   * @throws CrosscurrentError job_failed when somebody has; unsupported when it is to run and DuckDB counts the stream
   */
  put(record: DeploymentRecord, before: StoredDeployment | undefined): Promise<StoredDeployment>;
  /** Notes a checkpoint of a job, if it still is the stream's. */
  noteCheckpoint(stream: string, jobId: string, path: string): Promise<void>;
}

interface Row {
  readonly stream: string;
  readonly revision: string;
  readonly wanted: 'running' | 'stopped';
  readonly job_id: string | null;
  readonly plan_checksum: string;
  readonly figures_checksum: string;
  readonly sql: string;
  readonly restored_from: string | null;
  readonly savepoint: string | null;
  readonly checkpoint_folder: string | null;
  readonly newest_checkpoint: string | null;
  readonly flink_url: string;
  readonly submitted_at: Date | null;
  readonly stopped_at: Date | null;
}

const COLUMNS = [
  'stream',
  'wanted',
  'job_id',
  'plan_checksum',
  'figures_checksum',
  'sql',
  'restored_from',
  'savepoint',
  'checkpoint_folder',
  'newest_checkpoint',
  'flink_url',
  'submitted_at',
  'stopped_at',
];

const VALUES = COLUMNS.map((name, index) => `$${index + 1}${name.endsWith('_at') ? '::timestamptz' : ''}`);

/** One that is to run is noted only while nobody else counts the stream; see `counting.ts`. */
const PUT = `
WITH free AS MATERIALIZED (
  SELECT $2::text = 'stopped' OR pg_try_advisory_xact_lock(${COUNTING}, hashtext($1::text)) AS yes
)
INSERT INTO crosscurrent.deployment AS d (${COLUMNS.join(', ')}, revision)
SELECT ${VALUES.join(', ')}, 1 FROM free WHERE yes
ON CONFLICT (stream) DO UPDATE SET revision = d.revision + 1,
  ${COLUMNS.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}
WHERE d.revision = $${COLUMNS.length + 1}
RETURNING d.*`;

/** The records of what runs on Flink. */
export function openDeploymentBooks(query: Query): DeploymentBooks {
  return {
    async list() {
      return (await query<Row>('SELECT * FROM crosscurrent.deployment ORDER BY stream')).map(toRecord);
    },
    async find(stream) {
      const rows = await query<Row>('SELECT * FROM crosscurrent.deployment WHERE stream = $1', [stream]);
      return rows.map(toRecord)[0];
    },
    async put(record, before) {
      const rows = await query<Row>(PUT, [...valuesOf(record), before?.revision ?? 0n]);
      const [stored] = rows.map(toRecord);
      if (stored !== undefined) return stored;
      if (record.wanted === 'running') await requireUncounted(query, record.stream);
      throw new CrosscurrentError(
        'job_failed',
        `Somebody else is changing what runs of ${record.stream} on Flink.`,
        'See `crosscurrent status`, and run the command again.',
      );
    },
    async noteCheckpoint(stream, jobId, path) {
      await query(
        `UPDATE crosscurrent.deployment SET newest_checkpoint = $3
         WHERE stream = $1 AND job_id = $2 AND newest_checkpoint IS DISTINCT FROM $3`,
        [stream, jobId, path],
      );
    },
  };
}

function valuesOf(record: DeploymentRecord): unknown[] {
  return [
    record.stream,
    record.wanted,
    record.jobId,
    record.planChecksum,
    record.figuresChecksum,
    record.sql,
    record.restoredFrom,
    record.savepoint,
    record.checkpointFolder,
    record.newestCheckpoint,
    record.flinkUrl,
    record.submittedAt === null ? null : instant(record.submittedAt),
    record.stoppedAt === null ? null : instant(record.stoppedAt),
  ];
}

function toRecord(row: Row): StoredDeployment {
  return {
    stream: row.stream,
    revision: BigInt(row.revision),
    wanted: row.wanted,
    jobId: row.job_id,
    planChecksum: row.plan_checksum,
    figuresChecksum: row.figures_checksum,
    sql: row.sql,
    restoredFrom: row.restored_from,
    savepoint: row.savepoint,
    checkpointFolder: row.checkpoint_folder,
    newestCheckpoint: row.newest_checkpoint,
    flinkUrl: row.flink_url,
    submittedAt: row.submitted_at?.getTime() ?? null,
    stoppedAt: row.stopped_at?.getTime() ?? null,
  };
}
