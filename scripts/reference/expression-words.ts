import type { Expression } from '../../src/stream/expression.ts';

const SIGNS = {
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  add: '+',
  subtract: '-',
  multiply: 'x',
  divide: '/',
} as const;

/** An expression as a reader writes it: `collection = "checkout"`. */
export function expressionWords(e: Expression): string {
  const all = (parts: readonly Expression[], word: string) =>
    parts
      .map((part) =>
        part.op === 'and' || part.op === 'or' ? `(${expressionWords(part)})` : expressionWords(part),
      )
      .join(word);
  switch (e.op) {
    case 'column':
      return e.name;
    case 'literal':
      return e.value === null ? 'NULL' : JSON.stringify(e.value);
    case 'and':
    case 'or':
      return all(e.all, ` ${e.op} `);
    case 'coalesce':
      return `the first of ${e.all.map(expressionWords).join(', ')}`;
    case 'concat':
      return e.all.map(expressionWords).join(' followed by ');
    case 'union':
      return `everything in ${e.all.map(expressionWords).join(' and ')}`;
    case 'not':
      return e.of.op === 'isNull' ? `${expressionWords(e.of.of)} is there` : `not (${expressionWords(e.of)})`;
    case 'isNull':
      return `${expressionWords(e.of)} is missing`;
    case 'in':
      return `${expressionWords(e.of)} is one of ${e.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'lower':
    case 'floor':
    case 'round':
      return `${e.op}(${expressionWords(e.of)})`;
    case 'extract':
      return `${e.pattern} in ${expressionWords(e.of)}`;
    case 'queryParameter':
      return `${e.name} in the query of ${expressionWords(e.of)}`;
    case 'case':
      return e.when.map((one) => `${expressionWords(one.value)} where ${expressionWords(one.if)}`).join(', ');
    default:
      return `${expressionWords(e.left)} ${SIGNS[e.op]} ${expressionWords(e.right)}`;
  }
}
