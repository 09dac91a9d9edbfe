import { readFileSync } from 'node:fs';
import { CrosscurrentError } from '../../event/errors.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import type { TopicSpec } from '../../log/kafka/topics.ts';
import type { SettingValues } from './settings.ts';

type KafkaValues = Pick<
  SettingValues,
  | 'kafka-brokers'
  | 'kafka-topic-prefix'
  | 'kafka-tls'
  | 'kafka-tls-ca'
  | 'kafka-sasl-mechanism'
  | 'kafka-sasl-username'
  | 'kafka-sasl-password'
>;

const MECHANISMS = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

/**
 * The connection that the settings describe. `clientId` is how the brokers' logs and quotas know us.
 * Fails with `bad_configuration` when brokers or credentials are missing, or the certificates cannot be read.
 */
export function kafkaConnection(values: KafkaValues, clientId: string): KafkaConnection {
  const brokers = values['kafka-brokers'];
  if (brokers.length === 0) {
    throw new CrosscurrentError(
      'bad_configuration',
      'Kafka is needed, and no broker is configured.',
      'Set kafka-brokers, for example to 127.0.0.1:9092.',
    );
  }
  return {
    brokers,
    clientId,
    topicPrefix: values['kafka-topic-prefix'],
    tls: values['kafka-tls'] ? certificates(values['kafka-tls-ca']) : null,
    sasl: credentials(values),
  };
}

function certificates(file: string): { readonly ca?: string } {
  if (file === 'system') return {};
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch (error) {
    throw new CrosscurrentError(
      'bad_configuration',
      `The certificates of kafka-tls-ca cannot be read from ${file}.`,
      'Check the path and the rights of the file.',
      { cause: error },
    );
  }
}

function credentials(values: KafkaValues): KafkaConnection['sasl'] {
  const mechanism = values['kafka-sasl-mechanism'];
  const username = values['kafka-sasl-username'];
  const password = values['kafka-sasl-password'];
  if (mechanism === 'none') return null;
  if (username === 'none' || password === 'none') {
    throw new CrosscurrentError(
      'bad_configuration',
      `kafka-sasl-mechanism is ${mechanism}, and ${username === 'none' ? 'kafka-sasl-username' : 'kafka-sasl-password'} is not set.`,
      'Set both, or set kafka-sasl-mechanism to none.',
    );
  }
  return { mechanism: MECHANISMS[mechanism], username, password };
}

/** How topics are made. */
export function topicSize(
  values: Pick<SettingValues, 'kafka-partitions' | 'kafka-replication' | 'kafka-retention-hours'>,
): Pick<TopicSpec, 'partitions' | 'replication' | 'retentionMs'> {
  return {
    partitions: values['kafka-partitions'],
    replication: values['kafka-replication'],
    retentionMs: values['kafka-retention-hours'] * 3_600_000,
  };
}
