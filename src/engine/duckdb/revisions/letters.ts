import type { Stream } from '../../../stream/define.ts';
import { readColumn } from '../../../stream/examine.ts';
import type { DeadLetter } from '../../../warehouse/contract.ts';
import type { RejectedLine } from '../../contract.ts';

/**
 * Which event a rejected line would have been, and whose, so that it can be deleted like one (R1). Of a line that is no
 * JSON, or of which only the beginning is kept, nobody can tell.
 */
export function identifyLetter(stream: Stream, line: RejectedLine): Pick<DeadLetter, 'eventId' | 'person'> {
  const { revisions } = stream;
  if (revisions === undefined || line.raw.length < line.bytes) return {};
  const text = line.raw.toString('utf8');
  const read = (column: string): string | null => {
    const value = readColumn(stream, text, column);
    // PostgreSQL has no place for it, and no event has such an id in the warehouse.
    return value?.includes('\0') === true ? null : value;
  };
  return { eventId: read(stream.id), person: read(revisions.person) };
}
