import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { col, eq } from '../../stream/expression.ts';
import { count } from '../../stream/rollup.ts';
import type { Sessions } from '../../stream/sessions.ts';
import { IS_BRIEF, renderBriefVisits, renderSessionRows, renderTied } from './session-rows.ts';

const sessions: Sessions = {
  about: '',
  key: 'visitor',
  idleMinutes: 30,
  page: eq(col('kind'), 'page'),
  pageName: 'page',
  converted: eq(col('kind'), 'order'),
  keep: ['agent'],
  steps: { look: eq(col('kind'), 'look'), cart: eq(col('kind'), 'cart'), pay: eq(col('kind'), 'pay') },
  rollups: { all: { about: '', grain: 'day', by: [], measures: { sessions: count('') } } },
};

/** Few visitors, and instants that meet and lie apart by about the pause that ends a session. */
const event = fc.record({
  visitor: fc.constantFrom('a', 'b', 'c'),
  minute: fc.integer({ min: 0, max: 45 }),
  page: fc.constantFrom('NULL', "'/'", "'/shop'"),
  isPage: fc.boolean(),
  isConversion: fc.boolean(),
  step: fc.constantFrom('NULL', '1', '2', '3'),
  agent: fc.constantFrom("'x'", "'y'"),
});

it('makes of brief visits what putting their events in order makes', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const all = 'SELECT * FROM events';
  const others = `${all} WHERE visitor NOT IN (SELECT visitor FROM brief WHERE ${IS_BRIEF})`;
  const made = `SELECT * EXCLUDE (${IS_BRIEF}) FROM brief WHERE ${IS_BRIEF} UNION ALL ${renderSessionRows(sessions, others)}`;
  let brief = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 12 }), async (events) => {
      const rows = events.map(
        (one, tie) =>
          `('${one.visitor}', make_timestamp_ms(${one.minute} * 60000), 'id ${(tie * 7) % 12}', ${one.isPage}, ${one.page}, ${one.isConversion}, ${one.step}, ${one.agent})`,
      );
      await connection.run(
        `CREATE OR REPLACE TABLE events AS SELECT * FROM (VALUES ${rows.join(', ')}) e(visitor, t, tie, is_page, page, is_conversion, step, k_agent)`,
      );
      await connection.run(`CREATE OR REPLACE TABLE tied AS ${renderTied(all)}`);
      await connection.run(`CREATE OR REPLACE TABLE brief AS ${renderBriefVisits(sessions, all, 'tied')}`);
      const order = 'ORDER BY visitor, started_at';
      const found = await connection.runAndReadAll(`SELECT * FROM (${made}) ${order}`);
      const wanted = await connection.runAndReadAll(
        `SELECT * FROM (${renderSessionRows(sessions, all)}) ${order}`,
      );
      expect(found.getRowObjectsJson()).toEqual(wanted.getRowObjectsJson());
      const counted = await connection.runAndReadAll(`SELECT count(*) FROM brief WHERE ${IS_BRIEF}`);
      brief += Number(counted.getRows()[0]?.[0]);
    }),
    { numRuns: 60 },
  );
  expect(brief).toBeGreaterThan(20);
});
