import type { ColumnType } from '../column.ts';
import { listsOf } from '../elements.ts';
import { GRAIN_MS, type Measure, type Rollup } from '../rollup.ts';
import { tellAbsent } from './absent.ts';
import { checkExpression, type Types } from './expressions.ts';
import { type Inspection, oneOf } from './fault.ts';
import {
  checkName,
  checkReserved,
  checkWords,
  doubles,
  MAX_ROLLUP_NAME,
  RESERVED_HEADINGS,
  RESERVED_PARAMETERS,
} from './names.ts';

/** Types that can be a key in every engine without a change of value. */
const DIMENSION_TYPES: readonly ColumnType[] = ['text', 'boolean'];

const MEASURED: Readonly<Record<Exclude<Measure['kind'], 'count'>, readonly ColumnType[]>> = {
  sum: ['integer', 'decimal'],
  min: ['integer', 'decimal', 'timestamp', 'text'],
  max: ['integer', 'decimal', 'timestamp', 'text'],
  distinct: ['text', 'integer', 'decimal', 'boolean', 'timestamp'],
};

/** All keys of one pass have to fit the bits that tell its grouping sets apart. */
const MAX_KEYS = 48;

/** What a group of rollups is over. */
export interface Rows {
  /** `rollups`, `sessions.rollups` or `mentions.rollups`. */
  readonly part: string;
  readonly rollups: Readonly<Record<string, Rollup>>;
  readonly types: Types;
  /** Sessions are recomputed as a whole, without the distinct counts that events have, and have no lists. */
  readonly kind: 'events' | 'sessions' | 'mentions';
}

/** Looks at rollups of events or of sessions. */
export function checkRollups(inspection: Inspection, rows: Rows): void {
  for (const [name, rollup] of Object.entries(rows.rollups)) {
    const part = `${rows.part}.${name}`;
    checkName(inspection, { part, name }, { longest: MAX_ROLLUP_NAME });
    checkWords(inspection, part, rollup.about);
    if (!Object.hasOwn(GRAIN_MS, rollup.grain)) {
      inspection.fault(`${part}.grain`, `there is no grain "${rollup.grain}"`, oneOf(Object.keys(GRAIN_MS)));
    }
    if (rollup.where !== undefined) {
      checkExpression({ inspection, part: `${part}.where`, types: rows.types }, rollup.where, 'boolean');
    }
    checkDimensions(inspection, part, { rollup, rows });
    checkMeasures(inspection, `${part}.measures`, { ...rows, measures: rollup.measures, by: rollup.by });
  }
  checkPassWidth(inspection, rows);
}

function checkDimensions(
  inspection: Inspection,
  part: string,
  { rollup, rows }: { rollup: Rollup; rows: Rows },
): void {
  const { stream, fault } = inspection;
  const elements = rows.kind === 'sessions' ? [] : Object.keys(stream.elements);
  for (const name of rollup.by) {
    const isText = isElement(inspection, { part: `${part}.by`, name, rows });
    const type = isText ? 'text' : rows.types.get(name);
    if (type === undefined) {
      tellAbsent(inspection, { part: `${part}.by`, name }, [...rows.types.keys(), ...elements]);
    } else if (!DIMENSION_TYPES.includes(type)) {
      fault(
        `${part}.by`,
        `"${name}" is a ${type}, which cannot be a dimension`,
        'Name a text or boolean column.',
      );
    }
    // A row of a report is picked by its dimensions, next to the report's own parameters.
    checkReserved(inspection, { part: `${part}.by`, name }, { ...RESERVED_HEADINGS, ...RESERVED_PARAMETERS });
  }
  for (const name of doubles(rollup.by)) fault(`${part}.by`, `"${name}" stands there twice`, 'Name it once.');
  if (stream.bots !== undefined && !rollup.by.includes(stream.bots)) {
    fault(
      `${part}.by`,
      `without "${stream.bots}" robots cannot be left out of its reports`,
      `Add "${stream.bots}" to its dimensions.`,
    );
  }
}

/** Elements are texts. What is wrong with one itself is told where it is declared. */
function isElement(
  { stream, fault }: Inspection,
  { part, name, rows }: { part: string; name: string; rows: Rows },
): boolean {
  const found = Object.hasOwn(stream.elements, name) ? stream.elements[name] : undefined;
  if (found === undefined || rows.kind === 'sessions') return false;
  if (rows.kind === 'mentions' && !rows.types.has(found.list)) {
    fault(part, `"${name}" goes through "${found.list}", which mentions do not keep`, 'Add it to `keep`.');
  }
  return true;
}

/** Looks at the measures of a rollup or of a star's fact. */
export function checkMeasures(
  inspection: Inspection,
  part: string,
  of: Pick<Rows, 'types' | 'kind'> & {
    readonly measures: Rollup['measures'];
    readonly by: readonly string[];
  },
): void {
  const { fault } = inspection;
  const measures = Object.entries(of.measures);
  if (measures.length === 0) fault(part, 'there is no measure', 'Declare at least one, such as a count.');
  const hasPartialSums = measures.some(([, { kind }]) => kind !== 'distinct');
  if (!hasPartialSums && measures.some(([name]) => name === 'rows')) {
    fault(
      `${part}.rows`,
      'a rollup of distinct counts alone has a count "rows" of its own',
      'Give it another name.',
    );
  }
  for (const [name, measure] of measures) {
    const own = `${part}.${name}`;
    checkName(inspection, { part: own, name });
    checkReserved(inspection, { part: own, name }, RESERVED_HEADINGS);
    checkWords(inspection, own, measure.about);
    if (of.by.includes(name))
      fault(own, `"${name}" is a dimension as well`, 'Give the measure another name.');
    if (measure.kind === 'count') {
      if (measure.where !== undefined)
        checkExpression({ inspection, part: own, types: of.types }, measure.where, 'boolean');
      continue;
    }
    if (measure.kind === 'distinct' && of.kind === 'sessions') {
      fault(
        own,
        'distinct counts of sessions are not kept',
        'Count events, or sessions that fulfil a condition.',
      );
    }
    checkMeasured(inspection, own, { measure, types: of.types });
  }
}

function checkMeasured(
  inspection: Inspection,
  part: string,
  { measure, types }: { measure: Exclude<Measure, { kind: 'count' }>; types: Types },
): void {
  const { kind, column } = measure;
  const type = types.get(column);
  const allowed = MEASURED[kind];
  if (type === undefined) tellAbsent(inspection, { part, name: column }, types.keys());
  else if (!allowed.includes(type)) {
    inspection.fault(
      part,
      `a ${kind} cannot be made of "${column}", a ${type}`,
      `Name a column of the type ${allowed.join(' or ')}.`,
    );
  }
}

/** Rollups with one filter and the same lists are one pass, so that their keys add up. */
function checkPassWidth({ stream, fault }: Inspection, { part, rollups }: Rows): void {
  const passes = new Map<string, Set<string>>();
  for (const { where, grain, by } of Object.values(rollups)) {
    const filter = JSON.stringify([where ?? null, listsOf(stream.elements, by)]);
    const keys = passes.get(filter) ?? new Set();
    for (const key of [`window of a ${grain}`, ...by]) keys.add(key);
    passes.set(filter, keys);
  }
  for (const keys of passes.values()) {
    if (keys.size > MAX_KEYS) {
      fault(part, `the rollups of one filter have ${keys.size} different keys`, `Use ${MAX_KEYS} at most.`);
    }
  }
}
