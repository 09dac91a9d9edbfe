/**
 * Expressions over the columns of one event. Neutral: every engine renders them in its own SQL, so
 * only what DuckDB and Flink both have, with the same meaning, is here.
 * `N` is the union of the column names an expression uses, so that an unknown one does not compile.
 */
export type Literal = string | number | boolean | null;

export type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
export type Arithmetic = 'add' | 'subtract' | 'multiply' | 'divide';

export type Expression<N extends string = string> =
  | { readonly op: 'column'; readonly name: N }
  | { readonly op: 'literal'; readonly value: Literal }
  | { readonly op: Comparison; readonly left: Expression<N>; readonly right: Expression<N> }
  | { readonly op: Arithmetic; readonly left: Expression<N>; readonly right: Expression<N> }
  | { readonly op: 'and' | 'or' | 'coalesce' | 'concat' | 'union'; readonly all: readonly Expression<N>[] }
  | { readonly op: 'not' | 'isNull' | 'lower' | 'floor' | 'round'; readonly of: Expression<N> }
  | { readonly op: 'in'; readonly of: Expression<N>; readonly values: readonly string[] }
  | {
      readonly op: 'extract';
      readonly of: Expression<N>;
      readonly pattern: string;
      readonly group: number;
    }
  | { readonly op: 'queryParameter'; readonly of: Expression<N>; readonly name: string }
  | {
      readonly op: 'case';
      readonly when: readonly { readonly if: Expression<N>; readonly value: Expression<N> }[];
      readonly otherwise: Expression<N>;
    };

/** The value of a column. */
export function col<const N extends string>(name: N): Expression<N> {
  return { op: 'column', name };
}

/** A constant. */
export function lit(value: Literal): Expression<never> {
  return { op: 'literal', value };
}

function operand<N extends string>(value: Expression<N> | Literal): Expression<N> {
  return typeof value === 'object' && value !== null ? value : { op: 'literal', value };
}

function binary(op: Comparison | Arithmetic) {
  return <A extends string, B extends string = never>(
    left: Expression<A>,
    right: Expression<B> | Literal,
  ): Expression<NoInfer<A | B>> => ({ op, left, right: operand(right) });
}

/** Comparisons; NULL when a side is NULL. */
export const eq = binary('eq');
export const ne = binary('ne');
export const lt = binary('lt');
export const le = binary('le');
export const gt = binary('gt');
export const ge = binary('ge');
/** Exact arithmetic. */
export const add = binary('add');
export const subtract = binary('subtract');
export const multiply = binary('multiply');
/** Whole-number division, truncated towards zero; NULL when the divisor is 0. */
export const divide = binary('divide');

export function and<N extends string>(...all: readonly Expression<N>[]): Expression<N> {
  return { op: 'and', all };
}

export function or<N extends string>(...all: readonly Expression<N>[]): Expression<N> {
  return { op: 'or', all };
}

export function not<N extends string>(of: Expression<N>): Expression<N> {
  return { op: 'not', of };
}

export function isNull<N extends string>(of: Expression<N>): Expression<N> {
  return { op: 'isNull', of };
}

/** Lower case of a text (ASCII letters and whatever both engines fold alike). */
export function lower<N extends string>(of: Expression<N>): Expression<N> {
  return { op: 'lower', of };
}

/** The largest whole number not above a decimal. */
export function floor<N extends string>(of: Expression<N>): Expression<N> {
  return { op: 'floor', of };
}

/** A decimal rounded to a whole number, halves away from zero. */
export function round<N extends string>(of: Expression<N>): Expression<N> {
  return { op: 'round', of };
}

/** True when a text is one of `values`. */
export function oneOf<N extends string>(of: Expression<N>, values: readonly string[]): Expression<N> {
  return { op: 'in', of, values };
}

/** The first value that is not NULL. */
export function coalesce<N extends string>(...all: readonly Expression<N>[]): Expression<N> {
  return { op: 'coalesce', all };
}

/** Texts (and numbers, as their texts) one behind the other; NULL when one of them is NULL. */
export function concat<N extends string>(...all: readonly (Expression<N> | string)[]): Expression<N> {
  return { op: 'concat', all: all.map(operand) };
}

/** A list of everything that is in one of the lists, each text once, in the order in which it comes; NULL adds nothing. */
export function union<N extends string>(...all: readonly Expression<N>[]): Expression<N> {
  return { op: 'union', all };
}

/**
 * A capture group of the first match of a regular expression, NULL when nothing matches or the group
 * is empty. Keep to what RE2 and Java share: no look-around, no back references. Several groups of one
 * pattern in the same text cost hardly more than one.
 */
export function extract<N extends string>(of: Expression<N>, pattern: string, group = 1): Expression<N> {
  return { op: 'extract', of, pattern, group };
}

/** The value of a parameter in the query of an address, as it stands there (not decoded); NULL without one. */
export function queryParameter<N extends string>(of: Expression<N>, name: string): Expression<N> {
  return { op: 'queryParameter', of, name };
}

/** The value of the first case whose condition is true, else `otherwise`. */
export function when<A extends string, B extends string = never, C extends string = never>(
  cases: readonly (readonly [Expression<A>, Expression<B> | Literal])[],
  otherwise: Expression<C> | Literal = null,
): Expression<NoInfer<A | B | C>> {
  return {
    op: 'case',
    when: cases.map(([condition, value]) => ({ if: condition, value: operand(value) })),
    otherwise: operand(otherwise),
  };
}

/** The names of all columns an expression reads. */
export function columnsOf(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (e: Expression): void => {
    if (e.op === 'column') names.add(e.name);
    for (const child of childrenOf(e)) visit(child);
  };
  visit(expression);
  return names;
}

function childrenOf(e: Expression): readonly Expression[] {
  switch (e.op) {
    case 'column':
    case 'literal':
      return [];
    case 'and':
    case 'or':
    case 'coalesce':
    case 'concat':
    case 'union':
      return e.all;
    case 'not':
    case 'isNull':
    case 'lower':
    case 'floor':
    case 'round':
    case 'in':
    case 'extract':
    case 'queryParameter':
      return [e.of];
    case 'case':
      return [...e.when.flatMap((branch) => [branch.if, branch.value]), e.otherwise];
    default:
      return [e.left, e.right];
  }
}
