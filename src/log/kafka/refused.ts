import { REJECTION_MEANINGS } from '../../event/outcome.ts';
import type { RejectedLine } from '../rejected-line.ts';
import type { KafkaRecord } from './record-columns.ts';

/**
 * Headers of a message that its sender could not read as an event (a row of CSV with too few fields, a line of 20 MiB):
 * why, and how long it was. The value is its beginning. Whoever reads the topic rejects it for that reason.
 */
const REFUSED = 'refused';
const REFUSED_BYTES = 'refused-bytes';

/** The headers that say why a line was refused. */
export function refusedHeaders({ reason, bytes }: RejectedLine): Readonly<Record<string, string>> {
  return { [REFUSED]: reason, [REFUSED_BYTES]: String(bytes) };
}

/** Why a message was refused by its sender; null when it was not, or for a reason that nobody knows. */
export function refusedBySender({
  headers,
  value,
}: Pick<KafkaRecord, 'headers' | 'value'>): { readonly reason: string; readonly bytes: number } | null {
  const reason = headers.get(REFUSED);
  if (reason === undefined || !isReason(reason)) return null;
  const kept = value?.length ?? 0;
  const bytes = Number(headers.get(REFUSED_BYTES));
  return { reason, bytes: Number.isSafeInteger(bytes) && bytes > kept ? bytes : kept };
}

/** Fields are named in a reason; a name has no more characters than that. */
const REASON = /^([a-z_]+)(?::[^\s:]{1,100})?$/;

function isReason(text: string): boolean {
  const kind = REASON.exec(text)?.[1];
  return kind !== undefined && Object.hasOwn(REJECTION_MEANINGS, kind);
}
