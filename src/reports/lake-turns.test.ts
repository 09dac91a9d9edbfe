import { expect, it } from 'vitest';
import type { DistinctQuery, LakeQuery } from '../engine/contract.ts';
import { takeTurns } from './lake-turns.ts';
import { shop } from './testing/shop.ts';

function slowLake() {
  const under: { column: string; end: (error?: Error) => void }[] = [];
  const lake: LakeQuery = {
    distinct: ({ column }) =>
      new Promise((resolve, reject) => {
        under.push({
          column,
          end: (error) => (error === undefined ? resolve({ rows: [], sql: column }) : reject(error)),
        });
      }),
  };
  return { lake, under };
}

const count = (column: string): DistinctQuery => ({
  stream: shop,
  where: undefined,
  column,
  from: 0,
  to: 1,
  by: [],
  bucket: undefined,
  equals: {},
});

it('lets counts run a few at a time, in the order in which they came, whatever becomes of them', async () => {
  const { lake, under } = slowLake();
  const turns = takeTurns(lake, 2);
  const answers = ['a', 'b', 'c', 'd'].map((column) =>
    turns.distinct(count(column)).then(
      ({ sql }) => sql,
      (error: Error) => error.message,
    ),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const columns = () => under.map(({ column }) => column);
  await settle();
  expect(columns()).toEqual(['a', 'b']);
  under[1]?.end(new Error('away'));
  await settle();
  expect(columns()).toEqual(['a', 'b', 'c']);
  under[0]?.end();
  await settle();
  under[2]?.end();
  under[3]?.end();
  expect(await Promise.all(answers)).toEqual(['a', 'away', 'c', 'd']);
  expect(await Promise.race([turns.distinct(count('e')), settle().then(() => columns())])).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ]);
});
