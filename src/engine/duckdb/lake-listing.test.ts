import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talk } from '../../../test/golden/types/talk.ts';
import type { ListingQuery } from '../contract.ts';
import { createLakeEvents } from './lake-events.ts';
import type { Post } from './testing/talk-fold.ts';
import { END, openTalkLake, posts, START, type TalkLake } from './testing/talk-lake.ts';

let lake: TalkLake;

beforeAll(async () => {
  lake = await openTalkLake();
});

afterAll(() => lake.close());

function list(query: Partial<ListingQuery>) {
  return createLakeEvents(lake.work).list({
    ...{ stream: talk, columns: ['id'], from: START, to: END, equals: {} },
    ...{ words: [], search: ['body', 'topics'], order: 'at', limit: 100 },
    ...query,
  });
}

/** Which of the texts have all of the words. */
async function found(texts: readonly string[], words: readonly string[]): Promise<string[]> {
  const post: Omit<Post, 'id' | 'body'> = {
    ...{ at: START, site: null, author: null, likes: 1, is_bot: null, deleted: null },
    ...{ topics: [], names: [] },
  };
  await lake.store(texts.map((body, index) => ({ ...post, id: `p${index}`, body })));
  const { rows } = await list({ words });
  return rows.map(({ id }) => texts[Number(String(id).slice(1))] ?? '');
}

/** A letter or digit, of which words are made. */
const IN_WORD = /[\p{L}\p{N}]/u;

/** Whether a word stands in a text with nothing of a word beside it: looked for at each place, without a pattern. */
function stands(text: string | null, word: string): boolean {
  const [whole, part] = [(text ?? '').toLowerCase(), word.toLowerCase()];
  const isInWord = (character: string) => IN_WORD.test(character);
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const before = isInWord(part.at(0) ?? '') && isInWord(whole[at - 1] ?? '');
    const behind = isInWord(part.at(-1) ?? '') && isInWord(whole[at + part.length] ?? '');
    if (!before && !behind) return true;
  }
  return false;
}

describe('a listing', () => {
  it('is what stands of the events asked for: all the words, most first, ties newest first, then by id', async () => {
    const asked = fc.record({
      words: fc.uniqueArray(
        fc.constantFrom('tea', 'TEE', "o'clock", 'ärger', '日本', '#tea', 'c++', '.', '(tea)'),
        {
          maxLength: 2,
        },
      ),
      equals: fc.constantFrom<ListingQuery['equals']>(
        {},
        { site: 'a' },
        { site: 'undefined' },
        { is_bot: false },
      ),
      order: fc.constantFrom('at', 'likes'),
      limit: fc.constantFrom(3, 100),
      to: fc.constantFrom(END, START + 30 * 3_600_000),
    });
    await fc.assert(
      fc.asyncProperty(posts, asked, async (all, { words, equals, order, limit, to }) => {
        await lake.store(all);
        const { rows } = await list({ words, equals, order, limit, to });
        const isEqual = (post: Post) =>
          Object.entries(equals).every(([name, value]) =>
            name === 'is_bot' ? (post.is_bot ?? false) === value : (post.site ?? 'undefined') === value,
          );
        const expected = all
          .filter((post) => post.deleted !== true && post.at < to && isEqual(post))
          .filter((post) =>
            words.every((word) => [post.body, ...post.topics].some((text) => stands(text, word))),
          )
          .sort((a, b) => {
            const byLikes = order === 'likes' ? (b.likes ?? -1) - (a.likes ?? -1) : 0;
            return byLikes || b.at - a.at || (a.id < b.id ? -1 : 1);
          });
        expect(rows.map((row) => row['id'])).toEqual(expected.slice(0, limit).map((post) => post.id));
      }),
      { numRuns: 80, endOnFailure: true },
    );
  }, 120_000);

  it('shows the columns asked for, in forms that every reader takes alike', async () => {
    await lake.store([
      {
        ...{ id: 'p', at: START + 1500, site: 'a', author: null, body: 'tea', likes: 7, is_bot: null },
        ...{ deleted: null, topics: ['tea', "it's"], names: [] },
      },
    ]);
    const { rows, sql } = await list({ columns: ['at', 'likes', 'author', 'topics', 'names', 'is_bot'] });
    expect(rows).toEqual([
      {
        ...{ at: START + 1500, likes: '7', author: null, topics: ['tea', "it's"], names: [], is_bot: null },
      },
    ]);
    expect(sql).toContain("read_parquet(['…']");
  });

  it('takes what is special in a pattern for what it is', async () => {
    const texts = ['a.b', 'a b', 'axb', '[ab]', 'a\\b', 'ab$', '^ab', 'a|b', '{2}', 'x\nab'];
    for (const text of texts.filter((one) => !/\s/.test(one))) {
      const others = await found(texts, [text]);
      expect(others, text).toContain(text);
      expect(
        others.every((one) => one.includes(text)),
        text,
      ).toBe(true);
    }
    expect(await found(texts, ['ab'])).toEqual(['[ab]', 'ab$', '^ab', 'x\nab']);
  });

  it('knows letters of every script, in any case', async () => {
    const texts = ['STRASSE', 'Übergröße', 'Éclair', 'чай', 'ЧАЙНИК', 'teatime', 'tea_time', 'tea-time', 'é'];
    expect(await found(texts, ['éclair'])).toEqual(['Éclair']);
    expect(await found(texts, ['ÜBERGRÖSSE'])).toEqual([]);
    expect(await found(texts, ['ЧАЙ'])).toEqual(['чай']);
    expect(await found(texts, ['tea'])).toEqual(['tea-time']);
  });

  it('runs no text of a reader as SQL [A3]', async () => {
    expect(await found(["'; DROP TABLE x; --", 'other'], ["';", '--'])).toEqual(["'; DROP TABLE x; --"]);
    expect(await found(['a', 'b'], ["' OR true --"])).toEqual([]);
  });
});
