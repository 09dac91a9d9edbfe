import { Pool } from 'pg';
import { createReportRunner } from '../run.ts';
import { createStreamTables, createSystemTables } from './database.ts';
import { lakeOf } from './fold.ts';
const { catalogue } = await import('../../streams/catalogue.ts');
const pool = new Pool({ host: '127.0.0.1', port: 55917, user: 'crosscurrent', database: 'postgres' });
const db = { query: async (sql: string, values: readonly unknown[] = []) => (await pool.query(sql, [...values])).rows, close: async () => pool.end() };
const web = catalogue[0]!;
if (process.argv[2] === 'fill') {
  await db.query('DROP SCHEMA IF EXISTS web_behaviour CASCADE'); await db.query('DROP SCHEMA IF EXISTS crosscurrent CASCADE');
  await createSystemTables(db); await createStreamTables(db, web);
  await db.query("INSERT INTO crosscurrent.stream_state VALUES ('web-behaviour', 3, now(), now())");
  const days = "generate_series('2026-01-01Z'::timestamptz, '2026-01-14Z', '1 day') d";
  await db.query(`INSERT INTO web_behaviour.product_views SELECT d, 'p'||p, false, 1+(20000.0/p)::int FROM ${days}, generate_series(1,40000) p`);
  await db.query(`INSERT INTO web_behaviour.product_views_distinct SELECT window_start, product_id, is_bot, views FROM web_behaviour.product_views`);
  await db.query(`INSERT INTO web_behaviour.referrer_views SELECT d, 'https://x.com/'||p, 'd'||(p%2000), 'search', false, false, 1+(20000.0/p)::int FROM ${days}, generate_series(1,30000) p`);
  await db.query(`INSERT INTO web_behaviour.product_hours SELECT h, 'p'||p, false, 1+(2000.0/p)::int FROM generate_series('2026-01-01Z'::timestamptz, '2026-01-14T23:00Z', '1 hour') h, generate_series(1,4000) p`);
  const mins = "generate_series('2026-01-01Z'::timestamptz, '2026-01-14T23:59Z', '1 minute') m, (values (true),(false)) b(b)";
  await db.query(`INSERT INTO web_behaviour.traffic_minute SELECT m, b, 700 FROM ${mins}`);
  await db.query(`INSERT INTO web_behaviour.traffic_minute_distinct SELECT m, b, 600 FROM ${mins}`);
  await db.query(`INSERT INTO web_behaviour.traffic_hour SELECT m, b, 700 FROM ${mins} WHERE extract(minute from m)=0`);
  await db.query(`INSERT INTO web_behaviour.traffic_hour_distinct SELECT m, b, 600 FROM ${mins} WHERE extract(minute from m)=0`);
  await db.query(`INSERT INTO web_behaviour.session_minutes SELECT m, b, 300,3,4,5,6,1,1,1,1 FROM ${mins}`);
  await db.query(`INSERT INTO web_behaviour.browser_os_views SELECT h, 'b'||p, 'o'||q, false, 10 FROM generate_series('2026-01-01Z'::timestamptz, '2026-01-14T23:00Z', '1 hour') h, generate_series(1,40) p, generate_series(1,15) q`);
  await db.query(`INSERT INTO web_behaviour.event_kinds SELECT m, 'k'||k, b, 5 FROM ${mins}, generate_series(1,12) k`);
  await db.query('ANALYZE');
}
const lake = lakeOf([]);
const r = createReportRunner({ catalogue, query: db.query, lakeQuery: lake, lakeEvents: lake, clock: { now: () => Date.UTC(2026, 0, 14, 23, 59) } });
const cases: [string, Record<string, string>][] = [['top-products', {}], ['top-products', { from: '2026-01-01', to: '2026-01-14' }], ['top-referrers', {}], ['top-referrers', { by: 'domain' }], ['traffic', {}], ['traffic', { grain: 'minute' }], ['traffic', { grain: 'minute', from: '2026-01-09', to: '2026-01-14' }], ['totals', {}], ['totals', { from: '2026-01-01', to: '2026-01-14' }], ['product-hours', { product: 'p7' }], ['browser-os-hours', {}], ['activity', {}], ['sessions', {}], ['session-totals', {}], ['funnel', {}]];
for (const [name, given] of cases) {
  const times: number[] = [];
  for (let n = 0; n < 15; n++) { const t = performance.now(); await r.run(name, given); times.push(performance.now() - t); }
  times.sort((a, b) => a - b);
  console.log(name, JSON.stringify(given), 'median', times[7]!.toFixed(1), 'max', times[14]!.toFixed(1));
}
await pool.end();
