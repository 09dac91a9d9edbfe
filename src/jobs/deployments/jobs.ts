import { z } from 'zod';
import { type JobPlan, planJob } from '../../engine/flink/job-plan.ts';
import type { DeploymentOptions } from '../../engine/flink/options.ts';
import { CrosscurrentError, describeError } from '../../event/errors.ts';
import type { Stream } from '../../stream/define.ts';
import { findStream } from '../find-stream.ts';
import type { Job, Jobs } from '../host/guests.ts';
import type { DeploymentContext, Say, StatusContext } from './context.ts';
import { type DeployOutcome, deployStream } from './deploy.ts';
import { statusOf } from './status.ts';
import { undeployStream } from './undeploy.ts';
import { watchStreams } from './watch.ts';

const Streams = z.array(z.string()).default([]);

/** What a call says otherwise than the settings. */
const Overrides = z
  .object({
    bootstrapServers: z.string(),
    topicPrefix: z.string(),
    jdbcUrl: z.string(),
    jdbcUser: z.string(),
    parallelism: z.number(),
    skipUnreadable: z.boolean(),
  })
  .partial();

const DeployArguments = z.object({
  streams: Streams,
  dryRun: z.boolean().default(false),
  rebuild: z.boolean().default(false),
  watch: z.boolean().default(false),
  checkpointDir: z.string().optional(),
  savepointDir: z.string().optional(),
  withinSeconds: z.number().default(300),
  watchSeconds: z.number().default(10),
  overrides: Overrides.default({}),
});

const UndeployArguments = z.object({
  streams: Streams,
  dropState: z.boolean().default(false),
  savepointDir: z.string().optional(),
  checkpointDir: z.string().optional(),
});

const StatusArguments = z.object({ streams: Streams });

/** The jobs `deploy`, `undeploy` and `status`. Progress is `{say}`, `{done}` or `{trouble}`, in words. */
export function deploymentJobs(open: () => DeploymentContext): Jobs {
  return { deploy: deployJob(open), undeploy: undeployJob(open), status: statusJob(open) };
}

function deployJob(open: () => DeploymentContext): Job {
  return async (args, onProgress, signal) => {
    const request = DeployArguments.parse(args);
    const context = withPrefix(open(), request.overrides.topicPrefix);
    const options = optionsOf(context, request.overrides);
    const say: Say = (words) => onProgress({ say: words });
    const plans = planAll(chosen(context, request.streams), options);
    const using = { ...context, options };
    const deploy = (plan: JobPlan, more: { dryRun: boolean; rebuild: boolean }): Promise<DeployOutcome> =>
      deployStream(using, {
        plan,
        ...more,
        checkpointDir: request.checkpointDir,
        savepointDir: request.savepointDir,
        withinMs: request.withinSeconds * 1000,
        signal,
        say,
      });
    const streams: DeployOutcome[] = [];
    const failures: CrosscurrentError[] = [];
    // One after the other: each takes slots. What one stream is refused for is not held against the others.
    for (const plan of plans) {
      try {
        const outcome = await deploy(plan, request);
        streams.push(outcome);
        onProgress({ deployed: outcome });
      } catch (error) {
        if (!(error instanceof CrosscurrentError) || isForAll(error)) throw error;
        failures.push(error);
        if (request.watch) onProgress({ trouble: describeError(error) });
      }
    }
    if (failures.length > 0 && !request.watch) throw together(failures);
    if (request.watch && !request.dryRun) {
      const byName = new Map(plans.map((plan) => [plan.stream.name, plan]));
      await watchStreams({
        streams: [...byName.keys()],
        tend: async (name) => {
          const plan = byName.get(name);
          // Somebody has undeployed it meanwhile.
          if (plan === undefined || (await context.books.find(name))?.wanted === 'stopped') return null;
          const { step, jobId } = await deploy(plan, { dryRun: false, rebuild: false });
          return step === 'keep' ? null : `${name}: the job was submitted (${jobId}).`;
        },
        onDone: (words) => onProgress({ done: words }),
        onTrouble: (words) => onProgress({ trouble: words }),
        everyMs: request.watchSeconds * 1000,
        signal,
      });
    }
    return { streams };
  };
}

/** What ails every stream alike. */
function isForAll({ code }: CrosscurrentError): boolean {
  return ['flink_unavailable', 'log_unavailable', 'warehouse_unavailable', 'bad_configuration'].includes(
    code,
  );
}

/** Several refusals as one error. */
function together(failures: readonly CrosscurrentError[]): CrosscurrentError {
  const [first, ...others] = failures;
  if (first === undefined) throw new Error('nothing has failed');
  if (others.length === 0) return first;
  const words = failures.map(({ message, remedy }) => `${message} ${remedy}`);
  return new CrosscurrentError(first.code, words.slice(0, -1).join(' '), words.at(-1) ?? '');
}

function undeployJob(open: () => DeploymentContext): Job {
  return async (args, onProgress, signal) => {
    const context = open();
    const { streams: names, ...request } = UndeployArguments.parse(args);
    const streams = [];
    for (const { name } of chosen(context, names)) {
      streams.push(
        await undeployStream(context, {
          stream: name,
          dropState: request.dropState,
          savepointDir: request.savepointDir,
          checkpointDir: request.checkpointDir,
          signal,
          say: (words) => onProgress({ say: words }),
        }),
      );
    }
    return { streams };
  };
}

/** How the streams and their jobs are. */
export function statusJob(open: () => StatusContext): Job {
  return async (args, _onProgress, signal) => {
    const context = open();
    const streams = chosen(context, StatusArguments.parse(args).streams).map(({ name }) => name);
    return { streams: await statusOf(context, { streams, signal }) };
  };
}

function withPrefix(context: DeploymentContext, topicPrefix: string | undefined): DeploymentContext {
  return topicPrefix === undefined ? context : { ...context, kafka: { ...context.kafka, topicPrefix } };
}

function chosen(
  { catalogue }: Pick<StatusContext, 'catalogue'>,
  names: readonly string[],
): readonly Stream[] {
  return names.length === 0 ? catalogue : [...new Set(names)].map((name) => findStream(catalogue, name));
}

function optionsOf({ options }: DeploymentContext, overrides: z.infer<typeof Overrides>): DeploymentOptions {
  return {
    ...options,
    ...Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)),
  };
}

function planAll(streams: readonly Stream[], options: DeploymentOptions): JobPlan[] {
  const plans = streams.map((stream) => planJob(stream, options));
  const faults = plans.flatMap((plan) => plan.faults);
  const [first] = faults;
  if (first === undefined) return plans;
  const words = faults.map(({ stream, part, problem }) => `${stream}, ${part}: ${problem}.`);
  throw new CrosscurrentError('unsupported', `Not on Flink: ${words.join(' ')}`, first.remedy);
}
