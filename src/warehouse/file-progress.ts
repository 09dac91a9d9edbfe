import type { Warehouse } from './contract.ts';

/** How far a file was read by now. */
export interface FileProgress {
  readonly stream: string;
  /** As in `IngestedFiles`. */
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** A statement that was carried out, and whose answer was lost, may come again. */
const MOVE_OFFSET = `
INSERT INTO crosscurrent.source_offset AS o (stream, source, next_offset) VALUES ($1, $2, $4)
ON CONFLICT (stream, source) DO UPDATE SET next_offset = excluded.next_offset
WHERE o.next_offset IN ($3, $4)
RETURNING next_offset`;

/**
 * Notes how far a file was read whose lines go into a log, and not into a commit of their own.
 * @returns false when somebody else has moved the offset meanwhile
 */
export async function keepFileProgress(
  { query }: Pick<Warehouse, 'query'>,
  { stream, source, from, to }: FileProgress,
): Promise<boolean> {
  return (await query(MOVE_OFFSET, [stream, source, from, to])).length > 0;
}
