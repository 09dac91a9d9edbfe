import { fragmentsOf } from '../../../enrich/campaigns/fragments.ts';
import type { MatchRules } from '../../../enrich/campaigns/matcher.ts';
import type { Mentions } from '../../../stream/mentions.ts';
import type { BoundStatement } from '../bound-statement.ts';
import { identifier } from '../database.ts';

/** With more pieces to look for, looking at every event word by word costs less. */
const MOST_PIECES = 40;

/** Between texts that are looked at as one; no piece that is looked for holds it. */
const GAP = 'chr(10)';

/**
 * A condition that every event fulfils which can fulfil one of the rules, and few others: plain pieces of ASCII that are
 * found without a look at words. Null when the rules have no such pieces, or too many.
 */
export function renderPrefilter(
  { text, tags }: Pick<Mentions, 'text' | 'tags'>,
  rules: readonly MatchRules[],
): BoundStatement | null {
  const fragments = fragmentsOf(rules);
  if (fragments === null || fragments.pieces.length > MOST_PIECES) return null;
  const list = tags === undefined ? [] : [`array_to_string(${identifier(tags)}, ${GAP})`];
  const all = [...text.map(identifier), ...list];
  const texts = all.length === 1 ? (all[0] ?? '') : `concat_ws(${GAP}, ${all.join(', ')})`;
  const values = [...fragments.pieces, ...fragments.unless];
  const found = fragments.pieces.map((_, index) => `contains(lower(${texts}), $${index + 1})`);
  const odd = [...fragments.unless].map((_, index) => `contains(${texts}, $${found.length + index + 1})`);
  // A text of ASCII alone, as most are, needs no look for letters that fold to ASCII.
  const isOdd = odd.length === 0 ? [] : [`(strlen(${texts}) <> length(${texts}) AND (${odd.join(' OR ')}))`];
  return { text: `(${[...found, ...isOdd].join(' OR ')})`, values };
}
