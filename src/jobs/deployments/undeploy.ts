import { CrosscurrentError } from '../../event/errors.ts';
import type { StoredDeployment } from '../../warehouse/deployments.ts';
import type { DeploymentContext, Say } from './context.ts';
import { findRestorePoint } from './restore-point.ts';

export interface UndeployRequest {
  readonly stream: string;
  /** Cancel without a savepoint, and keep no state. */
  readonly dropState: boolean;
  readonly savepointDir: string | undefined;
  readonly checkpointDir: string | undefined;
  readonly signal: AbortSignal;
  readonly say: Say;
}

export interface UndeployOutcome {
  readonly stream: string;
  /** `none`: nothing was deployed; `already`: it was stopped before. */
  readonly outcome: 'stopped' | 'already' | 'none';
  readonly jobId: string | null;
  /** Where a deployment goes on. */
  readonly savepoint: string | null;
}

/** Milliseconds that a savepoint, and the end of a job, may take. */
const STOP_MS = 600_000;

/**
 * Stops the job of a stream with a savepoint, which is kept and noted, and waits until it has ended. One that fails again
 * and again can make none: its newest checkpoint is kept instead.
 * @throws CrosscurrentError job_failed when no savepoint could be made: the job goes on then; flink_unavailable
 */
export async function undeployStream(
  context: DeploymentContext,
  request: UndeployRequest,
): Promise<UndeployOutcome> {
  const { stream, dropState } = request;
  const record = await context.books.find(stream);
  if (record === undefined) return { stream, outcome: 'none', jobId: null, savepoint: null };
  const { jobId } = record;
  if (record.wanted === 'stopped' && !dropState) {
    return { stream, outcome: 'already', jobId, savepoint: record.savepoint };
  }
  const savepoint = dropState ? await drop(context, request, record) : await stop(context, request, record);
  await context.books.put(
    { ...record, wanted: 'stopped', savepoint, newestCheckpoint: null, stoppedAt: context.clock.now() },
    record,
  );
  return { stream, outcome: record.wanted === 'stopped' ? 'already' : 'stopped', jobId, savepoint };
}

async function stop(
  context: DeploymentContext,
  { stream, say, signal, savepointDir, checkpointDir }: UndeployRequest,
  record: StoredDeployment,
): Promise<string | null> {
  const jobs = context.jobManager(record.flinkUrl, signal);
  const job = record.jobId === null ? null : await jobs.job(record.jobId);
  if (job === null || job.ended) {
    say(`${stream}: the job has ended by itself; its newest state is kept ...`);
    return (await findRestorePoint({ record, jobs, checkpointDir }))?.path ?? null;
  }
  say(`${stream}: stopping the job with a savepoint ...`);
  const stopped = await jobs.stop(job.id, { withinMs: STOP_MS, signal, directory: savepointDir });
  if ('savepoint' in stopped) return stopped.savepoint;
  if (!job.allRunning) {
    say(
      `${stream}: no savepoint (${stopped.refused}); cancelling the job, its newest checkpoint is kept ...`,
    );
    await jobs.cancel(job.id, { withinMs: STOP_MS, signal });
    return (await findRestorePoint({ record, jobs, checkpointDir }))?.path ?? null;
  }
  throw new CrosscurrentError(
    'job_failed',
    `The job of ${stream} could not be stopped with a savepoint: ${stopped.refused} It goes on.`,
    `--savepoint-dir names a folder for it; --drop-state stops the job without one.`,
  );
}

async function drop(
  context: DeploymentContext,
  { stream, say, signal }: UndeployRequest,
  record: StoredDeployment,
): Promise<null> {
  if (record.jobId === null) return null;
  say(`${stream}: cancelling the job ...`);
  const jobs = context.jobManager(record.flinkUrl, signal);
  await jobs.cancel(record.jobId, { withinMs: STOP_MS, signal });
  return null;
}
