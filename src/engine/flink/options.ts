/** What a deployment is told besides the declarations. */
export interface DeploymentOptions {
  /** `host:port`, with commas between several. */
  readonly bootstrapServers: string;
  /** In front of each topic's name. */
  readonly topicPrefix: string;
  /** Where the warehouse is: `jdbc:postgresql://host:port/database`, without user and password. */
  readonly jdbcUrl: string;
  readonly jdbcUser: string;
  /** Stands for the password, which nothing that is printed holds. */
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

/**
 * The warehouse's address with what the sinks need: texts that PostgreSQL gives the type of their column (instants come
 * as texts), and many rows in one statement.
 */
export function sinkUrl({ jdbcUrl }: Pick<DeploymentOptions, 'jdbcUrl'>): string {
  return `${jdbcUrl}${jdbcUrl.includes('?') ? '&' : '?'}reWriteBatchedInserts=true&stringtype=unspecified`;
}
