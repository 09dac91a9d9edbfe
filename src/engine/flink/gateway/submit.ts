import { setTimeout as pause } from 'node:timers/promises';
import { CrosscurrentError } from '../../../event/errors.ts';
import { textLiteral } from '../sql-text.ts';
import type { JobManager, JobState } from './job-manager.ts';
import { openGatewaySession } from './sql-gateway.ts';

/** A job to submit. */
export interface Submission {
  /** 32 hexadecimal digits. The JobManager takes each but once, so that to submit again is harmless. */
  readonly jobId: string;
  /** Settings, tables, views and last the job itself. */
  readonly statements: readonly string[];
  readonly restore: Restore | null;
  /** A text that no message shows. */
  readonly hidden?: string;
}

/** State to begin with. */
export interface Restore {
  readonly path: string;
  /** Flink may delete it when it is no longer needed; else it stays. */
  readonly claim: boolean;
}

export interface SubmitOptions {
  readonly gatewayUrl: string;
  readonly jobs: JobManager;
  readonly signal?: AbortSignal | undefined;
}

/** How often a submission is tried in all when the gateway loses its session. */
const TRIES = 3;
const PAUSE_MS = 2_000;

/**
 * Submits a job through the SQL Gateway. When this returns the JobManager has it.
 * @throws CrosscurrentError job_failed with the causes in words; flink_unavailable
 */
export async function submitJob(submission: Submission, options: SubmitOptions): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await submitOnce(submission, options);
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      // The answer was lost, and not the job.
      if ((await options.jobs.job(submission.jobId).catch(() => null)) !== null && isLost(error)) return;
      if (!isLost(error) || tries === TRIES) throw error;
      await pause(PAUSE_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  }
}

function isLost(error: unknown): boolean {
  return error instanceof CrosscurrentError && error.code === 'flink_unavailable';
}

async function submitOnce(submission: Submission, options: SubmitOptions): Promise<void> {
  const { jobId, statements, restore, hidden } = submission;
  const { gatewayUrl: url, signal } = options;
  const session = await openGatewaySession({ url, signal, ...(hidden === undefined ? {} : { hidden }) });
  try {
    for (const statement of [...settingsOf(jobId, restore), ...statements]) await session.execute(statement);
  } finally {
    await session.close();
  }
}

function settingsOf(jobId: string, restore: Restore | null): string[] {
  const set = (name: string, value: string): string => `SET ${textLiteral(name)} = ${textLiteral(value)}`;
  return [
    set('$internal.pipeline.job-id', jobId),
    ...(restore === null
      ? []
      : [
          set('execution.state-recovery.path', restore.path),
          set('execution.state-recovery.claim-mode', restore.claim ? 'CLAIM' : 'NO_CLAIM'),
        ]),
  ];
}

export interface RunningLimits {
  /** Milliseconds until all vertices must run. */
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onState?: (state: JobState) => void;
  /** How often it had been restarted before. Default 0. */
  readonly before?: number;
}

/** A job that was restarted so often while it began is not going to run. */
const RESTARTS = 2;

const ASK_AGAIN_MS = 500;

/** Whether all of a job runs, or why it does not, in words. */
export type Begun = { readonly running: true } | { readonly running: false; readonly why: string };

/** Waits until all subtasks of a job run. */
export async function waitUntilRunning(
  jobs: JobManager,
  jobId: string,
  limits: RunningLimits,
): Promise<Begun> {
  const until = performance.now() + limits.withinMs;
  for (;;) {
    const job = await jobs.job(jobId);
    if (job === null) return { running: false, why: 'The JobManager does not know the job any more.' };
    limits.onState?.(job);
    if (job.allRunning) return { running: true };
    const restarts = ((await jobs.restarts(jobId)) ?? 0) - (limits.before ?? 0);
    const isLate = performance.now() > until;
    if (job.ended || restarts >= RESTARTS || isLate) {
      return { running: false, why: await reasonOf(jobs, job) };
    }
    await pause(ASK_AGAIN_MS, undefined, limits.signal === undefined ? {} : { signal: limits.signal });
  }
}

async function reasonOf(jobs: JobManager, job: JobState): Promise<string> {
  const [newest] = await jobs.exceptions(job.id);
  if (newest !== undefined) return newest.words;
  const waiting = job.vertices.filter(({ status }) => status !== 'RUNNING').length;
  return `The job is ${job.state}, and ${waiting} of its ${job.vertices.length} steps do not run: there may be too few free slots.`;
}
