import type { Stream } from './define.ts';
import { and, coalesce, col, type Expression, lit, not } from './expression.ts';

/**
 * A filter of events, without those that take others back: an event that deletes is stored, but it stands for
 * nothing and is in no figure. (What it takes back is left out where the lake is read.)
 */
export function standing(
  { revisions }: Pick<Stream, 'revisions'>,
  where: Expression | undefined,
): Expression | undefined {
  if (revisions === undefined) return where;
  const stands = not(coalesce(col(revisions.deleted), lit(false)));
  return where === undefined ? stands : and(where, stands);
}
