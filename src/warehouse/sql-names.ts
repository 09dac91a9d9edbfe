/** Schema of the offsets, the accounting and everything else that belongs to no single stream. */
export const SYSTEM_SCHEMA = 'crosscurrent';

/** The channel on which each commit is told. */
export const COMMIT_CHANNEL = 'crosscurrent_commit';

/** PostgreSQL cuts longer names silently. */
export const MAX_NAME_BYTES = 63;

/** A name as SQL text. Names come from declarations alone, never from a request (A3). */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Names as SQL text, with commas between them. */
export function quoteIdentifiers(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}

/** A text constant of SQL; for comments on tables, whose words come from declarations. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/**
 * The PostgreSQL schema of a stream's tables: `web_behaviour` for `web-behaviour`.
 * @param shadow the schema in which a rebuild makes the tables anew
 */
export function schemaOf(stream: string, shadow = false): string {
  const name = stream.replaceAll('-', '_');
  return shadow ? `${name}_shadow` : name;
}

/** A stream's table as SQL text: `"web_behaviour"."product_views"`. */
export function tableOf(stream: string, table: string, shadow = false): string {
  return `${quoteIdentifier(schemaOf(stream, shadow))}.${quoteIdentifier(table)}`;
}
