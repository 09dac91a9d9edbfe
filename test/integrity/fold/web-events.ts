import fc from 'fast-check';
import { garbage, instants, type PlacedLine, shown, timeSpelling } from './lines.ts';
import { AGENTS, COLLECTIONS, PAGES, REFERRERS, type WebFact } from './web-facts.ts';

/** A raw field value and the text it stands for. */
type Spelt = readonly [raw: unknown, text: string | null];

const missing: readonly Spelt[] = [
  [undefined, null],
  [null, null],
  ['', null],
];
const blank: readonly Spelt[] = [...missing, [false, null], ['false', null], ['undefined', null]];

const product = fc.constantFrom<Spelt>(...blank, ['p1', 'p1'], ['p2', 'p2'], [100, '100'], ['100', '100']);
const store = fc.constantFrom<Spelt>(...blank, ['7', '7'], [7, '7'], ['8', '8']);
const device = fc.constantFrom<Spelt>(...missing, ['d1', 'd1'], ['d1', 'd1'], ['d2', 'd2'], ['d3', 'd3']);
const utm = fc.constantFrom<Spelt>(
  ...missing,
  ...missing,
  [undefined, null],
  ['cpc', 'cpc'],
  ['Display', 'Display'],
  ['brand', 'brand'],
);

/** Fields that change no rollup, and ones that the stream does not know. */
const besides = fc.constantFrom<Record<string, unknown>>(
  {},
  {},
  { price: '1.234,50', email: 'a@example.org', ip: '203.0.113.9' },
  { option: [{ option_id: 1 }], local_time: '2026-01-01 1:00:00' },
  { unheard_of: { nested: [1, 2] }, other: 'x' },
);

const drafted = fc.record({
  id: fc.integer({ min: 0, max: 150 }),
  at: instants,
  spell: timeSpelling,
  collection: fc.constantFrom(...COLLECTIONS),
  page: fc.constantFrom(...PAGES),
  agent: fc.constantFrom(...AGENTS),
  referrer: fc.constantFrom(...REFERRERS),
  device,
  product,
  store,
  utm: fc.tuple(utm, utm, utm),
  besides,
});

type Drafted = typeof drafted extends fc.Arbitrary<infer T> ? T : never;

function fieldsOf(draft: Drafted, fact: WebFact): Record<string, unknown> {
  return {
    id: fact.id,
    time_stamp: draft.spell(fact.time),
    collection: fact.collection,
    current_url: draft.page.url ?? '',
    referrer_url: draft.referrer.url ?? '',
    user_agent: draft.agent.text ?? undefined,
    device_id: draft.device[0],
    product_id: draft.product[0],
    store_id: draft.store[0],
    utm_source: draft.utm[0][0],
    utm_medium: draft.utm[1][0],
    utm_campaign: draft.utm[2][0],
    ...draft.besides,
  };
}

function factOf(draft: Drafted, prefix: string, base: number): WebFact {
  return {
    id: `${prefix}-${draft.id}`,
    time: base + draft.at,
    collection: draft.collection.name,
    isPage: draft.collection.isPage,
    device: draft.device[1],
    agent: draft.agent,
    page: draft.page,
    referrer: draft.referrer,
    product: draft.product[1],
    store: draft.store[1],
    utm: [draft.utm[0][1], draft.utm[1][1], draft.utm[2][1]],
  };
}

const good: fc.Arbitrary<PlacedLine<WebFact>> = drafted.map((draft) => ({ prefix, base }) => {
  const fact = factOf(draft, prefix, base);
  return { text: JSON.stringify(fieldsOf(draft, fact)), outcome: { fact } };
});

/** A good event; its id ends with a number up to 150. */
export const webEvent: fc.Arbitrary<PlacedLine<WebFact>> = good;

/** An event with one required field spoilt. */
const spoilt: fc.Arbitrary<PlacedLine<WebFact>> = fc
  .tuple(
    drafted,
    fc.constantFrom<readonly [field: string, value: unknown, reason: string]>(
      ['id', undefined, 'missing:id'],
      ['id', '', 'missing:id'],
      ['id', { a: 1 }, 'bad:id'],
      ['collection', null, 'missing:collection'],
      ['collection', ['x'], 'bad:collection'],
      ['time_stamp', undefined, 'missing:time_stamp'],
      ['time_stamp', 'soon', 'bad:time_stamp'],
      ['time_stamp', -1, 'bad:time_stamp'],
      ['time_stamp', '2026-02-30T00:00:00Z', 'bad:time_stamp'],
      ['time_stamp', 33_000_000_000, 'in_the_future'],
    ),
  )
  .map(([draft, [field, value, reason]]) => ({ prefix, base }) => ({
    text: JSON.stringify({ ...fieldsOf(draft, factOf(draft, prefix, base)), [field]: value }),
    outcome: { reason },
  }));

/** Lines of `web-behaviour`: mostly events, with duplicates (the ids are few), conflicts, spoilt ones and garbage. */
export const webLine: fc.Arbitrary<PlacedLine<WebFact>> = fc
  .oneof(
    { weight: 12, arbitrary: good },
    { weight: 1, arbitrary: spoilt },
    { weight: 1, arbitrary: garbage.map((line) => () => line) },
  )
  .map(shown);
