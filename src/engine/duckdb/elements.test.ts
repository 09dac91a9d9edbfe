import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talk } from '../../../test/golden/types/talk.ts';
import { type GroupingPlan, planStream } from '../../stream/plan.ts';
import { GRAIN_MS } from '../../stream/rollup.ts';
import type { DistinctQuery } from '../contract.ts';
import { rowsOf } from './database.ts';
import { renderGroupingSets, renderSetRows } from './grouping.ts';
import { createLakeEvents } from './lake-events.ts';
import { createLakeQuery } from './lake-query.ts';
import { foldRollup, memberOf, rowsOf as rowsOfPosts } from './testing/talk-fold.ts';
import { END, openTalkLake, posts, START, type TalkLake } from './testing/talk-lake.ts';

const DAY = GRAIN_MS.day;

let lake: TalkLake;

beforeAll(async () => {
  lake = await openTalkLake();
});

afterAll(() => lake.close());

/** The rows of each rollup of a plan, by key. */
async function rowsOfPlan(plan: GroupingPlan): Promise<Map<string, Map<string, Record<string, number>>>> {
  const pass = renderGroupingSets(plan, lake.source, 'at');
  await lake.connection.run(`CREATE OR REPLACE TEMP TABLE pass AS ${pass}`);
  const found = new Map<string, Map<string, Record<string, number>>>();
  for (const set of plan.sets) {
    const rows = await rowsOf(
      lake.connection,
      `SELECT * REPLACE (CAST(epoch_ms(window_start) AS DOUBLE) AS window_start) FROM (${renderSetRows(plan, set, 'pass')})`,
    );
    const byKey = rows.map((row): [string, Record<string, number>] => [
      JSON.stringify([row['window_start'], ...set.by.map((name) => row[name])]),
      Object.fromEntries(Object.keys(set.measures).map((name) => [name, Number(row[name])])),
    ]);
    expect(new Set(byKey.map(([key]) => key)).size, 'one row per key').toBe(rows.length);
    found.set(set.rollup, new Map(byKey));
  }
  return found;
}

describe('elements of lists', () => {
  it('[V1] [V2] [V3] count each event once for each text, as a fold over the events does', async () => {
    const plan = planStream(talk);
    await fc.assert(
      fc.asyncProperty(posts, async (all) => {
        await lake.store(all);
        for (const grouping of [...plan.additive, ...plan.distinct]) {
          for (const [rollup, rows] of await rowsOfPlan(grouping)) {
            const declared = talk.rollups[rollup];
            if (declared === undefined) throw new Error(`no rollup ${rollup}`);
            const names = Object.keys(grouping.sets.find((set) => set.rollup === rollup)?.measures ?? {});
            const expected = [...foldRollup(declared, all)].map(([key, measures]): [string, object] => [
              key,
              Object.fromEntries(names.map((name) => [name, measures[name]])),
            ]);
            expect(rows, rollup).toEqual(new Map(expected));
          }
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  it('are planned by filter and by the lists that are gone through', () => {
    const { additive } = planStream(talk);
    expect(additive.map(({ unnest, sets }) => [unnest, sets.map((set) => set.rollup)])).toEqual([
      [[], ['site_minutes']],
      [[{ list: 'topics', parts: { topic: null } }], ['topic_hours', 'topic_days']],
      [[{ list: 'topics', parts: { topic: null } }], ['liked_topic_days']],
      [[{ list: 'names', parts: { name_kind: 0, name: 1, third: 2 } }], ['name_days', 'kind_days']],
      [
        [
          { list: 'names', parts: { name: 1 } },
          { list: 'topics', parts: { topic: null } },
        ],
        ['topic_name_days'],
      ],
    ]);
  });

  const distinct: fc.Arbitrary<Pick<DistinctQuery, 'by' | 'equals' | 'bucket' | 'lists' | 'known' | 'keys'>> =
    fc
      .record({
        by: fc.uniqueArray(fc.constantFrom('topic', 'name_kind', 'name', 'site'), { maxLength: 2 }),
        equals: fc.constantFrom<Readonly<Record<string, string | boolean>>>(
          {},
          { topic: 'tea' },
          { is_bot: false },
          { name_kind: 'LONG', topic: "it's" },
        ),
        bucket: fc.constantFrom('day' as const, undefined),
        lists: fc.constantFrom<readonly string[]>([], ['topics'], ['names']),
        known: fc.constantFrom<readonly string[]>([], ['name']),
        isChosen: fc.boolean(),
      })
      .map(({ isChosen, ...rest }) =>
        isChosen && rest.by[0] === 'topic' && rest.by.length === 1
          ? { ...rest, keys: [{ topic: 'tea' }, { topic: '日本' }] }
          : rest,
      );

  it('[V3] are counted anew over a range, by element and with an element fixed', async () => {
    const query = createLakeQuery(lake.work);
    await fc.assert(
      fc.asyncProperty(posts, distinct, async (all, asked) => {
        await lake.store(all);
        const answer = await query.distinct({
          stream: talk,
          where: undefined,
          column: 'author',
          from: START,
          to: START + DAY,
          ...asked,
        });
        const through = [
          ...asked.by,
          ...Object.keys(asked.equals),
          ...(asked.lists ?? []).map((list) => (list === 'topics' ? 'topic' : 'name')),
          ...(asked.known ?? []),
        ];
        const expected = new Map<string, Set<string>>();
        for (const row of rowsOfPosts(all, through)) {
          if (row.post.at >= START + DAY) continue;
          if (Object.entries(asked.equals).some(([name, value]) => memberOf(row, name) !== value)) continue;
          if ((asked.known ?? []).some((name) => memberOf(row, name) === 'undefined')) continue;
          const members = asked.by.map((name) => memberOf(row, name));
          if (asked.keys?.every(({ topic }) => topic !== members[0])) continue;
          const key = JSON.stringify([asked.bucket === undefined ? null : START, ...members]);
          const found = expected.get(key) ?? new Set();
          if (row.post.author !== null) found.add(row.post.author);
          expected.set(key, found);
        }
        const rows = answer.rows.map(({ key, bucket, value }): [string, number] => [
          JSON.stringify([bucket, ...asked.by.map((name) => key[name])]),
          Number(value),
        ]);
        expect(new Map(rows)).toEqual(new Map([...expected].map(([key, values]) => [key, values.size])));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 120_000);

  it('pick the events behind a figure: one text has every part that is asked for', async () => {
    const events = createLakeEvents(lake.work);
    const asked = fc.record({
      equals: fc.constantFrom<Readonly<Record<string, string | boolean>>>(
        {},
        { topic: 'tea' },
        { name_kind: 'LONG', name: 'UNO' },
        { name: 'EU', topic: 'Tee', is_bot: false },
        { name_kind: 'ALONE', name: 'undefined' },
      ),
      lists: fc.constantFrom<readonly string[]>([], ['topics']),
      known: fc.constantFrom<readonly string[]>([], ['name']),
    });
    await fc.assert(
      fc.asyncProperty(posts, asked, async (all, { equals, lists, known }) => {
        await lake.store(all);
        const found = await events.newest({
          ...{ stream: talk, where: undefined, from: START, to: END, limit: 1000 },
          ...{ equals, lists, known },
        });
        const through = [...Object.keys(equals), ...lists.map(() => 'topic'), ...known];
        const expected = rowsOfPosts(all, through)
          .filter((row) => Object.entries(equals).every(([name, value]) => memberOf(row, name) === value))
          .filter((row) => known.every((name) => memberOf(row, name) !== 'undefined'))
          .map((row) => row.post.id);
        expect(found.events.map((event) => event['id']).sort()).toEqual([...new Set(expected)].sort());
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 120_000);
});
