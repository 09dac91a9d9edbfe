import { CrosscurrentError } from '../../event/errors.ts';
import type { KafkaConnection } from './connection.ts';

/** An error of the client, and those that it was made of, or because of. */
function* within(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const inner of error.errors) yield* within(inner);
  yield* within(error.cause);
}

/** Whether somewhere in an error of the client there is this one of Kafka's error names. */
export function isKafkaError(error: unknown, name: string): boolean {
  return [...within(error)].some((one) => 'apiId' in one && one.apiId === name);
}

function hasCode(error: unknown, code: string): boolean {
  return [...within(error)].some((one) => 'code' in one && one.code === code);
}

/** Whether the cluster, or the broker that was asked, knows no such topic; one that was just made may follow. */
export function isUnknownTopic(error: unknown): boolean {
  if (isKafkaError(error, 'UNKNOWN_TOPIC_OR_PARTITION') || isKafkaError(error, 'UNKNOWN_TOPIC_ID'))
    return true;
  // The client has no code for it.
  return (
    hasCode(error, 'PLT_KFK_USER') && [...within(error)].some(({ message }) => UNKNOWN_TOPIC.test(message))
  );
}

const UNKNOWN_TOPIC = /^Unknown topic /;

/** Whether it is of no use to try again: wrong credentials, missing rights, a message or a call that is refused. */
export function isHopeless(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof CrosscurrentError) return error.code !== 'log_unavailable';
  if (hasCode(error, 'PLT_KFK_AUTHENTICATION')) return true;
  return HOPELESS.some((name) => isKafkaError(error, name));
}

const HOPELESS = [
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_REPLICATION_FACTOR',
  'POLICY_VIOLATION',
] as const;

/**
 * An error of the client as one that a user can act on: `bad_configuration` where Kafka refuses us, else
 * `log_unavailable`. `doing` says what failed, as in "cannot `doing`".
 */
export function kafkaFailure(error: unknown, connection: KafkaConnection, doing: string): CrosscurrentError {
  if (error instanceof CrosscurrentError) return error;
  const brokers = connection.brokers.join(', ');
  const cause = { cause: error };
  if (isCredentials(error)) {
    return new CrosscurrentError(
      'bad_configuration',
      `Kafka at ${brokers} does not accept the credentials: ${wordsOf(error)}`,
      'Check kafka-sasl-mechanism, kafka-sasl-username, kafka-sasl-password and kafka-tls.',
      cause,
    );
  }
  if (ABOUT_TLS.test(wordsOf(error))) {
    return new CrosscurrentError(
      'bad_configuration',
      `Kafka at ${brokers} cannot be reached safely: ${wordsOf(error)}`,
      'Check kafka-tls, and that kafka-tls-ca names the certificates that sign those of the brokers.',
      cause,
    );
  }
  if (isKafkaError(error, 'INVALID_REPLICATION_FACTOR')) {
    return new CrosscurrentError(
      'bad_configuration',
      `Kafka at ${brokers} has fewer brokers than copies are wanted of a topic.`,
      'Lower kafka-replication, or start more brokers.',
      cause,
    );
  }
  if (isHopeless(error)) {
    return new CrosscurrentError(
      'bad_configuration',
      `Kafka at ${brokers} refuses to ${doing}: ${wordsOf(error)}`,
      'Check the rights of the user and the settings of the topic.',
      cause,
    );
  }
  return new CrosscurrentError(
    'log_unavailable',
    `Kafka at ${brokers} cannot be made to ${doing}: ${wordsOf(error)}`,
    'Check that the brokers run and that kafka-brokers, kafka-tls and kafka-sasl-mechanism fit them; it is tried again.',
    cause,
  );
}

/** What Node says of a certificate, and the client of a broker that wants TLS. */
const ABOUT_TLS = /certificate|altnames|requires TLS|secure TLS connection/i;

function isCredentials(error: unknown): boolean {
  return (
    hasCode(error, 'PLT_KFK_AUTHENTICATION') ||
    isKafkaError(error, 'SASL_AUTHENTICATION_FAILED') ||
    isKafkaError(error, 'UNSUPPORTED_SASL_MECHANISM')
  );
}

/** The innermost of nested errors, which is the one that says something, as a sentence. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors.at(-1));
  if (error instanceof Error && error.cause instanceof Error) return wordsOf(error.cause);
  const words = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
