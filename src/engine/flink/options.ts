import { CrosscurrentError } from '../../event/errors.ts';

/** What a deployment is told besides the declarations. */
export interface DeploymentOptions {
  /** `host:port`, with commas between several. */
  readonly bootstrapServers: string;
  /** In front of each topic's name. */
  readonly topicPrefix: string;
  /** Where the warehouse is: `jdbc:postgresql://host:port/database`, without user and password. */
  readonly jdbcUrl: string;
  readonly jdbcUser: string;
  /** Where SQL is shown a placeholder. */
  readonly jdbcPassword: string;
  readonly parallelism: number;
  /** How long after its arrival an event's id is remembered (D5), in minutes. */
  readonly dedupMinutes: number;
  /** How the job proves itself to Kafka; left out where nobody asks. */
  readonly kafka?: KafkaAccess;
  /** Messages of the topic that are no JSON are passed over, instead of stopping the job: see ADR 28. */
  readonly skipUnreadable?: boolean;
  /**
   * The job goes on from state, which says where to read. Messages that retention has removed since then stop it; from
   * the beginning, which is where a job without state starts, they would be passed over without a word.
   */
  readonly resuming?: boolean;
}

/** Encryption and account for Kafka. */
export interface KafkaAccess {
  /** `ca`: certificates (PEM) to trust instead of those of the JVM. */
  readonly tls: { readonly ca?: string } | null;
  readonly sasl: { readonly mechanism: string; readonly username: string; readonly password: string } | null;
}

/** Stands where a password would be: SQL on a screen or in a table is no place for one. */
export const MASKED = '<password>';

/** The same deployment without passwords. */
export function masked(options: DeploymentOptions): DeploymentOptions {
  const { kafka } = options;
  return {
    ...options,
    jdbcPassword: MASKED,
    ...(kafka?.sasl == null ? {} : { kafka: { ...kafka, sasl: { ...kafka.sasl, password: MASKED } } }),
  };
}

/** The Kafka client's settings for encryption and account, as options of a table. */
export function kafkaAccess({ kafka }: Pick<DeploymentOptions, 'kafka'>): Record<string, string> {
  if (kafka === undefined || (kafka.tls === null && kafka.sasl === null)) return {};
  const { tls, sasl } = kafka;
  const protocol = `${sasl === null ? '' : 'SASL_'}${tls === null ? 'PLAINTEXT' : 'SSL'}`;
  return {
    'properties.security.protocol': protocol,
    ...(tls?.ca === undefined
      ? {}
      : { 'properties.ssl.truststore.type': 'PEM', 'properties.ssl.truststore.certificates': tls.ca }),
    ...(sasl === null
      ? {}
      : { 'properties.sasl.mechanism': sasl.mechanism, 'properties.sasl.jaas.config': loginOf(sasl) }),
  };
}

function loginOf({ mechanism, username, password }: NonNullable<KafkaAccess['sasl']>): string {
  const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `org.apache.kafka.common.security.${module} required username=${quoted(username)} password=${quoted(password)};`;
}

/** The topic that a stream's enriched events are read from. */
export function enrichedTopic(
  stream: string,
  { topicPrefix }: Pick<DeploymentOptions, 'topicPrefix'>,
): string {
  return `${topicPrefix}${stream}.enriched`;
}

/** The consumer group in which a stream's job stores how far it is; it does not read it, state is what counts. */
export function flinkGroup(stream: string): string {
  return `crosscurrent-flink-${stream}`;
}

const JDBC = 'jdbc:';

/** Parts of an address that are handed over on their own, or not at all. */
const APART = ['user', 'password', 'sslpassword'];

/**
 * The address of a PostgreSQL (`postgresql://...` or `jdbc:postgresql://...`) for JDBC, without user and password.
 * @throws CrosscurrentError bad_call
 */
export function jdbcOf(address: string): {
  readonly url: string;
  readonly user: string | undefined;
  /** Not part of the address: never shown or stored. */
  readonly password: string | undefined;
} {
  const plain = address.startsWith(JDBC) ? address.slice(JDBC.length) : address;
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  if (url === undefined || !['postgresql:', 'postgres:'].includes(url.protocol)) {
    // The text is not repeated: it may hold a password.
    throw new CrosscurrentError(
      'bad_call',
      'The address of the warehouse cannot be read.',
      'It must look like jdbc:postgresql://host:5432/database.',
    );
  }
  const user = decodeURIComponent(url.username) || url.searchParams.get('user') || undefined;
  const password = decodeURIComponent(url.password) || url.searchParams.get('password') || undefined;
  for (const name of APART) url.searchParams.delete(name);
  return { url: `${JDBC}postgresql://${url.host}${url.pathname}${url.search}`, user, password };
}

/**
 * The warehouse's address with what the sinks need: texts that PostgreSQL gives the type of their column (instants come
 * as texts), and many rows in one statement.
 */
export function sinkUrl({ jdbcUrl }: Pick<DeploymentOptions, 'jdbcUrl'>): string {
  return `${jdbcUrl}${jdbcUrl.includes('?') ? '&' : '?'}reWriteBatchedInserts=true&stringtype=unspecified`;
}
