import { restartsOf, tellingFailure } from '../../engine/flink/gateway/failures.ts';
import type { JobManager, JobState } from '../../engine/flink/gateway/job-manager.ts';
import { enrichedTopic, flinkGroup } from '../../engine/flink/options.ts';
import { describeError } from '../../event/errors.ts';
import { isoInstant } from '../../event/time.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { groupOffsets } from '../../log/kafka/group-offsets.ts';
import { endOffsets, topicName } from '../../log/kafka/topics.ts';
import type { StoredDeployment } from '../../warehouse/deployments.ts';
import { enrichmentGroup } from '../enrichment/run.ts';
import type { StatusContext } from './context.ts';

/** How a stream's job on Flink is. */
export interface JobStatus {
  readonly id: string | null;
  readonly wanted: 'running' | 'stopped';
  /** As Flink calls it, or `GONE` for one that the JobManager does not know, `UNKNOWN` when it is away. */
  readonly state: string;
  /** Subtasks of each vertex that do not run. */
  readonly waiting: readonly { readonly vertex: string; readonly tasks: Readonly<Record<string, number>> }[];
  readonly submittedAt: string | null;
  readonly restoredFrom: string | null;
  /** Of a stopped one: where it goes on. */
  readonly savepoint: string | null;
  readonly restarts: number | null;
  readonly checkpoint: {
    readonly path: string | null;
    readonly ageSeconds: number | null;
    readonly bytes: number | null;
    readonly seconds: number | null;
    readonly completed: number;
    readonly failed: number;
  } | null;
  /** Messages of the enriched topic that it has yet to read. */
  readonly lagMessages: number | null;
  /** Why it failed or was restarted last. */
  readonly lastFailure: { readonly at: string | null; readonly words: string } | null;
}

/** How far the workers of a stream are, partition by partition of its raw topic. */
export interface WorkerLag {
  readonly partition: number;
  readonly committed: number;
  readonly end: number;
  readonly lag: number;
  /** What enrichment workers have yet to read; null when none ever did. */
  readonly enrichmentLag: number | null;
}

export interface StreamStatus {
  readonly stream: string;
  readonly committedAt: string | null;
  readonly latestEvent: string | null;
  readonly job: JobStatus | null;
  /** Null when Kafka has no topics of the stream, or is away. */
  readonly workers: readonly WorkerLag[] | null;
  /** Messages in the enriched topic, when there is one. */
  readonly enrichedEnd: number | null;
  /**
   * Events that came too late to be counted. No event does, on either engine: each changes the window that it belongs
   * to, however old, and sums are kept for ever.
   */
  readonly lateEvents: 0;
  /** What could not be found out, in words. */
  readonly trouble: readonly string[];
}

const KAFKA_SOURCE = /^kafka-(\d+)$/;

/** Looks at every stream that is asked for; what is away is told, and the rest shown. */
export async function statusOf(
  context: StatusContext,
  { streams, signal }: { streams: readonly string[]; signal: AbortSignal },
): Promise<StreamStatus[]> {
  const records = new Map((await context.books.list()).map((record) => [record.stream, record]));
  const states = await context.query<{
    stream: string;
    committed_at: Date | null;
    latest_event: Date | null;
  }>('SELECT stream, committed_at, latest_event FROM crosscurrent.stream_state');
  const byStream = new Map(states.map((state) => [state.stream, state]));
  return Promise.all(
    streams.map(async (stream) => {
      const trouble: string[] = [];
      const attempt = <T>(work: Promise<T>): Promise<T | null> =>
        work.catch((error: unknown) => {
          signal.throwIfAborted();
          trouble.push(describeError(error));
          return null;
        });
      const record = records.get(stream);
      const { kafka } = context;
      const job = record === undefined ? null : await jobStatus(context, record, { signal, attempt });
      return {
        stream,
        committedAt: iso(byStream.get(stream)?.committed_at),
        latestEvent: iso(byStream.get(stream)?.latest_event),
        job,
        workers: kafka === null ? null : await attempt(workerLag(context, kafka, stream)),
        enrichedEnd:
          kafka === null || record === undefined ? null : await attempt(enrichedEnd(kafka, stream)),
        lateEvents: 0 as const,
        trouble,
      };
    }),
  );
}

function iso(at: Date | null | undefined): string | null {
  return at == null ? null : isoInstant(at.getTime());
}

interface Looking {
  readonly signal: AbortSignal;
  readonly attempt: <T>(work: Promise<T>) => Promise<T | null>;
}

async function jobStatus(
  context: StatusContext,
  record: StoredDeployment,
  { signal, attempt }: Looking,
): Promise<JobStatus> {
  const seen = await attempt(lookAt(context.jobManager(record.flinkUrl, signal), record));
  const checkpoint = seen?.checkpoints?.latest ?? null;
  if (checkpoint?.path != null && record.jobId !== null) {
    await attempt(context.books.noteCheckpoint(record.stream, record.jobId, checkpoint.path));
  }
  const now = context.clock.now();
  const at = (ms: number | null | undefined): string | null => (ms == null ? null : isoInstant(ms));
  return {
    id: record.jobId,
    wanted: record.wanted,
    state: seen === null ? 'UNKNOWN' : (seen.job?.state ?? 'GONE'),
    waiting: waitingOf(seen?.job ?? null),
    submittedAt: at(record.submittedAt),
    restoredFrom: record.restoredFrom,
    savepoint: record.savepoint,
    restarts: seen?.restarts ?? null,
    checkpoint:
      seen?.checkpoints == null
        ? null
        : {
            path: checkpoint?.path ?? null,
            ageSeconds: checkpoint?.at == null ? null : Math.max(0, Math.round((now - checkpoint.at) / 1000)),
            bytes: checkpoint?.bytes ?? null,
            seconds: checkpoint?.milliseconds == null ? null : checkpoint.milliseconds / 1000,
            completed: seen.checkpoints.completed,
            failed: seen.checkpoints.failed,
          },
    lagMessages: seen?.pending ?? (await attempt(committedLag(context, record.stream))),
    lastFailure: seen?.failure == null ? null : { at: at(seen.failure.at), words: seen.failure.words },
  };
}

async function lookAt(jobs: JobManager, { jobId }: StoredDeployment) {
  const job = jobId === null ? null : await jobs.job(jobId);
  if (job === null) return { job, checkpoints: null, restarts: null, pending: null, failure: null };
  const [checkpoints, counted, pending, failures] = await Promise.all([
    jobs.checkpoints(job.id),
    jobs.countedRestarts(job.id),
    jobs.pendingRecords(job),
    jobs.exceptions(job.id),
  ]);
  const restarts = restartsOf({ counted, failures: failures.length, state: job.state });
  return { job, checkpoints, restarts, pending, failure: tellingFailure(failures) ?? null };
}

function waitingOf(job: JobState | null): JobStatus['waiting'] {
  if (job === null || job.ended) return [];
  return job.vertices
    .filter(({ tasks, parallelism }) => (tasks['RUNNING'] ?? 0) < parallelism)
    .map(({ name, tasks }) => ({ vertex: name.slice(0, 80), tasks }));
}

async function workerLag(
  context: StatusContext,
  kafka: KafkaConnection,
  stream: string,
): Promise<WorkerLag[]> {
  const topic = topicName(kafka, stream, 'raw');
  const ends = await endOffsets(kafka, topic);
  const enriched = await enrichedOffsets(kafka, topic, [...ends.keys()]);
  const rows = await context.query<{ source: string; next_offset: string }>(
    'SELECT source, next_offset FROM crosscurrent.source_offset WHERE stream = $1',
    [stream],
  );
  const committed = new Map(
    rows.flatMap(({ source, next_offset }) => {
      const [, partition] = KAFKA_SOURCE.exec(source) ?? [];
      return partition === undefined ? [] : [[Number(partition), Number(next_offset)] as const];
    }),
  );
  return [...ends]
    .toSorted(([a], [b]) => a - b)
    .map(([partition, end]) => {
      const done = committed.get(partition) ?? 0;
      const read = enriched.get(partition);
      return {
        partition,
        committed: done,
        end: Number(end),
        lag: Math.max(0, Number(end) - done),
        enrichmentLag: read === undefined ? null : Math.max(0, Number(end - read)),
      };
    });
}

async function enrichedOffsets(
  kafka: KafkaConnection,
  topic: string,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, bigint>> {
  const places = partitions.map((partition) => ({ topic, partition }));
  const stored = await groupOffsets(kafka, enrichmentGroup(kafka), places);
  return new Map(stored.map(({ partition, offset }) => [partition, offset]));
}

/**
 * The lag behind the offsets that the job stores in Kafka with each checkpoint: its source tells of none before it has
 * read something.
 */
async function committedLag({ kafka }: StatusContext, stream: string): Promise<number | null> {
  if (kafka === null) return null;
  const topic = enrichedTopic(stream, kafka);
  const ends = await endOffsets(kafka, topic);
  const places = [...ends.keys()].map((partition) => ({ topic, partition }));
  const stored = await groupOffsets(kafka, flinkGroup(stream), places);
  const read = new Map(stored.map(({ partition, offset }) => [partition, offset]));
  return [...ends].reduce((sum, [partition, end]) => sum + Number(end - (read.get(partition) ?? 0n)), 0);
}

async function enrichedEnd(kafka: KafkaConnection, stream: string): Promise<number> {
  const ends = await endOffsets(kafka, enrichedTopic(stream, kafka));
  return [...ends.values()].reduce((sum, end) => sum + Number(end), 0);
}
