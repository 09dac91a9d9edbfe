import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';
import { listsOf } from '../stream/elements.ts';
import { GRAIN_MS, type Measure, type Rollup } from '../stream/rollup.ts';

/** A rollup with its name and what it is made of. */
export interface NamedRollup {
  readonly name: string;
  readonly of: 'events' | 'sessions' | 'mentions';
  readonly rollup: Rollup;
}

/** All rollups of a stream: those over its events, over its sessions, over its mentions of campaigns. */
export function rollupsOf(stream: Stream): readonly NamedRollup[] {
  const over = (of: NamedRollup['of'], rollups: Readonly<Record<string, Rollup>>) =>
    Object.entries(rollups).map(([name, rollup]) => ({ name, of, rollup }));
  return [
    ...over('events', stream.rollups),
    ...over('sessions', stream.sessions?.rollups ?? {}),
    ...over('mentions', stream.mentions?.rollups ?? {}),
  ];
}

/** A rollup by its name; `bad_declaration` when the stream has none. */
export function findRollup(stream: Stream, name: string): NamedRollup {
  const found = rollupsOf(stream).find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new CrosscurrentError(
    'bad_declaration',
    `The stream ${stream.name} has no rollup ${name}.`,
    `Its reports can read from: ${rollupsOf(stream)
      .map((one) => one.name)
      .join(', ')}.`,
  );
}

/** A measure of a rollup; `bad_declaration` when there is none of this name. */
export function measureOf({ name, rollup }: NamedRollup, measure: string): Measure {
  const found = rollup.measures[measure];
  if (found !== undefined) return found;
  throw new CrosscurrentError(
    'bad_declaration',
    `The rollup ${name} has no measure ${measure}.`,
    `It has: ${Object.keys(rollup.measures).join(', ')}.`,
  );
}

/** Whether two lists hold the same names. */
export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const names = new Set(a);
  return names.size === new Set(b).size && b.every((name) => names.has(name));
}

/** Rollups of the same rows under the same filter, through the same lists, itself among them. */
export function siblings(stream: Stream, of: NamedRollup): readonly NamedRollup[] {
  const identity = ({ rollup: { where, by } }: NamedRollup): string =>
    JSON.stringify([where ?? null, listsOf(stream.elements, by)]);
  const wanted = identity(of);
  return rollupsOf(stream).filter((one) => one.of === of.of && identity(one) === wanted);
}

/** Whether two measures are the same figure, whatever is said about them. */
function sameMeasure(a: Measure | undefined, b: Measure | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return JSON.stringify({ ...a, about: '' }) === JSON.stringify({ ...b, about: '' });
}

/**
 * The rollup that answers most cheaply: of those with the same filter, dimensions and measures, the coarsest
 * whose windows are not longer than a bucket and do not reach over the ends of the range.
 */
export function cheapest(
  stream: Stream,
  from: NamedRollup,
  needs: { measures: readonly string[]; from: number; to: number; bucket: number | undefined },
): NamedRollup {
  const fits = ({ rollup }: NamedRollup) => {
    const window = GRAIN_MS[rollup.grain];
    const inside = needs.from % window === 0 && needs.to % window === 0;
    return inside && (needs.bucket === undefined || needs.bucket % window === 0);
  };
  const same = ({ rollup }: NamedRollup) =>
    sameNames(rollup.by, from.rollup.by) &&
    needs.measures.every((name) => sameMeasure(rollup.measures[name], from.rollup.measures[name]));
  return siblings(stream, from)
    .filter((one) => same(one) && fits(one))
    .reduce((best, one) => (GRAIN_MS[one.rollup.grain] > GRAIN_MS[best.rollup.grain] ? one : best), from);
}
