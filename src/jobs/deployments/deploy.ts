import type { JobManager, JobState } from '../../engine/flink/gateway/job-manager.ts';
import { checkpointFolderOf } from '../../engine/flink/gateway/retained-checkpoints.ts';
import { type Restore, STEADY_MS, submitJob, waitUntilRunning } from '../../engine/flink/gateway/submit.ts';
import type { JobPlan } from '../../engine/flink/job-plan.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { ensureTopics, topicsOf } from '../../log/kafka/topics.ts';
import { requireUncounted } from '../../warehouse/counting.ts';
import type { DeploymentRecord, StoredDeployment } from '../../warehouse/deployments.ts';
import { emptyTables, filledTables, requireWholeTopic } from './beginning.ts';
import type { DeploymentContext, Say } from './context.ts';
import { decide, type Step } from './decide.ts';
import { doesNotRun, requireSameFlink, stateOfNoUse } from './refusals.ts';
import { findRestorePoint } from './restore-point.ts';
import { diffLines } from './text-diff.ts';

export interface DeployRequest {
  readonly plan: JobPlan;
  readonly dryRun: boolean;
  /** Empty the tables and read the topic from its beginning. */
  readonly rebuild: boolean;
  readonly checkpointDir: string | undefined;
  readonly savepointDir: string | undefined;
  /** Milliseconds until all of the job must run. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** What was done, or with `dryRun` would be. */
export interface DeployOutcome {
  readonly stream: string;
  readonly step: Step['kind'];
  readonly jobId: string | null;
  readonly restoredFrom: string | null;
  /** How the statements differ from those of the last deployment; null when there was none. */
  readonly diff: string | null;
  readonly leftOut: readonly string[];
  readonly seconds: number;
}

/** Milliseconds that a savepoint, and the end of a job, may take. */
const STOP_MS = 600_000;

/** A JobManager that was just started may not have its jobs back yet. */
const SECOND_LOOK_MS = 3_000;

interface Deploying extends DeployRequest {
  readonly context: DeploymentContext;
  readonly jobs: JobManager;
  readonly record: StoredDeployment | undefined;
  readonly job: JobState | null;
}

/**
 * Brings the job of a stream to what its declaration says: see `decide`. Ends when all of it runs.
 * @throws CrosscurrentError job_failed, flink_unavailable, log_unavailable, unsupported
 */
export async function deployStream(
  context: DeploymentContext,
  request: DeployRequest,
): Promise<DeployOutcome> {
  const { plan, signal } = request;
  const began = performance.now();
  const record = await context.books.find(plan.stream.name);
  const jobs = context.jobManager(context.flinkUrl, signal);
  requireSameFlink(record, context);
  const job = await jobOf(record, jobs);
  const step = decide({ record, job, plan, rebuild: request.rebuild });
  const deploying: Deploying = { ...request, context, jobs, record, job };
  const diff = record === undefined ? null : diffLines(record.sql, plan.sql);
  const done = request.dryRun ? planned(deploying) : await take(deploying, step);
  return {
    stream: plan.stream.name,
    step: step.kind,
    jobId: done.jobId,
    restoredFrom: done.restoredFrom,
    diff,
    leftOut: plan.leftOut,
    seconds: Math.round(performance.now() - began) / 1000,
  };
}

type Done = Pick<DeploymentRecord, 'jobId' | 'restoredFrom'>;

function planned({ record }: Deploying): Done {
  return { jobId: record?.jobId ?? null, restoredFrom: record?.restoredFrom ?? null };
}

/** The job that is noted; a second look for one that the JobManager does not know. */
async function jobOf(record: StoredDeployment | undefined, jobs: JobManager): Promise<JobState | null> {
  if (record === undefined || record.jobId === null) return null;
  const job = await jobs.job(record.jobId);
  if (job !== null || record.wanted === 'stopped') return job;
  await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS));
  return jobs.job(record.jobId);
}

async function take(deploying: Deploying, step: Step): Promise<Done> {
  const { context, plan, record, say } = deploying;
  const { name } = plan.stream;
  if (!['keep', 'refuse'].includes(step.kind)) await requireUncounted(context.query, name);
  switch (step.kind) {
    case 'keep':
      await requireRunning(deploying);
      await noteCheckpoint(deploying);
      return { jobId: record?.jobId ?? null, restoredFrom: record?.restoredFrom ?? null };
    case 'refuse':
      throw stateOfNoUse(plan);
    case 'begin':
      return begin(deploying);
    case 'rebuild':
      return rebuild(deploying);
    case 'resume':
      await prepareTopics(deploying);
      return start(deploying, { path: step.savepoint, claim: false });
    case 'exchange':
      say(`${name}: stopping the job with a savepoint ...`);
      return goOn(deploying, await stopForExchange(deploying));
    case 'revive':
      return goOn(deploying, await newestState(deploying));
  }
}

/** From state; without any the job had begun with none, and what it wrote is thrown away. */
async function goOn(deploying: Deploying, restore: Restore | null): Promise<Done> {
  if (restore !== null) return start(deploying, restore);
  await requireWholeTopic(deploying.context, deploying.plan.stream);
  await emptyTables(deploying.context, deploying.plan.stream);
  return start(deploying, null);
}

function newestState({ record, jobs, checkpointDir }: Deploying): Promise<Restore | null> {
  return findRestorePoint({ record: known(record), jobs, checkpointDir });
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no record of a deployment');
  return value;
}

async function prepareTopics({ context, plan }: Deploying): Promise<void> {
  await ensureTopics(context.kafka, topicsOf(context.kafka, plan.stream.name, context.topicSize));
}

async function begin(deploying: Deploying): Promise<Done> {
  const { context, plan } = deploying;
  const { stream } = plan;
  await prepareTopics(deploying);
  await requireWholeTopic(context, stream);
  const filled = await filledTables(context, stream);
  if (filled.length > 0) {
    throw new CrosscurrentError(
      'unsupported',
      `The tables of ${stream.name} hold figures already (${filled.join(', ')}), which a job of Flink would write over in part.`,
      `\`crosscurrent deploy ${stream.name} --rebuild\` empties them first and reads the whole topic.`,
    );
  }
  return start(deploying, null);
}

async function rebuild(deploying: Deploying): Promise<Done> {
  const { context, plan, job, jobs, signal, say } = deploying;
  await prepareTopics(deploying);
  await requireWholeTopic(context, plan.stream);
  if (job !== null && !job.ended) {
    say(`${plan.stream.name}: cancelling the job ...`);
    await jobs.cancel(job.id, { withinMs: STOP_MS, signal });
  }
  const record = await forgetState(deploying);
  await emptyTables(context, plan.stream);
  return start({ ...deploying, record }, null);
}

/** Notes that there is no state, before the tables are emptied: nothing may go on from any after that. */
async function forgetState({ context, record }: Deploying): Promise<StoredDeployment | undefined> {
  if (record === undefined) return undefined;
  const nothing = { jobId: null, restoredFrom: null, savepoint: null, newestCheckpoint: null };
  return context.books.put({ ...record, ...nothing, wanted: 'stopped' }, record);
}

/**
 * Stops the job with a savepoint. One that cannot make one, because it is restarted again and again, goes on at its last
 * checkpoint.
 */
async function stopForExchange(deploying: Deploying): Promise<Restore | null> {
  const { jobs, job, say, signal, savepointDir } = deploying;
  if (job === null) throw new Error('there is no job to exchange');
  const stopped = await jobs.stop(job.id, { withinMs: STOP_MS, signal, directory: savepointDir });
  if ('savepoint' in stopped) return { path: stopped.savepoint, claim: true };
  say(`${job.name}: no savepoint (${stopped.refused}); cancelling it, to go on at its last checkpoint ...`);
  await jobs.cancel(job.id, { withinMs: STOP_MS, signal });
  return newestState(deploying);
}

/** Notes the job, submits it and waits until it runs. */
async function start(deploying: Deploying, restore: Restore | null): Promise<Done> {
  const { context, plan, jobs, say } = deploying;
  const { name } = plan.stream;
  const jobId = context.newJobId();
  const settings = await jobs.settings();
  const stored = await context.books.put(
    {
      stream: name,
      wanted: 'running',
      jobId,
      planChecksum: plan.checksum,
      figuresChecksum: plan.figuresChecksum,
      sql: plan.sql,
      restoredFrom: restore?.path ?? null,
      savepoint: null,
      checkpointFolder: checkpointFolderOf(settings),
      newestCheckpoint: null,
      flinkUrl: context.flinkUrl,
      submittedAt: context.clock.now(),
      stoppedAt: null,
    },
    deploying.record,
  );
  say(`${name}: submitting the job ...`);
  const begun = await submitAndWait({ ...deploying, record: stored }, jobId, restore);
  if (begun.running) return { jobId, restoredFrom: restore?.path ?? null };
  // It would be restarted for ever; its state, if it got to some, stays.
  await jobs.cancel(jobId, { withinMs: STOP_MS }).catch(() => undefined);
  throw doesNotRun(plan, begun.why, restore);
}

async function submitAndWait(
  { context, plan, jobs, signal, say, withinMs }: Deploying,
  jobId: string,
  restore: Restore | null,
): Promise<{ running: true } | { running: false; why: string }> {
  const { jdbcPassword } = context.options;
  try {
    await submitJob(
      {
        jobId,
        statements: restore === null ? plan.statements : plan.resumingStatements,
        restore,
        hidden: jdbcPassword,
      },
      { gatewayUrl: context.gatewayUrl, jobs, signal },
    );
  } catch (error) {
    if (!(error instanceof CrosscurrentError) || error.code !== 'job_failed') throw error;
    return { running: false, why: error.message };
  }
  say(`${plan.stream.name}: waiting until all of the job runs ...`);
  const steadyMs = restore === null ? 0 : STEADY_MS;
  return waitUntilRunning(jobs, jobId, { withinMs, signal, steadyMs, onState: sayHowMany(plan, say) });
}

/** Tells how many steps of a job run, and that nothing has changed for a while. */
function sayHowMany({ stream }: JobPlan, say: Say): (job: JobState) => void {
  const began = performance.now();
  return ({ state, vertices }) => {
    const running = vertices.filter(({ status }) => status === 'RUNNING').length;
    const seconds = Math.round((performance.now() - began) / 1000);
    const how = state === 'RUNNING' ? '' : `, the job is ${state}`;
    say(`${stream.name}: ${running} of ${vertices.length} steps run${how} (${seconds} s) ...`);
  };
}

/** One whose last failure is not so long ago may be restarted again and again, and seem to run in between. */
const RECENT_MS = 60_000;

async function requireRunning({ context, plan, job, jobs, withinMs, signal, say }: Deploying): Promise<void> {
  if (job === null) return;
  const [newest] = await jobs.exceptions(job.id);
  const after = newest?.at ?? 0;
  const isRecent = Math.abs(context.clock.now() - after) < RECENT_MS;
  if (job.allRunning && !isRecent) return;
  const onState = sayHowMany(plan, say);
  const steadyMs = isRecent ? STEADY_MS : 0;
  const begun = await waitUntilRunning(jobs, job.id, { withinMs, signal, steadyMs, after, onState });
  if (begun.running) return;
  throw new CrosscurrentError(
    'job_failed',
    `The job of ${plan.stream.name} fails again and again: ${begun.why}`,
    'Flink goes on trying; `crosscurrent status` shows how it does.',
  );
}

async function noteCheckpoint({ context, jobs, job, plan }: Deploying): Promise<void> {
  if (job === null) return;
  const newest = (await jobs.checkpoints(job.id))?.latest?.path;
  if (newest != null) await context.books.noteCheckpoint(plan.stream.name, job.id, newest);
}
