import { CAMPAIGN_DIMENSION } from '../../stream/mentions.ts';
import type { GivenParameters } from '../answer.ts';
import { type DeclaredListing, shorten } from '../find.ts';
import { type AskedPeriod, askedPeriod, bad, readValues, type Value } from '../given.ts';
import { BOT_CHOICES, columnType } from '../standard.ts';
import { listingBots, listingParameters, QUERY_PARAMETER } from './offer.ts';

/** Checked parameters of a listing. */
export interface AskedListing {
  readonly period: AskedPeriod;
  readonly limit: number;
  /** Undefined where there are no bots to choose. */
  readonly bots: (typeof BOT_CHOICES)[number] | undefined;
  /** Members that columns must have, what was chosen about robots among them. */
  readonly equals: Readonly<Record<string, string | boolean>>;
  /** Each has to stand in one of the columns that are searched. */
  readonly words: readonly string[];
  /** Whose mentions are shown; undefined for a listing of all events. */
  readonly campaign: string | undefined;
  /** The effective values, for the answer; without the range, which is not known yet. */
  readonly shown: Readonly<Record<string, Value>>;
}

/** Words that are looked for at once, and the length of each in characters. */
const MAX_WORDS = 32;
const MAX_WORD = 100;

/** Checks the parameters given to a listing. Fails with `bad_parameter`, which names the allowed values. */
export function askedForListing(declared: DeclaredListing, given: GivenParameters): AskedListing {
  const { name, listing } = declared;
  const values = readValues(
    { report: name, offered: listingParameters(declared), minutes: undefined },
    given,
  );
  const bots = BOT_CHOICES.find((choice) => choice === values.get('bots'));
  const campaign = values.get(CAMPAIGN_DIMENSION);
  const shown = [...values].filter(([one]) => !['day', 'from', 'to'].includes(one));
  return {
    period: askedPeriod(values, undefined),
    limit: Number(values.get('limit')),
    bots,
    equals: { ...filters(declared, values), ...botsFilter(declared, bots) },
    words: wordsOf(values.get(QUERY_PARAMETER)),
    campaign: listing.from === 'mentions' ? String(campaign) : undefined,
    shown: Object.fromEntries(shown),
  };
}

function filters(
  { stream, listing }: DeclaredListing,
  values: ReadonlyMap<string, Value>,
): Record<string, string | boolean> {
  return Object.fromEntries(
    listing.filters.flatMap((name) => {
      const value = values.get(name);
      if (value === undefined) return [];
      return [[name, columnType(stream, name) === 'boolean' ? value === 'true' : String(value)]];
    }),
  );
}

function botsFilter(declared: DeclaredListing, bots: AskedListing['bots']): Record<string, boolean> {
  const column = listingBots(declared);
  return column === undefined || bots === undefined || bots === 'include'
    ? {}
    : { [column]: bots === 'only' };
}

function wordsOf(query: Value | undefined): readonly string[] {
  if (query === undefined) return [];
  const words = [
    ...new Set(
      String(query)
        .split(/\s+/u)
        .filter((word) => word !== ''),
    ),
  ];
  const long = words.find((word) => word.length > MAX_WORD);
  if (words.length >= 1 && words.length <= MAX_WORDS && long === undefined) return words;
  throw bad(
    `${QUERY_PARAMETER} cannot be "${shorten(String(query))}".`,
    `Allowed: 1 to ${MAX_WORDS} words of up to ${MAX_WORD} characters, with spaces between them.`,
  );
}
