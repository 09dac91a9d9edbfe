import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { autolink, autolinkGiven } from './autolink.fixture.ts';
import {
  extractCashtags,
  extractCashtagsWithIndices,
  extractHashtags,
  extractHashtagsWithIndices,
  extractMentions,
  extractMentionsOrListsWithIndices,
  extractMentionsWithIndices,
  extractReply,
  extractUrls,
  extractUrlsWithIndices,
  type FoundEntity,
} from './extract.ts';
import {
  countLength,
  isValidHashtag,
  isValidList,
  isValidUrl,
  isValidUsername,
  type LengthRules,
  PLAIN_LENGTH,
  WEIGHTED_LENGTH,
} from './validate.ts';

// The suite of github.com/twitter/twitter-text; it is not part of the repository.
const SUITE = new URL('../../../../shared/data/twitter-text-conformance/', import.meta.url);
const isThere = existsSync(SUITE);

interface Case {
  readonly description: string;
  readonly text: string;
  readonly expected: unknown;
  /** Entities that are given rather than extracted. */
  readonly json?: string;
}

function casesOf(file: string): Readonly<Record<string, readonly Case[]>> {
  return parse(readFileSync(new URL(file, SUITE), 'utf8')).tests;
}

const EXTRACT: Readonly<Record<string, (text: string) => unknown>> = {
  mentions: extractMentions,
  mentions_with_indices: (text) =>
    extractMentionsWithIndices(text).map(({ screenName, indices }) => ({ screen_name: screenName, indices })),
  mentions_or_lists_with_indices: (text) =>
    extractMentionsOrListsWithIndices(text).map(({ screenName, listSlug, indices }) => ({
      screen_name: screenName,
      list_slug: listSlug,
      indices,
    })),
  replies: extractReply,
  urls: extractUrls,
  urls_with_indices: extractUrlsWithIndices,
  urls_with_directional_markers: extractUrlsWithIndices,
  tco_urls_with_params: extractUrls,
  hashtags: extractHashtags,
  hashtags_from_astral: extractHashtags,
  hashtags_with_indices: extractHashtagsWithIndices,
  cashtags: extractCashtags,
  cashtags_with_indices: extractCashtagsWithIndices,
};

describe.skipIf(!isThere)('extract.yml of twitter-text (when its suite lies beside the repository)', () => {
  const groups = isThere ? casesOf('extract.yml') : {};

  it('is whole: 238 cases', () => {
    expect(Object.values(groups).flat()).toHaveLength(238);
    expect(Object.keys(groups).filter((name) => EXTRACT[name] === undefined)).toEqual([]);
  });

  for (const [group, cases] of Object.entries(groups)) {
    it.each(cases.map((one) => [one.description, one] as const))(`${group}: %s`, (_, { text, expected }) => {
      expect(EXTRACT[group]?.(text)).toEqual(expected);
    });
  }
});

const counted = (rules: LengthRules) => (text: string) => {
  const { weightedLength, valid, permillage, validEnd, displayEnd } = countLength(text, rules);
  return {
    weightedLength,
    valid,
    permillage,
    displayRangeStart: 0,
    displayRangeEnd: displayEnd,
    validRangeStart: 0,
    validRangeEnd: validEnd,
  };
};

const VALIDATE: Readonly<Record<string, (text: string) => unknown>> = {
  tweets: (text) => countLength(text, PLAIN_LENGTH).valid,
  usernames: isValidUsername,
  lists: isValidList,
  hashtags: isValidHashtag,
  urls: (text) => isValidUrl(text),
  urls_without_protocol: (text) => isValidUrl(text, false),
  WeightedTweetsCounterTest: counted({ ...WEIGHTED_LENGTH, wholeEmoji: false }),
  WeightedTweetsWithDiscountedEmojiCounterTest: counted(WEIGHTED_LENGTH),
  UnicodeDirectionalMarkerCounterTest: counted(WEIGHTED_LENGTH),
};

describe.skipIf(!isThere)('validate.yml of twitter-text (when its suite lies beside the repository)', () => {
  const groups = isThere ? casesOf('validate.yml') : {};

  it('is whole: 97 cases', () => {
    expect(Object.values(groups).flat()).toHaveLength(97);
    expect(Object.keys(groups).filter((name) => VALIDATE[name] === undefined)).toEqual([]);
  });

  for (const [group, cases] of Object.entries(groups)) {
    it.each(cases.map((one) => [one.description, one] as const))(`${group}: %s`, (_, { text, expected }) => {
      expect(VALIDATE[group]?.(text)).toEqual(expected);
    });
  }
});

const LINKED: Readonly<Record<string, readonly FoundEntity['kind'][]>> = {
  usernames: ['mention'],
  lists: ['mention'],
  hashtags: ['hashtag'],
  urls: ['url'],
  cashtags: ['cashtag'],
  all: ['url', 'mention', 'hashtag', 'cashtag'],
  json: [],
};

describe.skipIf(!isThere)(
  'autolink.yml of twitter-text, by extraction (when its suite lies beside the repository)',
  () => {
    const groups = isThere ? casesOf('autolink.yml') : {};

    it('is whole: 196 cases', () => {
      expect(Object.values(groups).flat()).toHaveLength(196);
      expect(Object.keys(groups).filter((name) => LINKED[name] === undefined)).toEqual([]);
    });

    for (const [group, cases] of Object.entries(groups)) {
      it.each(cases.map((one) => [one.description, one] as const))(`${group}: %s`, (_, one) => {
        const linked =
          one.json === undefined
            ? autolink(one.text, LINKED[group] ?? [])
            : autolinkGiven(one.text, JSON.parse(one.json));
        expect(linked).toBe(one.expected);
      });
    }
  },
);
