import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shop } from '../../test/golden/types/good.ts';
import type { Stream } from './define.ts';
import { and, coalesce, col, eq, lit, not } from './expression.ts';
import { type GroupingPlan, planStream } from './plan.ts';
import { count, distinct, max, type Rollup, sum } from './rollup.ts';

const orders = eq(col('kind'), 'order');
const visits = eq(col('kind'), 'page');

function streamWith(rollups: Readonly<Record<string, Rollup>>): Stream {
  return { ...shop, rollups, sessions: undefined };
}

const day: Pick<Rollup, 'about' | 'grain' | 'by'> = { about: 'x', grain: 'day', by: ['country', 'is_bot'] };

describe('planStream', () => {
  it('makes one plan of all rollups with one filter, one set each', () => {
    const { additive } = planStream(
      streamWith({
        by_day: { ...day, where: orders, measures: { n: count('N') } },
        by_hour: {
          ...day,
          where: eq(col('kind'), 'order'),
          grain: 'hour',
          by: ['is_bot'],
          measures: { n: count('N') },
        },
        of_visits: { ...day, where: visits, measures: { n: count('N') } },
        of_all: { ...day, measures: { n: count('N') } },
      }),
    );
    expect(additive.map(({ where, sets }) => [where, sets.map((set) => set.rollup)])).toEqual([
      [orders, ['by_day', 'by_hour']],
      [visits, ['of_visits']],
      [undefined, ['of_all']],
    ]);
    expect(additive[0]?.sets[1]).toEqual({
      rollup: 'by_hour',
      grain: 'hour',
      by: ['is_bot'],
      measures: { n: 0 },
    });
    expect(additive[0]?.dimensions).toEqual({ country: 'text', is_bot: 'boolean' });
  });

  it('computes a measure once, whatever rollups call it and say about it', () => {
    const [plan] = planStream(
      streamWith({
        a: { ...day, measures: { n: count('One'), revenue: sum('amount', 'Revenue') } },
        b: { ...day, measures: { events: count('Two'), most: max('amount', 'Most') } },
        c: { ...day, measures: { n: count('Large ones', eq(col('is_large'), true)) } },
      }),
    ).additive;
    expect(plan?.measures).toHaveLength(4);
    expect(plan?.sets.map((set) => set.measures)).toEqual([
      { n: 0, revenue: 1 },
      { events: 0, most: 2 },
      { n: 3 },
    ]);
  });

  it('keeps distinct counts apart: they do not merge', () => {
    const { additive, distinct: holistic } = planStream(
      streamWith({
        both: { ...day, where: orders, measures: { n: count('N'), buyers: distinct('visitor', 'Buyers') } },
        counted: { ...day, where: orders, measures: { buyers: distinct('visitor', 'Buyers') } },
        summed: { ...day, where: orders, measures: { n: count('N') } },
      }),
    );
    expect(additive.map((plan) => plan.sets.map((set) => set.rollup))).toEqual([['both', 'summed']]);
    expect(holistic.map((plan) => plan.sets.map((set) => set.rollup))).toEqual([['both', 'counted']]);
    expect(holistic[0]?.measures.map(({ kind }) => kind)).toEqual(['distinct']);
    expect(additive[0]?.measures.map(({ kind }) => kind)).toEqual(['count']);
  });

  it('leaves events that take others back out of every pass [R1]', () => {
    const revisions = { deleted: 'deleted', version: 'version', person: 'visitor' };
    const stands = not(coalesce(col('deleted'), lit(false)));
    const rollups = {
      all: { ...day, measures: { n: count('N'), buyers: distinct('visitor', 'Buyers') } },
      some: { ...day, where: orders, measures: { n: count('N') } },
    };
    const plan = planStream({ ...streamWith(rollups), revisions });
    expect(plan.additive.map(({ where }) => where)).toEqual([stands, and(orders, stands)]);
    expect(plan.distinct.map(({ where }) => where)).toEqual([stands]);
  });

  it('plans sessions over the rows of sessions', () => {
    const { sessions } = planStream(shop);
    expect(sessions.map(({ rows, dimensions }) => ({ rows, dimensions }))).toEqual([
      { rows: 'sessions', dimensions: { country: 'text', is_bot: 'boolean' } },
    ]);
    expect(planStream({ ...shop, sessions: undefined }).sessions).toEqual([]);
  });

  it('loses no rollup and no measure, and makes as many plans as there are filters', () => {
    const filters = [undefined, orders, visits];
    const measures = { n: count('N'), revenue: sum('amount', 'R'), buyers: distinct('visitor', 'B') };
    const rollup = fc.record({
      where: fc.constantFrom(...filters),
      names: fc.uniqueArray(fc.constantFrom('n' as const, 'revenue' as const, 'buyers' as const), {
        minLength: 1,
      }),
    });
    fc.assert(
      fc.property(fc.array(rollup, { minLength: 1, maxLength: 8 }), (all) => {
        const rollups = Object.fromEntries(
          all.map(({ where, names }, index): [string, Rollup] => {
            const own = Object.fromEntries(names.map((name) => [name, measures[name]]));
            return [`r${index}`, { ...day, measures: own, ...(where === undefined ? {} : { where }) }];
          }),
        );
        const plan = planStream(streamWith(rollups));
        const made = [...plan.additive, ...plan.distinct].flatMap(namedMeasures).sort();
        const wanted = all.flatMap(({ where, names }, index) =>
          names.map((name) => `r${index} ${name} ${kindOf(name)} ${JSON.stringify(where)}`),
        );
        expect(made).toEqual(wanted.sort());
        const filtersOf = (plans: readonly GroupingPlan[]) => plans.map(({ where }) => JSON.stringify(where));
        for (const plans of [plan.additive, plan.distinct])
          expect(new Set(filtersOf(plans)).size).toBe(plans.length);
      }),
    );

    function kindOf(name: keyof typeof measures): string {
      return measures[name].kind;
    }
  });
});

/** Each measure of each rollup of a plan, with its kind and the plan's filter. */
function namedMeasures({ sets, measures, where }: GroupingPlan): string[] {
  return sets.flatMap((set) =>
    Object.entries(set.measures).map(
      ([name, index]) => `${set.rollup} ${name} ${measures[index]?.kind} ${JSON.stringify(where)}`,
    ),
  );
}
