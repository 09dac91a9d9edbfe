// The log's contract on Kafka, with one partition and with several.
import { describeLog } from '../../src/log/contract.suite.ts';
import { openKafkaLog } from '../../src/log/kafka/open.ts';
import { deleteTopics, topicName } from '../../src/log/kafka/topics.ts';
import { cluster, describeOnCluster, freshName } from './support.ts';

const STREAMS = ['posts', 'shop'];

function idOf(_stream: string, line: string): string | null {
  const { id }: { id?: string } = JSON.parse(line);
  return id ?? null;
}

describeOnCluster('the log on Kafka', () => {
  for (const partitions of [1, 3]) {
    const kind = {
      name: `Kafka, ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}`,
      sourcesOf: () => Array.from({ length: partitions }, (_, i) => `kafka-${i}`),
      keepsSendersApart: false,
      goesOnBehindItsEnd: false,
    };
    describeLog(kind, async () => {
      const connection = {
        brokers: [cluster().kafka],
        clientId: 'log-test',
        topicPrefix: `${freshName('log')}.`,
        tls: null,
        sasl: null,
      };
      const options = {
        connection,
        streams: STREAMS,
        topics: { partitions, replication: 1, retentionMs: 3_600_000 },
        compression: 'zstd',
        idOf,
      } as const;
      let log = await openKafkaLog(options);
      return {
        log,
        reopen: async () => {
          await log.close();
          log = await openKafkaLog(options);
          return log;
        },
        dispose: async () => {
          await log.close();
          await deleteTopics(
            connection,
            STREAMS.map((stream) => topicName(connection, stream, 'raw')),
          );
        },
      };
    });
  }
});
