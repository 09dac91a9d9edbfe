import type { VerifyCall } from '../cli/dependencies.ts';
import { jobManagerAt } from '../engine/flink/gateway/job-manager.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { kafkaConnection } from '../jobs/configuration/kafka.ts';
import { findStream } from '../jobs/find-stream.ts';
import type { StreamVerdict, VerifyContext } from '../jobs/verify/contract.ts';
import { verifyStreams } from '../jobs/verify/run.ts';
import { engineMemoryMiB, engineThreads } from './engine-size.ts';
import { type ConfiguredProgram, configureProgram, type Program } from './program.ts';

/**
 * Compares the embedded engine with another one, over the Kafka, the PostgreSQL and the Flink of the configuration.
 * @throws CrosscurrentError bad_configuration, and whatever a side cannot be had for
 */
export async function verifyEngines(program: Program, call: VerifyCall): Promise<readonly StreamVerdict[]> {
  const configured = configureProgram(program, call.configuration);
  const { catalogue } = configured;
  const streams =
    call.streams.length === 0
      ? catalogue
      : [...new Set(call.streams)].map((name) => findStream(catalogue, name));
  return verifyStreams(contextOf(configured), { ...call, streams }, call.onVerdict);
}

function contextOf(program: ConfiguredProgram): VerifyContext {
  const { values } = program.configuration;
  const databaseUrl = values['database-url'];
  if (databaseUrl === 'embedded') {
    throw new CrosscurrentError(
      'bad_configuration',
      'A verification needs a PostgreSQL that Flink and workers reach, too.',
      'Name one in DATABASE_URL, or with --database-url; a database of its own is made there and removed.',
    );
  }
  return {
    ...program,
    databaseUrl,
    jdbcUrl: values['flink-jdbc-url'] === 'none' ? null : values['flink-jdbc-url'],
    kafka: kafkaConnection(values, `crosscurrent-verify-${process.pid}`),
    compression: values['kafka-compression'],
    partitions: values['kafka-partitions'],
    replication: values['kafka-replication'],
    gatewayUrl: values['flink-gateway-url'],
    flinkUrl: values['flink-url'],
    jobManager: jobManagerAt,
    dedupMinutes: values['dedup-minutes'],
    threads: engineThreads(values),
    memoryMiB: engineMemoryMiB(values),
  };
}
