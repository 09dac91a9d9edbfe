import { tablesOfJob } from '../../engine/flink/deployment.ts';
import { enrichedTopic } from '../../engine/flink/options.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { startOffsets } from '../../log/kafka/topics.ts';
import type { Stream } from '../../stream/define.ts';
import { tableOf } from '../../warehouse/sql-names.ts';
import type { DeploymentContext } from './context.ts';

/** Sources of the books whose events came through Kafka. */
const KAFKA_SOURCES = 'kafka-%';

/**
 * Sums are absolute: a job that begins without state is right only if its topic holds every event there ever was.
 * @throws CrosscurrentError unsupported when it does not, with what is missing
 */
export async function requireWholeTopic(context: DeploymentContext, stream: Stream): Promise<void> {
  const missing = [...(await removedMessages(context, stream)), ...(await otherEvents(context, stream))];
  if (missing.length === 0) return;
  throw new CrosscurrentError(
    'unsupported',
    `A job of ${stream.name} cannot begin anew: ${missing.join('; ')}. Its figures would be too small.`,
    `Keep these figures by DuckDB workers (\`crosscurrent worker\`), for which \`crosscurrent rebuild ${stream.name}\` makes them from the lake; or begin with an empty warehouse and another kafka-topic-prefix.`,
  );
}

async function removedMessages({ kafka }: DeploymentContext, stream: Stream): Promise<string[]> {
  const topic = enrichedTopic(stream.name, kafka);
  const starts = await startOffsets(kafka, topic);
  const removed = [...starts.values()].reduce((sum, offset) => sum + offset, 0n);
  return removed === 0n
    ? []
    : [`the first ${removed} messages of the topic ${topic} are gone by its retention`];
}

async function otherEvents({ query }: DeploymentContext, stream: Stream): Promise<string[]> {
  const rows = await query<{ source: string; stored: string }>(
    `SELECT source, stored FROM crosscurrent.account
     WHERE stream = $1 AND stored > 0 AND source NOT LIKE $2 ORDER BY stored DESC`,
    [stream.name, KAFKA_SOURCES],
  );
  return rows.map(({ source, stored }) => `${stored} events came as ${source}, and not through Kafka`);
}

/** The job's tables that hold rows. */
export async function filledTables({ query }: DeploymentContext, stream: Stream): Promise<string[]> {
  const filled: string[] = [];
  for (const table of tablesOfJob(stream)) {
    const rows = await query(`SELECT 1 FROM ${tableOf(stream.name, table)} LIMIT 1`);
    if (rows.length > 0) filled.push(table);
  }
  return filled;
}

/** Empties the job's tables, at once. */
export async function emptyTables({ query }: DeploymentContext, stream: Stream): Promise<void> {
  const tables = tablesOfJob(stream).map((table) => tableOf(stream.name, table));
  if (tables.length > 0) await query(`TRUNCATE ${tables.join(', ')}`);
}
