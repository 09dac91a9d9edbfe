import type { Revisions } from '../../../stream/revisions.ts';
import { type DuckDBConnection, forEachChunk, identifier } from '../database.ts';
import { renderHashParts, renderShifted } from '../duplicates.ts';
import type { RecentIds } from '../recent-ids.ts';

/** What is remembered of events that have been there. */
export interface SeenIds {
  /** Ids of plain events: version 0 and no deletion. */
  readonly ids: RecentIds;
  /** What all others are known by, and their ids. */
  readonly revised: RecentIds;
  /** Whether every event of the lake is remembered. */
  readonly isComplete: boolean;
}

/** What rows of a stream with revisions are, seen after all that came before them. */
export interface SeenRows {
  readonly rows: number;
  /** Lines of events that were there before: the same id and version, or a second deletion of an id. */
  readonly duplicates: readonly number[];
  /** Lines of other events whose id was there before, or may have been. */
  readonly revising: readonly number[];
  /** How many are deletions, duplicates among them. */
  readonly deletions: number;
}

/**
 * Of each row: its line, its id as 96 bits of hash, whether it is a deletion, and, but for plain events, 96 bits of hash
 * of what it is a duplicate by.
 * @param rows.order an ORDER BY clause, when the rows do not come in the order of their lines
 */
export function renderRevisionHashes(
  idColumn: string,
  revisions: Revisions,
  rows: { from: string; order: string },
): string {
  const id = identifier(idColumn);
  const deleted = `coalesce(${identifier(revisions.deleted)}, false)`;
  const version = identifier(revisions.version);
  // Of deletions the version does not matter. A text, because `true` has the hash of the number 1.
  const key = (text: string): string =>
    `CASE WHEN ${deleted} THEN hash(${text}, 'deleted') WHEN ${version} <> 0 THEN hash(${text}, ${version}) END`;
  const hashed = [
    `hash(${id}) AS plain, hash(${renderShifted(id)}) AS shifted, ${deleted} AS deleted`,
    `${key(id)} AS key_plain, ${key(renderShifted(id))} AS key_shifted`,
  ].join(', ');
  return `SELECT line, ${renderHashParts('plain', 'shifted')}, deleted, ${renderHashParts(
    'key_plain',
    'key_shifted',
  )} FROM (SELECT line, ${hashed} FROM ${rows.from}) ${rows.order}`;
}

/**
 * Remembers the events of the rows, in their order, and finds those that were there before (D5), and those whose id was.
 * Where not all ids of the lake are remembered, every edit and deletion may have one that was there before.
 * @param sql a query made by `renderRevisionHashes`
 */
export async function seeRevisions(
  connection: DuckDBConnection,
  sql: string,
  seen: SeenIds,
  generation: number,
): Promise<SeenRows> {
  const duplicates: number[] = [];
  const revising: number[] = [];
  let rows = 0;
  let deletions = 0;
  await forEachChunk(await connection.stream(sql), (chunk) => {
    const column = (index: number): ((row: number) => unknown) => {
      const vector = chunk.getColumnVector(index);
      return (row) => vector.getItem(row);
    };
    const [line, a, b, c] = [column(0), column(1), column(2), column(3)];
    const [isDeletion, keyA, keyB, keyC] = [column(4), column(5), column(6), column(7)];
    rows += chunk.rowCount;
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const id: Hash = [Number(a(row)), Number(b(row)), Number(c(row))];
      const first = keyA(row);
      const key: Hash | null = first === null ? null : [Number(first), Number(keyB(row)), Number(keyC(row))];
      if (isDeletion(row) === true) deletions += 1;
      const outcome = see(seen, { id, key, generation });
      if (outcome === 'duplicate') duplicates.push(Number(line(row)));
      else if (outcome === 'revising') revising.push(Number(line(row)));
    }
  });
  return { rows, duplicates, revising, deletions };
}

type Hash = readonly [number, number, number];

/** An id is in one of the two, or in both: plain events, by far the most, take one place. */
function see(
  { ids, revised, isComplete }: SeenIds,
  { id, key, generation }: { id: Hash; key: Hash | null; generation: number },
): 'new' | 'duplicate' | 'revising' {
  if (key === null) {
    if (!ids.add(...id, generation)) return 'duplicate';
    return revised.size > 0 && revised.has(...id) ? 'revising' : 'new';
  }
  if (!revised.add(...key, generation)) return 'duplicate';
  const isNew = revised.add(...id, generation) && !ids.has(...id);
  return isNew && isComplete ? 'new' : 'revising';
}
