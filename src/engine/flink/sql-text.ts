/** A name in Flink's SQL. */
export function identifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Characters that stand in a literal as they are. */
const PLAIN = /^[\x20-\x7e]*$/;

/** A value as an SQL text literal; what is not printable ASCII is written as its UTF-16 units, whatever a client's character set. */
export function textLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''");
  if (PLAIN.test(value)) return `'${quoted}'`;
  const unit = (character: string): string =>
    `\\${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  // Without the flag `u`: each half of a pair on its own.
  return `U&'${quoted.replaceAll('\\', '\\\\').replaceAll(/[^\x20-\x7e]/g, unit)}'`;
}

/** Lines moved in by two blanks. */
export function indented(sql: string, depth = 1): string {
  return sql.replaceAll(/^(?=.)/gm, '  '.repeat(depth));
}
