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
}

/** The topic that a stream's enriched events are read from. */
export function enrichedTopic(
  stream: string,
  { topicPrefix }: Pick<DeploymentOptions, 'topicPrefix'>,
): string {
  return `${topicPrefix}${stream}.enriched`;
}

const JDBC = 'jdbc:';

/** Parts of an address that are handed over on their own, or not at all. */
const APART = ['user', 'password', 'sslpassword'];

/**
 * The address of a PostgreSQL (`postgresql://...` or `jdbc:postgresql://...`) for JDBC, without user and password.
 * @throws CrosscurrentError bad_call
 */
export function jdbcOf(address: string): { readonly url: string; readonly user: string | undefined } {
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
  for (const name of APART) url.searchParams.delete(name);
  return { url: `${JDBC}postgresql://${url.host}${url.pathname}${url.search}`, user };
}

/**
 * The warehouse's address with what the sinks need: texts that PostgreSQL gives the type of their column (instants come
 * as texts), and many rows in one statement.
 */
export function sinkUrl({ jdbcUrl }: Pick<DeploymentOptions, 'jdbcUrl'>): string {
  return `${jdbcUrl}${jdbcUrl.includes('?') ? '&' : '?'}reWriteBatchedInserts=true&stringtype=unspecified`;
}
