import type { FoundTable } from '../catalog.ts';
import { quoteIdentifier, quoteIdentifiers, quoteLiteral, tableOf } from '../sql-names.ts';
import { MENTION_KEY, MENTIONS, type MentionsShape } from './shape.ts';

/** The statements that make the table of a stream's mentions and its views. */
export function createMentions(stream: string, shape: MentionsShape): string[] {
  return [...createMentionTable(stream, shape), ...createMentionViews(stream, shape, false)];
}

function createMentionTable(stream: string, { about, columns }: MentionsShape): string[] {
  const table = tableOf(stream, MENTIONS);
  const key = MENTION_KEY.filter((column) => column.merge === 'key').map((column) => column.name);
  const lines = columns.map(
    ({ name, type, notNull }) => `${quoteIdentifier(name)} ${type}${notNull ? ' NOT NULL' : ''}`,
  );
  return [
    `CREATE TABLE ${table} (\n  ${[...lines, `PRIMARY KEY (${quoteIdentifiers(key)})`].join(',\n  ')}\n)`,
    `COMMENT ON TABLE ${table} IS ${quoteLiteral(about)}`,
    ...columns
      .filter((column) => column.about !== '')
      .map(
        (column) =>
          `COMMENT ON COLUMN ${table}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.about)}`,
      ),
    `CREATE INDEX mentions_time ON ${table} (campaign, edition, event_time)`,
    `CREATE INDEX mentions_id ON ${table} (id)`,
  ];
}

/** The statements that make the views of a stream's mentions. @param shadow where the table and they are */
export function createMentionViews(stream: string, { views }: MentionsShape, shadow: boolean): string[] {
  const table = tableOf(stream, MENTIONS, shadow);
  return views.flatMap((view) => {
    const name = tableOf(stream, view.name, shadow);
    return [
      `CREATE VIEW ${name} AS\n  ${view.select(table)}`,
      `COMMENT ON VIEW ${name} IS ${quoteLiteral(view.about)}`,
    ];
  });
}

/** What brings the mentions of a stream in line with its declaration. */
export interface MentionsChange {
  readonly statements: readonly string[];
  /** What is stored has to be matched again, because its columns are not complete. */
  readonly rematch: boolean;
}

/**
 * The table with its columns as they are declared, without views. New columns are added; with any other difference it is
 * made afresh, because everything in it can be matched again.
 */
export function alignMentionTable(
  stream: string,
  shape: MentionsShape | undefined,
  found: FoundTable | undefined,
): MentionsChange {
  const table = tableOf(stream, MENTIONS);
  const drop = found === undefined ? [] : [`DROP TABLE ${table} CASCADE`];
  if (shape === undefined) return { statements: drop, rematch: false };
  const fresh = { statements: [...drop, ...createMentionTable(stream, shape)], rematch: true };
  if (found === undefined) return fresh;
  const isKept = [...found.columns].every(([name, { type }]) =>
    shape.columns.some((column) => column.name === name && column.type.startsWith(type)),
  );
  if (!isKept) return fresh;
  const added = shape.columns.filter((column) => !found.columns.has(column.name));
  const statements = added.map(
    ({ name, type }) => `ALTER TABLE ${table} ADD COLUMN ${quoteIdentifier(name)} ${type}`,
  );
  return { statements, rematch: added.length > 0 };
}

/** Asks for a stream's mentions to be matched again when its engine starts. */
export const WANT_REMATCH =
  'INSERT INTO crosscurrent.campaign_rematch (stream) VALUES ($1) ON CONFLICT DO NOTHING';
