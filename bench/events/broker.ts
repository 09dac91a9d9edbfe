import { randomUUID } from 'node:crypto';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';

/** The environment variable that names the brokers to measure with. */
export const BROKERS = 'CROSSCURRENT_KAFKA_BROKERS';

/** The broker of this run, under topics that no other run has. */
export function benchBroker(): KafkaConnection {
  const brokers = process.env[BROKERS];
  if (brokers === undefined) throw new Error(`${BROKERS} names no broker of Kafka to measure with.`);
  return {
    brokers: brokers.split(','),
    clientId: 'crosscurrent-bench',
    tls: null,
    sasl: null,
    topicPrefix: `bench-${randomUUID().slice(0, 8)}-`,
  };
}
