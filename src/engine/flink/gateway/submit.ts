import { setTimeout as pause } from 'node:timers/promises';
import { CrosscurrentError } from '../../../event/errors.ts';
import { textLiteral } from '../sql-text.ts';
import { type JobFailure, tellingFailure } from './failures.ts';
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
  /** All must run for so long without a failure, in milliseconds. Default 0. */
  readonly steadyMs?: number;
  /** Failures until this instant are none of this wait; epoch milliseconds of the JobManager. */
  readonly after?: number;
}

/**
 * What a job begins with may be of no use to it, which shows only when it reads. The JobManager's answers are up to
 * three seconds old (`web.refresh-interval`), and what it says must be of a time after all ran.
 */
export const STEADY_MS = 4_000;

/** A job that has failed so often while it began is not going to run. */
const FAILURES = 2;

const ASK_AGAIN_MS = 500;

/** Whether all of a job runs, or why it does not, in words. */
export type Begun = { readonly running: true } | { readonly running: false; readonly why: string };

/**
 * Waits until all subtasks of a job run. How often it failed is counted in the history of its exceptions: Flink's metric
 * of restarts is of another instant, and may tell of a failure whose cause cannot be had yet.
 */
export async function waitUntilRunning(
  jobs: JobManager,
  jobId: string,
  limits: RunningLimits,
): Promise<Begun> {
  const { steadyMs = 0, after = -1, signal } = limits;
  const until = performance.now() + limits.withinMs;
  const isSteady = steadiness(steadyMs);
  for (;;) {
    const job = await jobs.job(jobId);
    if (job === null) return { running: false, why: 'The JobManager does not know the job any more.' };
    const failures = (await jobs.exceptions(jobId)).filter(({ at }) => (at ?? 0) > after);
    limits.onState?.(job);
    const now = performance.now();
    if (isSteady(job.allRunning ? failures.length : null, now)) return { running: true };
    if (job.ended || failures.length >= FAILURES || now > until) {
      return { running: false, why: reasonOf(job, failures) };
    }
    await pause(ASK_AGAIN_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/** Tells whether all has run for so long, with no further failure; null failures: not all runs. */
function steadiness(ms: number): (failures: number | null, now: number) => boolean {
  let since: number | null = null;
  let seen: number | null = null;
  return (failures, now) => {
    if (failures === null || failures !== seen) since = failures === null ? null : now;
    seen = failures;
    return since !== null && now - since >= ms;
  };
}

function reasonOf(job: JobState, failures: readonly JobFailure[]): string {
  const failure = tellingFailure(failures);
  if (failure !== undefined) return failure.words;
  const waiting = job.vertices.filter(({ status }) => status !== 'RUNNING').length;
  return `The job is ${job.state}, and ${waiting} of its ${job.vertices.length} steps do not run: there may be too few free slots.`;
}
