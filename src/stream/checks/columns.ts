import type { Column, ColumnType } from '../column.ts';
import type { Stream } from '../define.ts';
import type { Derivation, DerivedValue } from '../derived.ts';
import { checkExpression, familyOf, type Types } from './expressions.ts';
import { type Inspection, oneOf } from './fault.ts';
import { checkName, checkReserved, checkWords, doubles, type Named, RESERVED_COLUMNS } from './names.ts';

/** The columns of a stream by where they come from. */
export interface ColumnSet {
  readonly input: Types;
  readonly extracted: Types;
  readonly derived: Types;
  readonly computed: Types;
  /** What the lake keeps, and rollups can therefore read. */
  readonly stored: Types;
}

type Entries = readonly (readonly [string, ColumnType])[];

/** The columns of a stream, by where they come from. */
export function columnSet(stream: Stream): ColumnSet {
  const columns = Object.entries(stream.columns);
  const typesOf = (of: readonly (readonly [string, { readonly type: ColumnType }])[]): Entries =>
    of.map(([name, { type }]) => [name, type]);
  const outputs = (of: readonly Derivation[]): Entries => of.flatMap((one) => Object.entries(one.gives));
  const derivations = Object.values(stream.derived);
  const computed = typesOf(Object.entries(stream.computed));
  return {
    input: new Map(typesOf(columns)),
    extracted: new Map(typesOf(Object.entries(stream.extracted))),
    derived: new Map(outputs(derivations)),
    computed: new Map(computed),
    stored: new Map([
      ...typesOf(columns.filter(([, column]) => column.stored)),
      ...outputs(derivations.filter((one) => one.stored)),
      ...computed,
    ]),
  };
}

/** Looks at the columns of a stream and at what is made of them. */
export function checkColumns(inspection: Inspection, set: ColumnSet): void {
  const { stream } = inspection;
  checkColumnNames(inspection);
  for (const [name, column] of Object.entries(stream.columns)) checkColumn(inspection, name, column);
  checkFieldNames(inspection);
  checkKey(inspection, { part: 'id', name: stream.id }, 'text');
  checkKey(inspection, { part: 'eventTime', name: stream.eventTime }, 'timestamp');
  const personal = new Set(
    Object.entries(stream.columns).flatMap(([name, column]) => (column.stored ? [] : [name])),
  );
  const kept = new Map([...set.input].filter(([name]) => !personal.has(name)));
  checkComputed(inspection, 'extracted', kept);
  const readable = new Map([...set.input, ...set.extracted]);
  for (const name of Object.keys(stream.derived)) checkDerivation(inspection, name, { readable, personal });
  checkComputed(inspection, 'computed', new Map([...kept, ...set.extracted, ...set.derived]));
}

function checkColumnNames(inspection: Inspection): void {
  const { stream, fault } = inspection;
  const named = [
    ...Object.keys(stream.columns).map((name) => [`columns.${name}`, name] as const),
    ...Object.keys(stream.extracted).map((name) => [`extracted.${name}`, name] as const),
    ...Object.entries(stream.derived).flatMap(([key, { gives }]) =>
      Object.keys(gives).map((name) => [`derived.${key}.gives.${name}`, name] as const),
    ),
    ...Object.keys(stream.computed).map((name) => [`computed.${name}`, name] as const),
  ];
  const names = named.map(([, name]) => name);
  for (const [part, name] of named) {
    checkName(inspection, { part, name });
    checkReserved(inspection, { part, name }, RESERVED_COLUMNS);
  }
  for (const name of doubles(names)) {
    const parts = named.filter(([, other]) => other === name).map(([part]) => part);
    fault(parts.join(' and '), `two columns have the name "${name}"`, 'Give one of them another name.');
  }
  // Engines put these letters in front of a column's name for its raw text and for its key.
  for (const [part, name] of named) {
    const other = /^[rdk]_(.+)$/.exec(name)?.[1];
    if (other !== undefined && names.includes(other)) {
      fault(part, `the names "${name}" and "${other}" get in each other's way`, `Rename "${name}".`);
    }
  }
}

const WITH_MINIMUM: readonly ColumnType[] = ['integer', 'decimal'];

function checkColumn(inspection: Inspection, name: string, column: Column): void {
  const { fault } = inspection;
  const part = `columns.${name}`;
  checkWords(inspection, part, column.about);
  if (column.min !== undefined && !(WITH_MINIMUM.includes(column.type) && Number.isSafeInteger(column.min))) {
    fault(part, `it cannot have the smallest value ${column.min}`, 'Only numbers have one, and it is whole.');
  }
  if (column.wholeOrShare && column.type !== 'decimal') {
    fault(part, 'only a decimal can be a whole number or a share', 'Declare it as a decimal.');
  }
  if (column.missing.includes('')) {
    fault(part, 'the empty text is missing anyway', 'Leave it out of `missing`.');
  }
}

/** A field may be spelled in any case, so no two columns may be read from names that differ in case alone. */
function checkFieldNames({ stream, fault }: Inspection): void {
  const owners = new Map<string, string>();
  for (const [name, { aliases }] of Object.entries(stream.columns)) {
    for (const field of [name, ...aliases]) {
      const part = `columns.${name}.aliases`;
      if (field.trim() === '') fault(part, 'an alias is empty', 'Leave it out.');
      const folded = field.toLowerCase();
      const owner = owners.get(folded);
      if (owner !== undefined && owner !== name) {
        fault(
          part,
          `"${field}" is read into the column "${owner}" as well`,
          'Give a field name to one column alone.',
        );
      }
      owners.set(folded, name);
    }
    for (const field of doubles([name, ...aliases])) {
      fault(`columns.${name}.aliases`, `"${field}" stands there twice`, 'Name it once.');
    }
  }
}

function checkKey({ stream, fault }: Inspection, { part, name }: Named, type: ColumnType): void {
  const column = Object.hasOwn(stream.columns, name) ? stream.columns[name] : undefined;
  if (column === undefined) {
    fault(part, `there is no input column "${name}"`, oneOf(Object.keys(stream.columns)));
    return;
  }
  if (column.type !== type)
    fault(part, `the column "${name}" is a ${column.type}`, `Declare it as a ${type}.`);
  if (!column.required)
    fault(part, `the column "${name}" is not required`, 'Declare it with `required: true`.');
  if (!column.stored) fault(part, `the column "${name}" is not stored`, 'Leave `stored: false` out.');
}

function checkComputed(inspection: Inspection, kind: 'extracted' | 'computed', types: Types): void {
  for (const [name, { is, type, about }] of Object.entries(inspection.stream[kind])) {
    const part = `${kind}.${name}`;
    checkWords(inspection, part, about);
    checkExpression({ inspection, part, types }, is, familyOf(type));
  }
}

function checkDerivation(
  inspection: Inspection,
  name: string,
  { readable, personal }: { readable: Types; personal: ReadonlySet<string> },
): void {
  const { stream, fault } = inspection;
  const derivation = stream.derived[name];
  if (derivation === undefined) return;
  const part = `derived.${name}`;
  checkWords(inspection, part, derivation.about);
  const type = readable.get(derivation.from);
  if (type === undefined) {
    fault(
      `${part}.from`,
      `there is no input or extracted column "${derivation.from}"`,
      oneOf(readable.keys()),
    );
  } else if (type !== 'text' && type !== 'json') {
    fault(
      `${part}.from`,
      `the column "${derivation.from}" is a ${type}`,
      'Derive from a text or a json column.',
    );
  }
  if (personal.has(derivation.from) && !derivation.stored) {
    fault(
      part,
      `it is derived from "${derivation.from}", and neither is stored`,
      'Leave `stored: false` out of it.',
    );
  }
  if (Object.keys(derivation.gives).length === 0)
    fault(`${part}.gives`, 'it gives no column', 'Name at least one.');
  checkAnswer(inspection, part, derivation);
}

/** Every function has to answer for an event without a value, too. */
function checkAnswer({ fault }: Inspection, part: string, { by, gives }: Derivation): void {
  let answer: ReturnType<Derivation['by']>;
  try {
    answer = by(null);
  } catch (error) {
    fault(`${part}.by`, `the function fails for a missing value: ${error}`, 'Let it answer NULL values.');
    return;
  }
  for (const [name, type] of Object.entries(gives)) {
    const value = Object.hasOwn(answer, name) ? answer[name] : undefined;
    if (value === null || (value !== undefined && isOf(type, value))) continue;
    const said = value === undefined ? 'nothing' : `the ${typeof value} ${value}`;
    fault(
      `${part}.by`,
      `for a missing value the function answers ${said} for "${name}", a ${type}`,
      `Answer NULL or a ${type}.`,
    );
  }
}

function isOf(type: ColumnType, value: NonNullable<DerivedValue>): boolean {
  if (type === 'list') return Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (typeof value === 'object') return false;
  if (type === 'boolean') return typeof value === 'boolean';
  // A decimal comes as text, so that it does not pass through a double.
  if (type === 'integer' || type === 'decimal')
    return typeof value !== 'boolean' && Number.isFinite(Number(value));
  return typeof value === 'string';
}
