import type { Place } from './place.ts';
import type { ClusterState } from './state.ts';
import { writePrivately } from './state.ts';

/** Partitions of each topic: as many workers can share a stream on this machine. */
const PARTITIONS = 4;

/** The configuration file with which crosscurrent uses the cluster (JSON is YAML). It holds the warehouse's password. */
export async function writeConfiguration(place: Place, { endpoints }: ClusterState): Promise<void> {
  await writePrivately(place.configuration, {
    'data-dir': place.data,
    log: 'kafka',
    'kafka-brokers': endpoints.kafka,
    'kafka-partitions': PARTITIONS,
    'kafka-replication': 1,
    engine: 'flink',
    'flink-url': endpoints.flinkRest,
    'flink-gateway-url': endpoints.flinkGateway,
    'database-url': endpoints.databaseUrl,
    'lake-dir': place.lake,
  });
}
