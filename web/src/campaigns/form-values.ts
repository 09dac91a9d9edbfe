import type { Campaign, CampaignRules } from '../api/campaigns.ts';
import { DAY, dayText, parseInstant } from '../time-range/instant.ts';
import { COLOURS } from './colour.ts';

/** What stands in the fields of the form. */
export interface FormValues {
  readonly name: string;
  /** One word, phrase or hashtag a line; commas divide as well. */
  readonly any: string;
  readonly none: string;
  readonly language: string;
  readonly platform: string;
  readonly from: string;
  /** The last day, included. */
  readonly to: string;
  readonly colour: string;
}

/** The words of a field, each once. */
export function wordsIn(text: string): readonly string[] {
  const words = text
    .split(/[\n,]+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return [...new Set(words)];
}

/** An instant as the form shows it: as a day where it is the start of one. */
function dayOrInstant(text: string | null, isEnd: boolean): string {
  const instant = parseInstant(text ?? '');
  if (instant === undefined || instant % DAY !== 0) return text ?? '';
  return dayText(isEnd ? instant - DAY : instant);
}

/** An empty form, in the first colour that no campaign has. */
export function emptyForm(campaigns: readonly Campaign[]): FormValues {
  const taken = new Set(campaigns.map(({ colour }) => colour.toLowerCase()));
  const colour = COLOURS.find((one) => !taken.has(one)) ?? COLOURS[campaigns.length % COLOURS.length];
  return {
    name: '',
    any: '',
    none: '',
    language: '',
    platform: '',
    from: '',
    to: '',
    colour: colour ?? '#0072b2',
  };
}

/** The form of a campaign that there is. */
export function formOf(campaign: Campaign): FormValues {
  return {
    name: campaign.name,
    any: campaign.any.join('\n'),
    none: campaign.none.join('\n'),
    language: campaign.language ?? '',
    platform: campaign.platform ?? '',
    from: dayOrInstant(campaign.from, false),
    to: dayOrInstant(campaign.to, true),
    colour: campaign.colour,
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** What the form asks the API for: an empty field is no limit. */
export function rulesOf(values: FormValues): CampaignRules {
  return {
    name: values.name.trim(),
    any: wordsIn(values.any),
    none: wordsIn(values.none),
    language: orNull(values.language),
    platform: orNull(values.platform),
    from: orNull(values.from),
    to: orNull(values.to),
    colour: values.colour,
  };
}

/** The field that a refusal of the API speaks of, such as `any` of "The body 'any.0' cannot be used". */
export function fieldIn(message: string): keyof FormValues | undefined {
  const named = /['"](name|any|none|language|platform|from|to|colour)(?:\.\d+)?['"]/.exec(message)?.[1];
  const fields = ['name', 'any', 'none', 'language', 'platform', 'from', 'to', 'colour'] as const;
  return fields.find((field) => field === named);
}

/** What is wrong with the field, without the words around it: they name the field, which the reader sees. */
export function problemIn(message: string): string {
  const words = /cannot be used: (.+)$/.exec(message)?.[1] ?? message;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
