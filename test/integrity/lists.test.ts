// Rollups through lists, from the lines that come in to the rows of the warehouse and back out of the lake.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldRollup, type Post } from '../../src/engine/duckdb/testing/talk-fold.ts';
import { seededRandom } from '../../src/stream/random.ts';
import { namesOf, talk, textsOf } from '../golden/types/talk.ts';
import { type EngineBench, type EngineHall, openHall, submit } from './kit/engine.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

let hall: EngineHall;
let bench: EngineBench;

beforeAll(async () => {
  hall = await openHall();
  bench = await hall.open('lists', {
    catalogue: [talk],
    catalogueModule: { url: new URL('../golden/types/talk.ts', import.meta.url).href, settings: {} },
  });
}, 120_000);

afterAll(async () => {
  await bench?.close();
  await hall?.close();
}, 60_000);

const random = seededRandom(17);
const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random.uniform() * values.length)];
const BODIES = ['#Tea for NATO', 'plain', "#it's #TEA, EU and NATO", '#日本 UNO', '', 'EU EU #a #b #c'];
const TAGS = ['["tea","x"]', '[]', '["a","a"," b "]', '"no array"', '{"a":1}', '[1,null,"tea"]'];

interface Sent {
  readonly line: string;
  readonly post: Post;
}

/** A post as it is sent, and as it has to be kept. */
function drawn(index: number): Sent {
  const [site, author, body, tags] = [
    pick(['a', 'b', undefined]),
    pick(['ann', 'bob', undefined]),
    pick([...BODIES, undefined]),
    pick([...TAGS, undefined]),
  ];
  const [likes, isBot, deleted] = [pick([0, 6, undefined]), pick([true, false]), pick([false, undefined])];
  // Enough different texts for the worker threads.
  const said = body === undefined || body === '' ? body : `${body} ${index}`;
  const at = START + Math.floor(random.uniform() * 2 * DAY);
  const event = { id: `p${index}`, at, site, author, body: said, likes, is_bot: isBot, deleted };
  const fields = JSON.stringify(event).slice(1, -1);
  const line = `{${fields}${tags === undefined ? '' : `,"tags":${tags}`}}`;
  const hashes = [...(said ?? '').toLowerCase().matchAll(/#(\p{L}+)/gu)].map(([, tag]) => tag ?? '');
  return {
    line,
    post: {
      id: event.id,
      at,
      site: site ?? null,
      author: author ?? null,
      body: said === '' ? null : (said ?? null),
      likes: likes ?? null,
      is_bot: isBot ?? null,
      deleted: deleted ?? null,
      topics: [...new Set([...textsOf(tags ?? null), ...hashes])],
      names: namesOf(said ?? null),
    },
  };
}

async function rowsOf(rollup: string): Promise<Map<string, Record<string, number>>> {
  const declared = talk.rollups[rollup];
  if (declared === undefined) throw new Error(`no rollup ${rollup}`);
  const measures = Object.keys(declared.measures);
  const rows = await bench.reader.rows(
    `SELECT (extract(epoch FROM window_start) * 1000)::bigint AS start, * FROM talk.${rollup}_all`,
  );
  const member = (name: string, value: unknown): unknown => (name === 'is_bot' ? value === 't' : value);
  return new Map(
    rows.map((row) => [
      JSON.stringify([Number(row['start']), ...declared.by.map((name) => member(name, row[name]))]),
      Object.fromEntries(measures.map((name) => [name, Number(row[name])])),
    ]),
  );
}

it('[V1] [V2] [V3] count each post once for each text, come in and rebuilt', async () => {
  const sent = Array.from({ length: 900 }, (_, index) => drawn(index));
  let from = 0n;
  for (let at = 0; at < sent.length; at += 450) {
    const lines = sent.slice(at, at + 450).map(({ line }) => line);
    const slice = await hall.slice({
      stream: 'talk',
      source: 'test',
      from,
      lines,
      receivedAt: START + 3 * DAY,
    });
    from = slice.to;
    await submit(bench, slice);
  }
  await bench.engine.settle('talk');
  const posts = sent.map(({ post }) => post);
  const expectAll = async (): Promise<void> => {
    for (const [rollup, declared] of Object.entries(talk.rollups)) {
      expect(await rowsOf(rollup), rollup).toEqual(foldRollup(declared, posts));
    }
  };
  await expectAll();
  const outcome = await bench.engine.rebuild('talk', {
    dryRun: false,
    removeSources: [],
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const differing = Object.entries(outcome.rows).filter(
    ([, { added, removed, changed }]) => added + removed + changed > 0,
  );
  expect(differing).toEqual([]);
  await expectAll();

  const { rows } = await bench.engine.events.list({
    ...{ stream: talk, columns: ['id', 'topics', 'names', 'address'], from: START, to: START + 2 * DAY },
    ...{ equals: {}, words: ['tea'], search: ['topics'], order: 'at', limit: 2000 },
  });
  const expected = posts.filter(({ topics }) => topics.includes('tea'));
  expect(rows.length).toBe(expected.length);
  for (const row of rows) {
    const post = posts.find(({ id }) => id === row['id']);
    const address = post?.site === null ? null : `${post?.site}/${post?.id}?${post?.body?.length ?? 0}`;
    expect(row).toEqual({ id: post?.id, topics: post?.topics, names: post?.names, address });
  }
  expect(bench.errors).toEqual([]);
}, 120_000);
