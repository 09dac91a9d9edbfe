import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CrosscurrentError } from '../../../event/errors.ts';
import { explainStack } from './causes.ts';
import { type JobFailure, tellingWords } from './failures.ts';
import { askRest, type RestAnswer, type RestServer } from './rest.ts';

const Job = z.object({
  jid: z.string(),
  name: z.string(),
  state: z.string(),
  'start-time': z.number(),
  vertices: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        parallelism: z.number(),
        status: z.string(),
        tasks: z.record(z.string(), z.number()),
      }),
    )
    .default([]),
});
const Overview = z.object({
  jobs: z.array(z.object({ jid: z.string(), name: z.string(), state: z.string() })),
});
const Thrown = z.object({ exceptionName: z.string().nullish(), stacktrace: z.string().nullish() });
const Exceptions = z.object({
  exceptionHistory: z
    .object({
      entries: z.array(
        z.object({
          ...Thrown.shape,
          timestamp: z.number().nullish(),
          /** Of other tasks, in the same failure; which of them is its root is a matter of what arrived first. */
          concurrentExceptions: z.array(Thrown).nullish(),
        }),
      ),
    })
    .nullish(),
});
const Snapshot = z.object({
  id: z.number(),
  external_path: z.string().nullish(),
  latest_ack_timestamp: z.number().nullish(),
  state_size: z.number().nullish(),
  end_to_end_duration: z.number().nullish(),
  discarded: z.boolean().nullish(),
});
const Checkpoints = z.object({
  counts: z.object({ completed: z.number(), failed: z.number(), restored: z.number() }),
  latest: z.object({ completed: Snapshot.nullish(), savepoint: Snapshot.nullish() }),
});
const Metrics = z.array(z.object({ id: z.string(), value: z.string().optional() }));
const SummedMetrics = z.array(z.object({ id: z.string(), sum: z.number().nullish() }));
const Settings = z.array(z.object({ key: z.string(), value: z.string() }));
const Triggered = z.object({ 'request-id': z.string() });
const Stopped = z.object({
  status: z.object({ id: z.string() }),
  operation: z
    .object({
      location: z.string().nullish(),
      'failure-cause': z.object({ 'stack-trace': z.string().nullish() }).nullish(),
    })
    .nullish(),
});

/** The states of a job that will do no more. */
const ENDED = new Set(['FAILED', 'CANCELED', 'FINISHED', 'SUSPENDED']);

export interface Vertex {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly status: string;
  /** Subtasks by state, those with none left out. */
  readonly tasks: Readonly<Record<string, number>>;
}

export interface JobState {
  readonly id: string;
  readonly name: string;
  /** As Flink calls it: RUNNING, RESTARTING, FAILED, ... */
  readonly state: string;
  readonly ended: boolean;
  /** All subtasks of all vertices run. */
  readonly allRunning: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly vertices: readonly Vertex[];
}

/** A checkpoint or savepoint that was completed. */
export interface CompletedSnapshot {
  readonly path: string | null;
  /** Epoch milliseconds. */
  readonly at: number | null;
  readonly bytes: number | null;
  readonly milliseconds: number | null;
}

export interface JobCheckpoints {
  readonly completed: number;
  readonly failed: number;
  readonly latest: CompletedSnapshot | null;
  readonly savepoint: CompletedSnapshot | null;
}

/** The JobManager's REST API, as far as it is used. Every method fails with `flink_unavailable` when it is away. */
export interface JobManager {
  readonly url: string;
  /** Null for one that it does not know, or not any more. */
  job(id: string): Promise<JobState | null>;
  jobs(): Promise<readonly { id: string; name: string; state: string }[]>;
  /** Why it failed or restarted last, newest first, each in words. */
  exceptions(id: string): Promise<readonly JobFailure[]>;
  checkpoints(id: string): Promise<JobCheckpoints | null>;
  /** How often it was restarted since its submission, by Flink's metric: see `restartsOf`. Null when it is not known yet. */
  countedRestarts(id: string): Promise<number | null>;
  /** Messages that its sources have yet to read; null when they have not told. */
  pendingRecords(job: JobState): Promise<number | null>;
  /** The JobManager's own settings. */
  settings(): Promise<ReadonlyMap<string, string>>;
  /**
   * Stops a job with a savepoint and waits until it has ended.
   * @returns the savepoint's path, or why it could not be made, in words
   */
  stop(id: string, options: StopOptions): Promise<{ savepoint: string } | { refused: string }>;
  /** Cancels a job and waits until it has ended. Of one that is gone nothing is said. */
  cancel(id: string, limits: WaitLimits): Promise<void>;
}

export interface WaitLimits {
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface StopOptions extends WaitLimits {
  /** Where savepoints go, when the JobManager has no folder for them. */
  readonly directory?: string | undefined;
}

const ASK_AGAIN_MS = 250;

const NOT_FOUND = 404;

/** @param url `http://host:8081` */
export function jobManagerAt(url: string, signal?: AbortSignal): JobManager {
  const server: RestServer = { name: "Flink's JobManager", url, setting: 'flink-url' };
  const get = (path: string): Promise<RestAnswer> => askRest(server, { method: 'GET', path, signal });
  const found = async <T>(schema: z.ZodType<T>, path: string): Promise<T | null> => {
    const answer = await get(path);
    return !answer.ok && answer.status === NOT_FOUND ? null : read(schema, answer, server);
  };
  const job = async (id: string): Promise<JobState | null> => {
    const known = await found(Job, `/jobs/${id}`);
    return known === null ? null : toJobState(known);
  };
  const ended = async (id: string, { withinMs, signal: stop }: WaitLimits): Promise<void> => {
    const until = performance.now() + withinMs;
    for (;;) {
      const state = await job(id);
      if (state === null || state.ended) return;
      if (performance.now() > until) throw hangs(state);
      await pause(ASK_AGAIN_MS, undefined, stop === undefined ? {} : { signal: stop });
    }
  };

  return {
    url,
    job,
    async jobs() {
      const { jobs } = read(Overview, await get('/jobs/overview'), server);
      return jobs.map(({ jid, name, state }) => ({ id: jid, name, state }));
    },
    async exceptions(id) {
      const known = await found(Exceptions, `/jobs/${id}/exceptions`);
      return (known?.exceptionHistory?.entries ?? []).map((entry) => ({
        at: entry.timestamp ?? null,
        words: tellingWords([entry, ...(entry.concurrentExceptions ?? [])].map(wordsOf)),
      }));
    },
    async checkpoints(id) {
      const known = await found(Checkpoints, `/jobs/${id}/checkpoints`);
      if (known === null) return null;
      const { counts, latest } = known;
      return {
        completed: counts.completed,
        failed: counts.failed,
        latest: toSnapshot(latest.completed),
        savepoint: toSnapshot(latest.savepoint),
      };
    },
    async countedRestarts(id) {
      const known = await found(Metrics, `/jobs/${id}/metrics?get=numRestarts`);
      const value = Number(known?.find((metric) => metric.id === 'numRestarts')?.value);
      return Number.isFinite(value) ? value : null;
    },
    async pendingRecords({ id, vertices }) {
      const sums = await Promise.all(
        vertices
          .filter(({ name }) => name.includes('Source:'))
          .map((vertex) => pendingOf(`/jobs/${id}/vertices/${vertex.id}/subtasks/metrics`, found)),
      );
      const known = sums.filter((sum) => sum !== null);
      return known.length === 0 ? null : known.reduce((all, sum) => all + sum, 0);
    },
    async settings() {
      const settings = read(Settings, await get('/jobmanager/config'), server);
      return new Map(settings.map(({ key, value }) => [key, value]));
    },
    async stop(id, options) {
      const answer = await askRest(server, {
        method: 'POST',
        path: `/jobs/${id}/stop`,
        body: {
          drain: false,
          ...(options.directory === undefined ? {} : { targetDirectory: options.directory }),
        },
        signal,
      });
      if (!answer.ok) return { refused: explainStack(answer.errors.join('\n')) };
      const trigger = read(Triggered, answer, server)['request-id'];
      const until = performance.now() + options.withinMs;
      for (;;) {
        const state = read(Stopped, await get(`/jobs/${id}/savepoints/${trigger}`), server);
        if (state.status.id === 'COMPLETED') {
          const savepoint = state.operation?.location;
          if (savepoint == null) {
            return { refused: explainStack(state.operation?.['failure-cause']?.['stack-trace'] ?? '') };
          }
          await ended(id, options);
          return { savepoint };
        }
        if (performance.now() > until) return { refused: 'The savepoint was not ready in time.' };
        await pause(ASK_AGAIN_MS, undefined, options.signal === undefined ? {} : { signal: options.signal });
      }
    },
    async cancel(id, limits) {
      const answer = await askRest(server, { method: 'PATCH', path: `/jobs/${id}?mode=cancel`, signal });
      // 409: it has ended already.
      if (!answer.ok && ![NOT_FOUND, 409].includes(answer.status)) read(z.unknown(), answer, server);
      await ended(id, limits);
    },
  };
}

function wordsOf({ exceptionName, stacktrace }: z.infer<typeof Thrown>): string {
  return explainStack(stacktrace ?? exceptionName ?? '');
}

async function pendingOf(
  path: string,
  found: <T>(schema: z.ZodType<T>, path: string) => Promise<T | null>,
): Promise<number | null> {
  const names = (await found(z.array(z.object({ id: z.string() })), path)) ?? [];
  const wanted = names.map(({ id }) => id).filter((id) => id.endsWith('.pendingRecords'));
  if (wanted.length === 0) return null;
  const query = wanted.map(encodeURIComponent).join(',');
  const sums = (await found(SummedMetrics, `${path}?get=${query}&agg=sum`)) ?? [];
  const known = sums.flatMap(({ sum }) => (sum == null || !Number.isFinite(sum) ? [] : [sum]));
  return known.length === 0 ? null : known.reduce((all, sum) => all + sum, 0);
}

function toJobState({ jid, name, state, vertices, 'start-time': startedAt }: z.infer<typeof Job>): JobState {
  const isRunning = vertices.every(({ tasks, parallelism }) => tasks['RUNNING'] === parallelism);
  return {
    id: jid,
    name,
    state,
    ended: ENDED.has(state),
    allRunning: state === 'RUNNING' && vertices.length > 0 && isRunning,
    startedAt,
    vertices: vertices.map((vertex) => ({
      id: vertex.id,
      name: vertex.name,
      parallelism: vertex.parallelism,
      status: vertex.status,
      tasks: Object.fromEntries(Object.entries(vertex.tasks).filter(([, count]) => count > 0)),
    })),
  };
}

function toSnapshot(found: z.infer<typeof Snapshot> | null | undefined): CompletedSnapshot | null {
  if (found == null) return null;
  return {
    path: found.external_path ?? null,
    at: found.latest_ack_timestamp ?? null,
    bytes: found.state_size ?? null,
    milliseconds: found.end_to_end_duration ?? null,
  };
}

function read<T>(schema: z.ZodType<T>, answer: RestAnswer, server: RestServer): T {
  const parsed = answer.ok ? schema.safeParse(answer.body) : undefined;
  if (parsed?.success === true) return parsed.data;
  const words = answer.ok
    ? `What answers at ${server.url} is not ${server.name}.`
    : `${server.name} at ${server.url} refuses: ${explainStack(answer.errors.join('\n'))}`;
  throw new CrosscurrentError(
    'flink_unavailable',
    words,
    `Check the setting ${server.setting}, and its log.`,
  );
}

function hangs({ id, state }: JobState): CrosscurrentError {
  return new CrosscurrentError(
    'job_failed',
    `The job ${id} does not end: it is ${state}.`,
    'See the log of its TaskManagers.',
  );
}
