import { isIP } from 'node:net';
import type { BaseOptions } from '@platformatic/kafka';

/** How to reach a Kafka cluster, and which of its topics are ours. */
export interface KafkaConnection {
  /** `host:port` of brokers to begin with; the others are found by asking these. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly topicPrefix: string;
  /** `ca`: certificates (PEM) to trust instead of those of the system. */
  readonly tls: { readonly ca?: string } | null;
  readonly sasl: {
    readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

/** How long one connection attempt and one request may take, in milliseconds. */
const CONNECT_MS = 5000;
const REQUEST_MS = 10_000;

/**
 * The options that all clients of a connection share. `retries` repetitions of what failed for a reason that passes,
 * `RETRY_DELAY_MS` apart.
 */
export function clientOptions(connection: KafkaConnection, retries: number): BaseOptions {
  return {
    clientId: connection.clientId,
    bootstrapBrokers: [...connection.brokers],
    connectTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retries,
    retryDelay: RETRY_DELAY_MS,
    autocreateTopics: false,
    ...(connection.tls === null
      ? {}
      : {
          tls: connection.tls.ca === undefined ? {} : { ca: connection.tls.ca },
          tlsServerName: !connection.brokers.some(isAddress),
        }),
    ...(connection.sasl === null ? {} : { sasl: { ...connection.sasl } }),
  };
}

/** Whether a broker goes by an address, of which TLS may not tell the server (RFC 6066, section 3). */
function isAddress(broker: string): boolean {
  return isIP(broker.slice(0, broker.lastIndexOf(':')).replace(/^\[|\]$/g, '')) !== 0;
}

/** Pause before something is tried again, in milliseconds. */
export const RETRY_DELAY_MS = 300;
