import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { jdbcOf } from '../../engine/flink/options.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { deleteGroups } from '../../log/kafka/group-offsets.ts';
import type { Stream } from '../../stream/define.ts';
import { planStream } from '../../stream/plan.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { openDeploymentBooks } from '../../warehouse/deployments.ts';
import { openWarehouse } from '../../warehouse/open.ts';
import { shapeOf, type TableShape } from '../../warehouse/shape.ts';
import type { DeploymentContext } from '../deployments/context.ts';
import { deploymentJobs } from '../deployments/jobs.ts';
import { enrichmentGroup, runEnrichment } from '../enrichment/run.ts';
import type { VerifyContext } from './contract.ts';
import { otherDatabase } from './database.ts';
import type { OtherSide, SideRequest } from './sides.ts';

/** Until all of a job runs. */
const DEPLOY_SECONDS = 300;

const CANCEL_MS = 60_000;

const HOUR_MS = 60 * 60 * 1000;

/** Starts what fills the enriched topic. */
export type StartEnrichment = (
  context: VerifyContext,
  request: SideRequest,
) => Promise<Pick<OtherSide, 'taken' | 'close'>>;

/** Kafka -> an enrichment worker in this process -> Kafka -> Flink -> PostgreSQL. The topics must be there. */
export async function openFlinkSide(
  context: VerifyContext,
  request: SideRequest,
  startEnrichment: StartEnrichment = enrichHere,
): Promise<OtherSide> {
  const { stream, signal, say } = request;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(request.onError);
  };
  try {
    const warehouse = await openWarehouse({
      ...context,
      catalogue: [stream],
      connection: request.databaseUrl,
    });
    closers.push(() => warehouse.close());
    const deployment = deploymentContext(context, request, warehouse);
    const jobs = deployment.jobManager(context.flinkUrl);
    closers.push(async () => {
      const record = await deployment.books.find(stream.name);
      if (record?.jobId != null) await jobs.cancel(record.jobId, { withinMs: CANCEL_MS });
    });
    const deploy = deploymentJobs(() => deployment)['deploy'];
    await deploy?.(
      { streams: [stream.name], withinSeconds: DEPLOY_SECONDS },
      (progress) => say(wordsOf(progress)),
      signal,
    );
    closers.push(() => deleteGroups(context.kafka, [enrichmentGroup(context.kafka)]));
    const worker = await startEnrichment(context, request);
    closers.push(() => worker.close());
    return {
      url: request.databaseUrl,
      tables: flinkTables(stream),
      taken: worker.taken,
      async check() {
        const record = await deployment.books.find(stream.name);
        const job = record?.jobId == null ? null : await jobs.job(record.jobId);
        if (job !== null && !job.ended) return;
        throw new CrosscurrentError(
          'job_failed',
          `The job of ${stream.name} has ended (${job?.state ?? 'it is gone'}).`,
          'See the exceptions at the JobManager.',
        );
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const enrichHere: StartEnrichment = async (context, { stream, folder, onError }) => {
  let taken = 0;
  const worker = await runEnrichment({
    ...context,
    connection: context.kafka,
    catalogue: [stream],
    scratchDir: path.join(folder, 'enrichment'),
    onWritten: ({ enriched, rejected }) => {
      taken += enriched + rejected;
    },
    onError,
  });
  return { taken: () => taken, close: worker.close };
};

/** Sessions, the star schema and mentions are not computed by Flink. */
function flinkTables(stream: Stream): TableShape[] {
  const { additive, distinct } = planStream(stream);
  const names = new Set([
    ...additive.flatMap(({ sets }) => sets.map(({ rollup }) => rollup)),
    ...distinct.flatMap(({ sets }) => sets.map(({ rollup }) => `${rollup}_distinct`)),
  ]);
  return shapeOf(stream).tables.filter(({ name }) => names.has(name));
}

function deploymentContext(
  context: VerifyContext,
  { stream, databaseUrl, databaseName }: SideRequest,
  warehouse: Warehouse,
): DeploymentContext {
  const { kafka, partitions, replication } = context;
  const own = jdbcOf(databaseUrl);
  return {
    ...context,
    catalogue: [stream],
    query: warehouse.query,
    books: openDeploymentBooks(warehouse.query),
    newJobId: () => randomBytes(16).toString('hex'),
    topicSize: { partitions, replication, retentionMs: HOUR_MS },
    options: {
      bootstrapServers: kafka.brokers.join(','),
      topicPrefix: kafka.topicPrefix,
      jdbcUrl: context.jdbcUrl === null ? own.url : otherDatabase(context.jdbcUrl, databaseName),
      jdbcUser: own.user ?? '',
      jdbcPassword: decodeURIComponent(new URL(databaseUrl).password),
      parallelism: partitions,
      dedupMinutes: context.dedupMinutes,
      kafka: { tls: kafka.tls, sasl: kafka.sasl },
    },
  };
}

function wordsOf(progress: unknown): string {
  const words =
    typeof progress === 'object' && progress !== null && 'say' in progress ? progress.say : undefined;
  return typeof words === 'string' ? words : 'The job runs.';
}
