import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../../../test/golden/types/good.ts';
import { talk } from '../../../../test/golden/types/talk.ts';
import type { Stream } from '../../../stream/define.ts';
import type { InputSlice } from '../../contract.ts';
import type { EnrichedEvents, Enrichment } from './contract.ts';
import { createEnrichment } from './enrichment.ts';

const NOW = Date.UTC(2026, 2, 1);
const MOON = Date.UTC(2026, 1, 3, 4, 5, 6, 789);

let folder = '';
let enrichment: Enrichment;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'enrichment-'));
  enrichment = await createEnrichment({
    catalogue: [talk, shop],
    // Too few values are derived here for a thread to be asked.
    catalogueModule: { url: pathToFileURL(path.join(folder, 'none.ts')).href, settings: {} },
    scratchDir: path.join(folder, 'scratch'),
    threads: 2,
    memoryMiB: 512,
    lanes: 2,
  });
});

afterAll(async () => {
  await enrichment.close();
  await rm(folder, { recursive: true, force: true });
});

async function slice(
  stream: Stream,
  lines: readonly (string | object)[],
  more: Partial<InputSlice> = {},
): Promise<InputSlice> {
  files += 1;
  const file = path.join(folder, `${files}.ndjson`);
  const data = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  await writeFile(file, data);
  const bytes = Buffer.byteLength(data);
  return {
    ...{ stream: stream.name, source: 'test', from: 0n, to: BigInt(lines.length), path: file },
    ...{ lines: lines.length, bytes, receivedAt: NOW, release: async () => {} },
    ...more,
  };
}

function shown(events: EnrichedEvents) {
  return Array.from({ length: events.lines }, (_, line) => ({ line, event: events.at(line) })).flatMap(
    ({ line, event }) =>
      event === null
        ? []
        : [
            {
              line,
              key: event.key.toString('utf8', event.keyFrom, event.keyTo),
              json: event.value.toString('utf8', event.valueFrom, event.valueTo),
            },
          ],
  );
}

async function enrich(stream: Stream, lines: readonly (string | object)[], more: Partial<InputSlice> = {}) {
  const { events, rejected } = await enrichment.enrich(await slice(stream, lines, more));
  return {
    events: shown(events),
    rejected: rejected.map(({ line, reason, raw }) => ({ line, reason, raw: raw.toString() })),
  };
}

describe('an enriched event', () => {
  it('holds the columns of the lake that come from the event, each as Flink reads it', async () => {
    const line = {
      id: 'p1',
      at: MOON,
      site: 'a',
      author: 'ann',
      body: 'UNO, NATO and UNO #Tea #tea',
      tags: ['new', 'tea'],
      likes: '9223372036854775807',
      is_bot: false,
      version: 2,
      unheard_of: 1,
    };
    const { events } = await enrich(talk, [line]);
    expect(events.map(({ key }) => key)).toEqual(['p1']);
    // `labels` is not stored, so it is only in `topics`; `letters` was counted by hand.
    expect(JSON.parse(events[0]?.json.replace('9223372036854775807', '"as it is"') ?? '')).toEqual({
      id: 'p1',
      at: MOON,
      site: 'a',
      author: 'ann',
      body: 'UNO, NATO and UNO #Tea #tea',
      tags: '["new","tea"]',
      likes: 'as it is',
      is_bot: false,
      deleted: null,
      version: 2,
      hashes: ['tea'],
      names: ['SHORT\u001fUNO', 'LONG\u001fNATO'],
      letters: 27,
      topics: ['new', 'tea'],
      address: 'a/p1?27',
    });
  });

  it('has an empty list where there is none, and null where there is nothing else', async () => {
    const { events } = await enrich(talk, [{ id: 'p1', at: MOON }]);
    const { hashes, names, topics, site, version } = JSON.parse(events[0]?.json ?? '') as Record<
      string,
      unknown
    >;
    expect([hashes, names, topics, site, version]).toEqual([[], [], [], null, null]);
  });

  it('has decimals as texts with all their digits', async () => {
    const { events } = await enrich(shop, [
      { id: 'o1', at: MOON, kind: 'order', amount: 0.1 },
      `{"id":"o2","at":${MOON},"kind":"order","amount":123456789012345678.123456789}`,
    ]);
    expect(events.map(({ json }) => (JSON.parse(json) as { amount: unknown }).amount)).toEqual([
      '0.100000000',
      '123456789012345678.123456789',
    ]);
  });

  it.each(['plain', 'with "quotes" and \\', 'with \u0001 and \n', 'ÄÖ 日本 🎈', '\\', '"'])(
    'has the id %j as its key, as UTF-8',
    async (id) => {
      const { events } = await enrich(talk, [{ id, at: MOON }]);
      expect(events[0]?.key).toBe(id);
      expect((JSON.parse(events[0]?.json ?? '') as { id: unknown }).id).toBe(id);
    },
  );
});

describe('a slice', () => {
  it('[D4] keeps copies and order: whoever reads the events tells copies apart', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => ({ id: `p${n % 7}`, at: MOON + n, likes: n }));
    const { events } = await enrich(talk, lines);
    expect(events.map(({ line }) => line)).toEqual(lines.map((_, n) => n));
    expect(events.map(({ json }) => (JSON.parse(json) as { likes: unknown }).likes)).toEqual(
      lines.map(({ likes }) => likes),
    );
  });

  it('[R1] passes on edits and deletions; a deletion says nothing but what it deletes, and when', async () => {
    const { events } = await enrich(talk, [
      { id: 'p1', at: MOON, body: 'First', version: 1 },
      { id: 'p1', at: MOON, body: 'Second', version: 2 },
      { id: 'p1', at: MOON, body: 'SECRET', author: 'ann', deleted: true, version: 3, more: 'SECRET' },
    ]);
    const rows = events.map(({ json }) => JSON.parse(json) as Record<string, unknown>);
    expect(rows.map(({ body, version, deleted }) => [body, version, deleted])).toEqual([
      ['First', 1, null],
      ['Second', 2, null],
      [null, null, true],
    ]);
    expect(rows[2]).toMatchObject({ id: 'p1', at: MOON, author: null, names: [] });
    expect(events[2]?.json).not.toContain('SECRET');
  });

  it('[D6] tells of each line that is not accepted why, and passes on what a second look accepts', async () => {
    const early = { line: 7, offset: 3n, reason: 'not_utf8', raw: Buffer.from('x'), bytes: 1 };
    const lines = [
      '{"id":',
      { id: 'p1', at: MOON, likes: 'many' },
      { id: 'p2' },
      { ID: 'p3', At: new Date(MOON).toISOString() },
      { id: 'p4', at: NOW + 25 * 60 * 60 * 1000 },
      '7',
    ];
    const { events, rejected } = await enrich(talk, lines, { rejected: [early] });
    expect(rejected).toEqual([
      { line: 7, reason: 'not_utf8', raw: 'x' },
      { line: 0, reason: 'not_json', raw: '{"id":' },
      { line: 2, reason: 'missing:at', raw: '{"id":"p2"}' },
      { line: 4, reason: 'in_the_future', raw: JSON.stringify(lines[4]) },
      { line: 5, reason: 'not_an_object', raw: '7' },
    ]);
    expect(events.map(({ line, key }) => [line, key])).toEqual([
      [1, 'p1'],
      [3, 'p3'],
    ]);
    expect(JSON.parse(events[0]?.json ?? '')).toMatchObject({ likes: null });
    expect(JSON.parse(events[1]?.json ?? '')).toMatchObject({ at: MOON });
  });

  it('without lines has only what was rejected before', async () => {
    const early = { offset: 3n, reason: 'not_utf8', raw: Buffer.from('x'), bytes: 1 };
    const { events, rejected } = await enrichment.enrich(await slice(talk, [], { rejected: [early] }));
    expect([shown(events), rejected]).toEqual([[], [early]]);
  });

  it('does not wait for another, and takes nothing of its rows', async () => {
    const lists = Array.from({ length: 6 }, (_, n) =>
      Array.from({ length: 300 + n }, (_, at) => ({ id: `${n}-${at}`, at: MOON, body: `#a${n}` })),
    );
    const all = await Promise.all(lists.map((lines) => enrich(talk, lines)));
    all.forEach(({ events }, n) => {
      expect(events.map(({ key }) => key)).toEqual(lists[n]?.map(({ id }) => id));
    });
  });
});
