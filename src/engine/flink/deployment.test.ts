import { describe, expect, it } from 'vitest';
import { boolean, decimal, integer, text, timestamp } from '../../stream/column.ts';
import { defineStream, type Stream } from '../../stream/define.ts';
import { derive } from '../../stream/derived.ts';
import { element } from '../../stream/elements.ts';
import { add, col, gt, lit } from '../../stream/expression.ts';
import { figure } from '../../stream/report.ts';
import { count, distinct, max, min, sum } from '../../stream/rollup.ts';
import { renderDeployment } from './deployment.ts';
import { writeDeployment } from './written.ts';

const OPTIONS = {
  bootstrapServers: 'kafka:9092',
  topicPrefix: '',
  jdbcUrl: 'jdbc:postgresql://db/x',
  jdbcUser: 'me',
  jdbcPassword: '<password>',
  parallelism: 1,
  dedupMinutes: 60,
};

/** A stream with every kind of measure. */
const sales: Stream = defineStream({
  name: 'shop-sales',
  title: 'Sales',
  about: 'Sales of a shop',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    buyer: text('Who', { stored: false }),
    amount: decimal('How much'),
    pieces: integer('How many'),
    note: text('Words'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {
    marks: derive({ from: 'note', gives: { marks: 'list' }, by: () => ({ marks: [] }), about: 'Marks' }),
    who: derive({
      from: 'buyer',
      gives: { initial: 'text' },
      by: (value) => ({ initial: value?.charAt(0) ?? null }),
      stored: false,
      about: 'First letter',
    }),
  },
  computed: {},
  elements: { mark: element('marks', 'A mark'), kind: element('marks', 'Its kind', 1) },
  rollups: {
    sale_days: {
      about: 'Sales by day',
      grain: 'day',
      by: [],
      measures: {
        sales: count('Sales'),
        large: count('Large ones', gt(col('amount'), 100)),
        amount: sum('amount', 'Amounts'),
        pieces: sum('pieces', 'Pieces'),
        first_at: min('at', 'First'),
        most: max('amount', 'Most'),
        last_note: max('note', 'Last in the alphabet'),
        notes: distinct('note', 'Notes'),
        sizes: distinct('pieces', 'Sizes'),
      },
    },
    mark_hours: {
      about: 'Marks by hour',
      grain: 'hour',
      by: ['mark', 'kind'],
      measures: { notes: distinct('note', 'Notes') },
    },
  },
  reports: {
    'all-sales': {
      title: 'Sales',
      question: 'How many?',
      from: 'sale_days',
      by: [],
      figures: { sales: figure('sales', 'sales', 'Sales.') },
      period: { kind: 'all' },
      order: 'sales',
      limit: 10,
      parameters: {},
      chart: 'bars',
    },
  },
  panels: [],
  simulator: function* one() {
    for (;;) yield { at: 0, line: '{"id":"1","at":0}' };
  },
  example: { id: '1', at: 1767225600 },
});

const withRevisions: Stream = {
  ...sales,
  columns: { ...sales.columns, gone: boolean('Deletes'), edit: integer('Edit') },
  revisions: { deleted: 'gone', version: 'edit', person: 'id' },
};

function sqlOf(stream: Stream): string {
  return writeDeployment(renderDeployment(stream, OPTIONS));
}

describe('a deployment', () => {
  const sql = sqlOf(sales);

  it('reads what is stored, and computes nothing again', () => {
    const [source = ''] = /CREATE TEMPORARY TABLE `shop_sales_enriched` [^;]*/.exec(sql) ?? [];
    const columns = [...source.matchAll(/^ {2}`([a-z]+)` (.*),$/gm)].map(([, name, type]) => [name, type]);
    expect(columns).toEqual([
      ['id', 'STRING'],
      ['at', 'BIGINT'],
      ['amount', 'DECIMAL(27, 9)'],
      ['pieces', 'BIGINT'],
      ['note', 'STRING'],
      ['marks', 'ARRAY<STRING>'],
    ]);
  });

  it('sums without a limit of 64 bits', () => {
    expect(sql).toContain('COALESCE(SUM(`v_amount`), 0) AS m2');
    expect(sql).toContain('COALESCE(SUM(CAST(`v_pieces` AS DECIMAL(38, 0))), 0) AS m3');
    expect(sql).toContain('`pieces` DECIMAL(38, 0)');
    expect(sql).toContain('COUNT(*) FILTER (WHERE (`v_amount` > 100)) AS m1');
  });

  it('gives smallest and largest values the type of their column', () => {
    expect(sql).toContain('MIN(`v_at`) AS m4');
    expect(sql).toContain("DATE_FORMAT(TO_TIMESTAMP_LTZ(m4, 3), 'yyyy-MM-dd HH:mm:ss.SSS') || '+00'");
    expect(sql).toMatch(/`first_at` STRING,\n {2}`most` DECIMAL\(27, 9\),\n {2}`last_note` STRING/);
  });

  it('counts several columns distinctly side by side', () => {
    expect(sql).toContain('GROUPING SETS (\n  (`w_day`, `v_note`),\n  (`w_day`, `v_pieces`)\n)');
    expect(sql).toContain('COUNT(`v_note`) AS m0,\n  COUNT(`v_pieces`) AS m1');
  });

  it('unnests a list once, whatever parts of its texts are asked for', () => {
    expect(sql.match(/CROSS JOIN UNNEST/g)).toHaveLength(1);
    expect(sql).toContain("NULLIF(SPLIT_INDEX(`t_marks`, U&'\\001F', 1), '')");
  });

  it('writes no row to the table of sums of a rollup that has none', () => {
    expect(sql).toContain("'table-name' = 'shop_sales.mark_hours_distinct'");
    expect(sql).not.toContain("'table-name' = 'shop_sales.mark_hours'");
  });

  it('forgets ids after the horizon, and no sums', () => {
    expect(sql).toContain("SET 'table.exec.state.ttl' = '60 min'");
    const views = sql.match(/CREATE TEMPORARY VIEW `shop_sales_(?:sums|members|distinct)_of/g) ?? [];
    expect(sql.match(/STATE_TTL\('event' = '0 s'\)/g)).toHaveLength(views.length);
  });
});

describe('a deployment of a stream with revisions', () => {
  const sql = sqlOf(withRevisions);

  it('keeps the last version of an id, and filters deletions behind it', () => {
    expect(sql).toContain(
      'ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY CASE WHEN `gone` THEN 1 ELSE 0 END DESC, COALESCE(`edit`, 0) DESC, `kafka offset` ASC)',
    );
    expect(sql).toContain('FROM `shop_sales_events`\n  WHERE (NOT COALESCE(`gone`, FALSE))');
  });

  it('remembers ids for ever', () => {
    expect(sql).toContain("SET 'table.exec.state.ttl' = '0 s'");
  });
});

describe('what cannot be rendered', () => {
  it('is told with its stream and part', () => {
    const where = gt(add(lit(1), 2), 2);
    const rollup = { about: 'x', grain: 'day', by: [], measures: { user: count('Users', where) } } as const;
    const { faults } = renderDeployment({ ...sales, rollups: { constants: rollup } }, OPTIONS);
    expect(faults.map(({ stream, part, problem }) => [stream, part, problem])).toEqual([
      ['shop-sales', 'rollups.constants', '"add" has two constants'],
      ['shop-sales', 'rollups.constants', expect.stringContaining('"user" is a word of PostgreSQL')],
    ]);
  });
});
