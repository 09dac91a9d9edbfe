import type { ColumnType } from '../column.ts';
import type { Comparison, Expression, Literal } from '../expression.ts';
import { type Inspection, oneOf } from './fault.ts';
import { captureGroups, unsharedPart } from './pattern.ts';

/** What values can be compared with each other; `any` is NULL, or what a fault was told about already. */
export type Family = 'text' | 'number' | 'boolean' | 'timestamp' | 'json' | 'list' | 'any';

/** The columns an expression may read. */
export type Types = ReadonlyMap<string, ColumnType>;

const FAMILIES: Readonly<Record<ColumnType, Family>> = {
  text: 'text',
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  timestamp: 'timestamp',
  json: 'json',
  list: 'list',
};

/** The family of a column's values. */
export function familyOf(type: ColumnType): Family {
  return FAMILIES[type];
}

/** Names that stand in an address as they are, and in a pattern almost so. */
const PARAMETER = /^[A-Za-z0-9_.-]+$/;

interface Place {
  readonly inspection: Inspection;
  readonly part: string;
  readonly types: Types;
}

/**
 * Tells what is wrong with an expression: unknown columns, operands of the wrong type, patterns that engines read
 * differently; and when its result is not what is wanted.
 */
export function checkExpression(place: Place, expression: Expression, wanted: Family): void {
  const found = resultOf(place, expression);
  if (!fits(found, wanted)) {
    tell(place, `the expression gives a ${found}, not a ${wanted}`, `Make it give a ${wanted}.`);
  }
}

function tell({ inspection, part }: Place, problem: string, remedy: string): void {
  inspection.fault(part, problem, remedy);
}

function fits(found: Family, wanted: Family): boolean {
  return found === 'any' || wanted === 'any' || found === wanted;
}

function resultOf(place: Place, e: Expression): Family {
  switch (e.op) {
    case 'column':
      return columnFamily(place, e.name);
    case 'literal':
      return literalFamily(place, e.value);
    case 'and':
    case 'or':
      return operands(place, { op: e.op, all: e.all, wanted: 'boolean' }, 'boolean');
    case 'coalesce':
      return common(place, e.op, e.all);
    case 'concat':
      return concatFamily(place, e.all);
    case 'union':
      return operands(place, { op: e.op, all: e.all, wanted: 'list' }, 'list');
    case 'not':
      return operands(place, { op: e.op, all: [e.of], wanted: 'boolean' }, 'boolean');
    case 'isNull':
      resultOf(place, e.of);
      return 'boolean';
    case 'lower':
      return operands(place, { op: e.op, all: [e.of], wanted: 'text' }, 'text');
    case 'floor':
    case 'round':
      return operands(place, { op: e.op, all: [e.of], wanted: 'number' }, 'number');
    case 'in':
      if (e.values.length === 0) tell(place, 'a list of values is empty', 'Name at least one value.');
      return operands(place, { op: e.op, all: [e.of], wanted: 'text' }, 'boolean');
    case 'extract':
      return extractFamily(place, e);
    case 'queryParameter':
      if (!PARAMETER.test(e.name)) {
        tell(place, `"${e.name}" cannot be a parameter's name`, 'Use letters, digits, "_", "." and "-".');
      }
      return operands(place, { op: e.op, all: [e.of], wanted: 'text' }, 'text');
    case 'case':
      return caseFamily(place, e);
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return operands(place, { op: e.op, all: [e.left, e.right], wanted: 'number' }, 'number');
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return comparison(place, e.op, [e.left, e.right]);
  }
}

function columnFamily(place: Place, name: string): Family {
  const type = place.types.get(name);
  if (type !== undefined) return familyOf(type);
  const isElement = Object.hasOwn(place.inspection.stream.elements, name);
  tell(
    place,
    isElement
      ? `"${name}" is an element of a list, which no expression can read`
      : `there is no column "${name}" that can be read here`,
    oneOf(place.types.keys()),
  );
  return 'any';
}

function literalFamily(place: Place, value: Literal): Family {
  if (value === null) return 'any';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') {
    const exact = Number.isInteger(value)
      ? Number.isSafeInteger(value)
      : /^-?\d+\.\d{1,9}$/.test(String(value));
    if (!exact)
      tell(place, `the number ${value} is not exact`, 'Use a whole number up to 2^53, or up to 9 decimals.');
    return 'number';
  }
  if (value.includes('\0')) tell(place, 'a text holds NUL, which no engine has', 'Leave the NUL out.');
  return 'text';
}

interface Operands {
  readonly op: string;
  readonly all: readonly Expression[];
  readonly wanted: Family;
}

function operands(place: Place, { op, all, wanted }: Operands, result: Family): Family {
  if (all.length === 0) tell(place, `"${op}" has no operands`, 'Give it at least one.');
  for (const one of all) {
    const found = resultOf(place, one);
    if (!fits(found, wanted))
      tell(place, `"${op}" needs a ${wanted}, not a ${found}`, `Give it a ${wanted}.`);
  }
  return result;
}

/** JSON is kept as its text, so that a text may stand in for a missing value. */
const TEXTUAL: readonly Family[] = ['json', 'text', 'any'];

/** The family that all have in common. */
function common(place: Place, op: string, all: readonly Expression[]): Family {
  if (all.length === 0) tell(place, `"${op}" has no operands`, 'Give it at least one.');
  const found = all.map((one) => resultOf(place, one));
  if (op === 'coalesce' && found.includes('json') && found.every((one) => TEXTUAL.includes(one))) {
    return found.includes('text') ? 'text' : 'json';
  }
  const first = found.find((one) => one !== 'any') ?? 'any';
  const other = found.find((one) => !fits(one, first));
  if (other !== undefined) tell(place, `"${op}" mixes ${first} and ${other}`, 'Give it values of one type.');
  return first;
}

/** Numbers and JSON values are taken as their texts. */
function concatFamily(place: Place, all: readonly Expression[]): Family {
  if (all.length === 0) tell(place, '"concat" has no operands', 'Give it at least one.');
  for (const one of all) {
    const found = resultOf(place, one);
    if (!fits(found, 'text') && !fits(found, 'number') && !fits(found, 'json')) {
      tell(place, `"concat" needs texts and numbers, not a ${found}`, 'Give it a text or a number.');
    }
  }
  return 'text';
}

function comparison(place: Place, op: Comparison, sides: readonly Expression[]): Family {
  const family = common(place, op, sides);
  const isOrder = op !== 'eq' && op !== 'ne';
  if (family === 'json' || family === 'list' || (isOrder && family === 'boolean')) {
    tell(
      place,
      `"${op}" cannot compare values of the type ${family}`,
      'Derive a column that can be compared.',
    );
  }
  return 'boolean';
}

function extractFamily(place: Place, { of, pattern, group }: Extract<Expression, { op: 'extract' }>): Family {
  const problem = unsharedPart(pattern);
  if (problem !== null) {
    tell(
      place,
      `the pattern ${pattern} is not one that every engine reads alike: ${problem}`,
      'Keep to what RE2 and Java share, with a capture group.',
    );
  } else if (!Number.isInteger(group) || group < 1 || group > captureGroups(pattern)) {
    tell(
      place,
      `the pattern ${pattern} has no capture group ${group}`,
      'Count its groups from 1, in the order of their opening brackets.',
    );
  }
  return operands(place, { op: 'extract', all: [of], wanted: 'text' }, 'text');
}

function caseFamily(place: Place, e: Extract<Expression, { op: 'case' }>): Family {
  const conditions = e.when.map((branch) => branch.if);
  operands(place, { op: 'case', all: conditions, wanted: 'boolean' }, 'boolean');
  return common(place, 'case', [...e.when.map((branch) => branch.value), e.otherwise]);
}
