import { randomBytes } from 'node:crypto';
import type { OpenRequest } from '../cli/dependencies.ts';
import { jobManagerAt } from '../engine/flink/gateway/job-manager.ts';
import { type DeploymentOptions, jdbcOf } from '../engine/flink/options.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { kafkaConnection, topicSize } from '../jobs/configuration/kafka.ts';
import type { SettingValues } from '../jobs/configuration/settings.ts';
import type { DeploymentContext, StatusContext } from '../jobs/deployments/context.ts';
import { deploymentJobs, statusJob } from '../jobs/deployments/jobs.ts';
import type { Jobs } from '../jobs/host/guests.ts';
import { toJson } from '../jobs/host/protocol.ts';
import type { Session } from '../jobs/host/session.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { openDeploymentBooks } from '../warehouse/deployments.ts';
import { openWarehouse } from '../warehouse/open.ts';
import { type ConfiguredProgram, configureProgram, type Program } from './program.ts';

/** How the brokers know this program when it looks after jobs. */
const CLIENT_ID = 'crosscurrent-deploy';

/** What `status` asks, of any configuration. */
export function statusContext(
  program: ConfiguredProgram,
  warehouse: Pick<Warehouse, 'query'>,
): StatusContext {
  const { values } = program.configuration;
  return {
    catalogue: program.catalogue,
    query: warehouse.query,
    books: openDeploymentBooks(warehouse.query),
    clock: program.clock,
    jobManager: jobManagerAt,
    kafka: values['kafka-brokers'].length === 0 ? null : kafkaConnection(values, CLIENT_ID),
  };
}

/** A session for what looks after jobs on Flink: it needs the warehouse, and no data folder. */
export async function openDeployments(program: Program, request: OpenRequest): Promise<Session> {
  const configured = configureProgram(program, request.configuration);
  const { values } = configured.configuration;
  const url = values['database-url'];
  if (url === 'embedded') throw needsDatabase();
  // Tables that need a rebuild are no reason not to look at a job, or to stop it for that.
  const rebuilding = request.command.startsWith('deploy') ? [] : configured.catalogue.map(({ name }) => name);
  const warehouse = await openWarehouse({ ...configured, connection: url, rebuilding });
  const status = statusContext(configured, warehouse);
  const jobs: Jobs = {
    ...deploymentJobs(() => deploymentContext(status, values)),
    status: statusJob(() => status),
  };
  return {
    role: 'host',
    dataDir: values['data-dir'],
    async run(name, args, { onProgress, signal } = {}) {
      const job = jobs[name];
      if (job === undefined) throw new Error(`what looks after jobs cannot run ${name}`);
      const told = onProgress ?? (() => undefined);
      const result = await job(
        args,
        (progress) => told(JSON.parse(toJson(progress))),
        signal ?? new AbortController().signal,
      );
      return JSON.parse(toJson(result));
    },
    close: () => warehouse.close(),
  };
}

/** @throws CrosscurrentError bad_configuration when something is not set that a job needs */
function deploymentContext(status: StatusContext, values: SettingValues): DeploymentContext {
  return {
    ...status,
    kafka: kafkaConnection(values, CLIENT_ID),
    newJobId: () => randomBytes(16).toString('hex'),
    flinkUrl: given(values, 'flink-url', 'http://127.0.0.1:8081'),
    gatewayUrl: given(values, 'flink-gateway-url', 'http://127.0.0.1:8083'),
    topicSize: topicSize(values),
    options: jobOptions(values),
  };
}

function given(values: SettingValues, name: 'flink-url' | 'flink-gateway-url', example: string): string {
  const value = values[name];
  if (value !== 'none') return value;
  throw new CrosscurrentError(
    'bad_configuration',
    `Flink is needed, and ${name} is not set.`,
    `Set ${name}, for example to ${example}.`,
  );
}

function jobOptions(values: SettingValues): DeploymentOptions {
  const { tls, sasl, topicPrefix, brokers } = kafkaConnection(values, CLIENT_ID);
  const own = jdbcOf(values['database-url']);
  const told = values['flink-jdbc-url'] === 'none' ? own : jdbcOf(values['flink-jdbc-url']);
  return {
    bootstrapServers: brokers.join(','),
    topicPrefix,
    jdbcUrl: told.url,
    jdbcUser: told.user ?? own.user ?? '',
    jdbcPassword: told.password ?? own.password ?? '',
    parallelism: values['flink-parallelism'],
    dedupMinutes: values['dedup-minutes'],
    kafka: { tls, sasl },
  };
}

function needsDatabase(): CrosscurrentError {
  return new CrosscurrentError(
    'bad_configuration',
    'A job of Flink needs a warehouse that it reaches, and that runs on without this program.',
    'Name a PostgreSQL in DATABASE_URL.',
  );
}
