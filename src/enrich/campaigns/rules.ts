import { z } from 'zod';
import { CrosscurrentError } from '../../event/errors.ts';
import { isoInstant, parseEventTime } from '../../event/time.ts';
import { foldCase } from './fold.ts';
import { keywordKey, readKeyword } from './keyword.ts';
import type { MatchRules } from './matcher.ts';

export const MAX_NAME = 200;
export const MAX_KEYWORDS = 10_000;
export const MAX_KEYWORD = 200;

/** Colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008), without black and yellow. */
export const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9'] as const;

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const name = z
  .string('it must be a text')
  .transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' '))
  .pipe(
    z
      .string()
      .min(1, 'it is empty')
      .refine((text) => [...text].length <= MAX_NAME, `it has more than ${MAX_NAME} characters`)
      .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'it has characters that cannot be shown')
      .refine((text) => /[\p{L}\p{N}]/u.test(text), 'it has no letter and no number'),
  );

const keyword = z
  .string('a keyword must be a text')
  .transform((text) => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' '))
  .superRefine((text, { addIssue }) => {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    if ([...text].length > MAX_KEYWORD) {
      addIssue({ code: 'custom', message: `the keyword "${shown}" has more than ${MAX_KEYWORD} characters` });
    } else if (readKeyword(text) === null) {
      addIssue({
        code: 'custom',
        message: `the keyword "${shown}" has no letter and no number to look for`,
      });
    }
  });

/** Keywords that find the same are kept once, as the first is written. */
const keywords = z
  .array(z.string('a keyword must be a text'), 'it must be a list of words')
  .max(MAX_KEYWORDS, {
    error: ({ input }) =>
      `it has ${Array.isArray(input) ? input.length.toLocaleString('en') : 'too many'} words, ${MAX_KEYWORDS.toLocaleString('en')} are allowed`,
  })
  .pipe(z.array(keyword))
  .transform((list) => {
    const kept = new Map<string, string>();
    for (const one of list) {
      const read = readKeyword(one);
      const key = read === null ? one : keywordKey(read);
      if (!kept.has(key)) kept.set(key, one);
    }
    return [...kept.values()];
  });

const language = z
  .string('it must be a text')
  .trim()
  .toLowerCase()
  .regex(/^[a-z]{2,3}$/, 'write it as its code of two letters, such as en');

const platform = z
  .string('it must be a text')
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,49}$/u, 'write it as posts name it, such as bluesky');

/** An instant in epoch milliseconds. @param dayEnds whether a day stands for its end rather than its start */
function instant(dayEnds: boolean) {
  return z.string('it must be a text').transform((text, { addIssue }) => {
    const plain = text.trim();
    const at = /^\d{4}-/.test(plain) ? parseEventTime(plain) : null;
    if (at !== null) return dayEnds && DAY.test(plain) ? at + DAY_MS : at;
    addIssue({
      code: 'custom',
      message: 'write it as a day (2026-01-31) or an ISO 8601 instant (2026-01-31T09:30:00Z) that exists',
    });
    return z.NEVER;
  });
}

const colour = z
  .string('it must be a text')
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'write it as # and six hexadecimal digits, such as #0072b2');

const optional = {
  none: keywords.optional().describe('Words of which none may be there'),
  language: language.nullable().optional().describe('Only this language, as in `en`'),
  platform: platform.nullable().optional().describe('Only this platform, as in `bluesky`'),
  from: instant(false).nullable().optional().describe('Only from here on: a day or an instant'),
  to: instant(true)
    .nullable()
    .optional()
    .describe('Only before this: a day, which is included, or an instant, which is not'),
  colour: colour.optional().describe('Of its lines and bars, as in `#0072b2`'),
};

const words = 'Words, phrases and #hashtags of which one has to be there';

/** A new campaign as a user describes it. */
export const NewCampaign = z.strictObject({
  name: name.describe('1 to 200 characters; no two campaigns have the same'),
  any: keywords
    .refine((list) => list.length > 0, 'it has no word: name at least one to look for')
    .describe(words),
  ...optional,
});

/** A change of a campaign: what is left out stays as it is, `null` takes a limit away. */
export const CampaignChange = z.strictObject({
  name: name.optional(),
  any: keywords
    .refine((list) => list.length > 0, 'it has no word: name at least one to look for')
    .optional()
    .describe(words),
  ...optional,
});

export type NewCampaign = z.infer<typeof NewCampaign>;
export type CampaignChange = z.infer<typeof CampaignChange>;

/**
 * Reads what a user wrote of a campaign.
 * @throws CrosscurrentError bad_parameter, with what is wrong in the reader's words
 */
export function readCampaign<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CrosscurrentError('bad_parameter', problemOf(input, issue), 'Mend it and try again.');
}

function problemOf(input: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `A campaign has no "${issue.keys[0] ?? ''}".`;
  const part = issue?.path[0];
  if (issue === undefined || part === undefined) return 'This is no campaign.';
  const given = typeof input === 'object' && input !== null ? Reflect.get(input, part) : undefined;
  if (given === undefined) return `A campaign needs "${String(part)}".`;
  return `"${String(part)}" of the campaign cannot be used: ${issue.message}.`;
}

/**
 * What a campaign looks for.
 * @throws CrosscurrentError bad_parameter when its dates are in the wrong order
 */
export function rulesOf(given: Omit<NewCampaign, 'name' | 'colour'>): MatchRules {
  const { any, none = [], language: spoken = null, platform: on = null, from = null, to = null } = given;
  if (from !== null && to !== null && from >= to) {
    throw new CrosscurrentError(
      'bad_parameter',
      `"from" (${isoInstant(from)}) of the campaign is not before "to" (${isoInstant(to)}).`,
      'Give a from that lies before to.',
    );
  }
  return { any, none, language: spoken, platform: on, from, to };
}

/** A campaign's rules after a change. @throws CrosscurrentError bad_parameter */
export function changeRules(rules: MatchRules, change: CampaignChange): MatchRules {
  const { name: _, colour: __, ...given } = change;
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return rulesOf({
    ...rules,
    ...set,
    any: [...(change.any ?? rules.any)],
    none: [...(change.none ?? rules.none)],
  });
}

/** Whether two sets of rules match the same events, as far as their words tell. */
export function sameRules(a: MatchRules, b: MatchRules): boolean {
  const text = ({ any, none, language: spoken, platform: on, from, to }: MatchRules): string =>
    JSON.stringify([keysOf(any), keysOf(none), spoken, on, from, to]);
  return text(a) === text(b);
}

function keysOf(list: readonly string[]): string[] {
  const keys = list.map(readKeyword).flatMap((one) => (one === null ? [] : [keywordKey(one)]));
  return [...new Set(keys)].sort();
}

/** Equal for names that readers take for the same. */
export function nameKey(text: string): string {
  return foldCase(text.trim().replaceAll(/\s+/gu, ' '));
}

const MAX_SLUG = 60;

/**
 * An id made of a name: small letters and digits with `-` between words; Latin letters lose their accents, those of
 * other scripts stay. What is taken gets a number behind it.
 */
export function slugOf(text: string, isTaken: (id: string) => boolean): string {
  const plain = foldCase(
    text
      .normalize('NFKD')
      .replaceAll(/(?<=[a-z])\p{M}+/giu, '')
      .normalize('NFC'),
  );
  const slug = [...plain.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')].slice(0, MAX_SLUG).join('');
  const id = slug.replaceAll(/^-+|-+$/g, '') || 'campaign';
  if (!isTaken(id)) return id;
  for (let number = 2; ; number += 1) {
    const numbered = `${id}-${number}`;
    if (!isTaken(numbered)) return numbered;
  }
}

/** The colour that the fewest campaigns have. */
export function nextColour(used: readonly string[]): string {
  const count = (one: string): number => used.filter((other) => other === one).length;
  return COLOURS.reduce<string>((best, one) => (count(one) < count(best) ? one : best), COLOURS[0]);
}
