import { kafkaConnection, topicSize } from '../jobs/configuration/kafka.ts';
import type { Log } from '../log/contract.ts';
import type { KafkaConnection } from '../log/kafka/connection.ts';
import { type KafkaLog, openKafkaLog } from '../log/kafka/open.ts';
import { openSegmentLog } from '../log/segments/open.ts';
import { type EventIdReader, eventIdReader } from '../stream/event-id.ts';
import type { ConfiguredProgram } from './program.ts';

/** The log that the configuration names. */
export interface HostLog {
  readonly log: Log;
  /** How Kafka is reached, where the log lies in it. */
  readonly kafka: KafkaConnection | null;
  /** The same log, where it lies in Kafka. */
  readonly topics: KafkaLog | null;
}

/** Opens the log in the data folder or in Kafka. `onTrouble` is told of what is tried again. */
export async function openHostLog(
  program: ConfiguredProgram,
  dir: string,
  told: { readonly onStep: (words: string) => void; readonly onTrouble: (error: unknown) => void },
): Promise<HostLog> {
  const { values } = program.configuration;
  if (values.log === 'segments') {
    return { log: await openSegments(program, dir, told.onStep), kafka: null, topics: null };
  }
  const connection = kafkaConnection(values, `crosscurrent-${process.pid}`);
  const readers = new Map<string, EventIdReader>(
    program.catalogue.map((stream) => [stream.name, eventIdReader(stream)]),
  );
  const log = await openKafkaLog({
    connection,
    streams: program.catalogue.map(({ name }) => name),
    topics: topicSize(values),
    compression: values['kafka-compression'],
    idOf: (stream, line) => readers.get(stream)?.(line) ?? null,
    onTrouble: told.onTrouble,
  });
  return { log, kafka: connection, topics: log };
}

function openSegments(
  { configuration, clock }: ConfiguredProgram,
  dir: string,
  onStep: (words: string) => void,
): Promise<Log> {
  return openSegmentLog({
    dir,
    clock,
    limitBytes: configuration.values['log-limit'],
    retainBytes: configuration.values['log-retention'],
    onMended: ({ stream, source, cutBytes }) =>
      onStep(
        `The log of ${stream}/${source} ended in ${cutBytes} bytes that were never acknowledged; they were cut.`,
      ),
  });
}
