import { FOLDS_TO_ASCII } from '../../../enrich/campaigns/fold.ts';
import { fragmentsOf } from '../../../enrich/campaigns/fragments.ts';
import type { MatchRules } from '../../../enrich/campaigns/matcher.ts';
import type { Mentions } from '../../../stream/mentions.ts';
import { identifier, textLiteral } from '../database.ts';

/** With more pieces to look for, looking at every event word by word costs less. */
const MOST_FRAGMENTS = 40;

/** Between texts that are looked at as one; no piece that is looked for holds it. */
const GAP = 'chr(10)';

/**
 * A condition that every event fulfils which can fulfil one of the rules, and few others: plain pieces of ASCII that are
 * found without a look at words. Null when the rules have no such pieces, or too many.
 */
export function renderPrefilter(
  { text, tags }: Pick<Mentions, 'text' | 'tags'>,
  rules: readonly MatchRules[],
): string | null {
  const fragments = fragmentsOf(rules);
  if (fragments === null || fragments.length > MOST_FRAGMENTS) return null;
  const list = tags === undefined ? [] : [`array_to_string(${identifier(tags)}, ${GAP})`];
  const all = [...text.map(identifier), ...list];
  const texts = all.length === 1 ? (all[0] ?? '') : `concat_ws(${GAP}, ${all.join(', ')})`;
  const found = fragments.map((one) => `contains(lower(${texts}), ${textLiteral(one)})`);
  // Letters that fold to ASCII (the long s, ligatures): a text of ASCII alone, as most are, needs no look for them.
  const odd = `strlen(${texts}) <> length(${texts}) AND regexp_matches(${texts}, ${textLiteral(`[${FOLDS_TO_ASCII}]`)})`;
  return `(${[...found, `(${odd})`].join(' OR ')})`;
}
