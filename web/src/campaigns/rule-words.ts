import type { CampaignRules } from '../api/campaigns.ts';
import { parseInstant } from '../time-range/instant.ts';
import { instantWords, intervalWords } from '../time-range/words.ts';

/** Words beyond this many are counted. */
const NAMED = 6;

function listWords(words: readonly string[]): string {
  const rest = words.length - NAMED;
  return `${words.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** `English` for `en`; the code where nobody knows a name. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function rangeWords(rules: CampaignRules): string | undefined {
  const from = parseInstant(rules.from ?? '');
  const to = parseInstant(rules.to ?? '');
  if (from !== undefined && to !== undefined) return `${intervalWords({ from, to })} UTC`;
  if (from !== undefined) return `from ${instantWords(from)}`;
  return to === undefined ? undefined : `before ${instantWords(to)}`;
}

/** What a campaign looks for, part by part, each with its name. */
export function ruleParts(rules: CampaignRules): readonly { name: string; words: string }[] {
  const parts = [
    { name: 'any of', words: listWords(rules.any) },
    { name: 'none of', words: listWords(rules.none) },
    { name: 'language', words: rules.language === null ? '' : languageName(rules.language) },
    { name: 'platform', words: rules.platform ?? '' },
    { name: 'only', words: rangeWords(rules) ?? '' },
  ];
  return parts.filter(({ words }) => words !== '');
}
