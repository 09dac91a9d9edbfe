import { describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../../event/errors.ts';
import {
  CampaignChange,
  changeRules,
  NewCampaign,
  nameKey,
  nextColour,
  readCampaign,
  rulesOf,
  sameRules,
  slugOf,
} from './rules.ts';

const good = { name: 'Summer sale', any: ['summer sale', '#summersale'] };

function problem(campaign: unknown): string {
  try {
    rulesOf(readCampaign(NewCampaign, campaign));
    return 'none';
  } catch (error) {
    if (!(error instanceof CrosscurrentError)) throw error;
    expect(error.code).toBe('bad_parameter');
    return error.message;
  }
}

describe('a campaign', () => {
  it('is taken as it is meant', () => {
    const campaign = readCampaign(NewCampaign, {
      name: '  Summer   sale ',
      any: ['Summer  Sale', 'summer sale', '#SummerSale'],
      language: 'EN',
      platform: 'Bluesky',
      from: '2026-06-01',
      to: '2026-06-30',
      colour: '#0072B2',
    });
    expect(campaign).toEqual({
      name: 'Summer sale',
      any: ['Summer Sale', '#SummerSale'],
      language: 'en',
      platform: 'bluesky',
      from: Date.UTC(2026, 5, 1),
      to: Date.UTC(2026, 6, 1),
      colour: '#0072b2',
    });
    expect(problem({ ...good, to: '2026-06-30T12:00:00+02:00' })).toBe('none');
  });

  it.each([
    [{ any: ['a'] }, 'A campaign needs "name".'],
    [{ ...good, name: '  ' }, '"name" of the campaign cannot be used: it is empty.'],
    [
      { ...good, name: 'x'.repeat(201) },
      '"name" of the campaign cannot be used: it has more than 200 characters.',
    ],
    [{ ...good, name: '!!!' }, '"name" of the campaign cannot be used: it has no letter and no number.'],
    [{ name: 'x' }, 'A campaign needs "any".'],
    [
      { ...good, any: [] },
      '"any" of the campaign cannot be used: it has no word: name at least one to look for.',
    ],
    [{ ...good, any: 'sale' }, '"any" of the campaign cannot be used: it must be a list of words.'],
    [
      { ...good, any: ['🔥'] },
      '"any" of the campaign cannot be used: the keyword "🔥" has no letter and no number to look for.',
    ],
    [
      { ...good, none: ['x'.repeat(201)] },
      `"none" of the campaign cannot be used: the keyword "${'x'.repeat(40)}…" has more than 200 characters.`,
    ],
    [
      { ...good, any: Array.from({ length: 10_001 }, (_, index) => `w${index}`) },
      '"any" of the campaign cannot be used: it has 10,001 words, 10,000 are allowed.',
    ],
    [
      { ...good, language: 'english' },
      '"language" of the campaign cannot be used: write it as its code of two letters, such as en.',
    ],
    [
      { ...good, from: '2026-02-30' },
      '"from" of the campaign cannot be used: write it as a day (2026-01-31) or an ISO 8601 instant (2026-01-31T09:30:00Z) that exists.',
    ],
    [
      { ...good, from: '2026-02-02', to: '2026-02-01' },
      '"from" (2026-02-02T00:00:00Z) of the campaign is not before "to" (2026-02-02T00:00:00Z).',
    ],
    [
      { ...good, colour: 'red' },
      '"colour" of the campaign cannot be used: write it as # and six hexadecimal digits, such as #0072b2.',
    ],
    [{ ...good, words: [] }, 'A campaign has no "words".'],
    [null, 'This is no campaign.'],
  ])('%j is refused in clear words', (campaign, words) => {
    expect(problem(campaign)).toBe(words);
  });

  it('may have 10,000 words', () => {
    expect(problem({ ...good, any: Array.from({ length: 10_000 }, (_, index) => `w${index}`) })).toBe('none');
  });

  it('keeps what a change does not name, and loses a limit that is null', () => {
    const rules = rulesOf({ any: ['a'], none: ['b'], language: 'en', platform: null, from: 5, to: null });
    const change = readCampaign(CampaignChange, { language: null, any: ['c'] });
    expect(changeRules(rules, change)).toEqual({ ...rules, language: null, any: ['c'] });
    expect(sameRules(rules, changeRules(rules, { name: 'new' }))).toBe(true);
    expect(sameRules(rules, { ...rules, any: ['A', 'a '] })).toBe(true);
    expect(sameRules(rules, { ...rules, any: ['#a'] })).toBe(false);
  });
});

describe('an id', () => {
  it.each([
    ['Summer sale', 'summer-sale'],
    ['  Été à Paris! ', 'ete-a-paris'],
    ['Straße 7', 'strasse-7'],
    ['夏のセール 2026', '夏のセール-2026'],
    ['Лето', 'лето'],
    ['---', 'campaign'],
  ])('of %s is %s', (name, id) => {
    expect(slugOf(name, () => false)).toBe(id);
  });

  it('gets a number when it is taken', () => {
    const taken = new Set(['sale', 'sale-2']);
    expect(slugOf('Sale', (id) => taken.has(id))).toBe('sale-3');
    expect([...slugOf('x'.repeat(200), () => false)]).toHaveLength(60);
  });
});

it('names are the same whatever their case and spaces', () => {
  expect(nameKey(' Summer  SALE')).toBe(nameKey('summer sale'));
});

it('colours are used in turn', () => {
  expect(nextColour([])).toBe('#0072b2');
  expect(nextColour(['#0072b2', '#123456'])).toBe('#e69f00');
});
