// What a stream whose events can be edited and deleted keeps in the warehouse.
import { describe, expect, it } from 'vitest';
import { boolean, integer, text, timestamp } from '../stream/column.ts';
import { defineStream } from '../stream/define.ts';
import { count, sum } from '../stream/rollup.ts';
import type { DeadLetter, LakeFile, Warehouse } from './contract.ts';
import { advance, batch, DAY, newDatabase, openTest, partial, startServerForTests } from './testing.ts';

startServerForTests();

const stream = defineStream({
  name: 'test-notes',
  title: 'Test notes',
  about: 'Notes that can be deleted',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    who: text('Who'),
    amount: integer('Amount'),
    deleted: boolean('Deletes'),
    version: integer('Version'),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {},
  computed: {},
  revisions: { deleted: 'deleted', version: 'version', person: 'who' },
  rollups: {
    people: {
      about: 'Notes by person',
      grain: 'day',
      by: ['who'],
      measures: { amount: sum('amount', 'Amounts'), notes: count('Notes') },
    },
  },
  reports: {},
  panels: [],
  *simulator() {
    for (;;) yield { at: 0, line: '{}' };
  },
  example: {},
});

async function open(): Promise<Warehouse> {
  return openTest(await newDatabase(), [stream]);
}

function lakeFile(path: string, rows: number, more: Partial<LakeFile> = {}): LakeFile {
  return {
    stream: 'test-notes',
    source: 'collector',
    day: '2026-01-01',
    path,
    rows,
    bytes: 1,
    fromOffset: 0n,
    toOffset: 1n,
    minTime: DAY,
    maxTime: DAY,
    ...more,
  };
}

function letter(eventId: string | null, person: string | null): DeadLetter {
  return {
    stream: 'test-notes',
    source: 'collector',
    offset: 0n,
    reason: 'bad:at',
    raw: Buffer.from('{}'),
    rawBytes: 2,
    receivedAt: DAY,
    eventId,
    person,
  };
}

const nothing = { removed: [], removedIds: [], deletedIds: [] };

async function people(warehouse: Warehouse): Promise<unknown[]> {
  return warehouse.query('SELECT who, amount, notes FROM test_notes.people ORDER BY who');
}

describe('events that are taken back', () => {
  it('[R1] leave rollups: a row that counts none is gone, one without a sum stays', async () => {
    const warehouse = await open();
    await warehouse.commit(
      batch({
        stream: 'test-notes',
        advances: [advance(0n, 5n)],
        partials: [
          await partial('people', [
            [DAY, 'ann', 7, 2],
            [DAY, 'bob', 3, 1],
            [DAY, 'eve', 0, 2],
          ]),
        ],
        lakeFiles: [lakeFile('a', 5)],
      }),
    );
    await warehouse.commit(
      batch({
        stream: 'test-notes',
        advances: [advance(5n, 7n)],
        partials: [
          await partial('people', [
            [DAY, 'ann', -7, -1],
            [DAY, 'bob', -3, -1],
            [DAY, 'new', 0, 0],
          ]),
        ],
        lakeFiles: [lakeFile('b', 2, { removed: [1] })],
        revisions: {
          ...nothing,
          removed: [
            { path: 'a', row: 0 },
            { path: 'a', row: 3 },
          ],
        },
      }),
    );
    expect(await people(warehouse)).toEqual([
      { who: 'ann', amount: '0', notes: '1' },
      { who: 'eve', amount: '0', notes: '2' },
    ]);
    expect((await warehouse.lakeFiles('test-notes')).map(({ path, removed }) => ({ path, removed }))).toEqual(
      [
        { path: 'a', removed: [0, 3] },
        { path: 'b', removed: [1] },
      ],
    );
    const [audit] = (await warehouse.audit()).streams;
    expect(audit).toMatchObject({ stored: 7, balanced: true, lake: { rows: 7, removed: 3, forgotten: 0 } });
  });

  it('[R1] [D3] leave the lake with a compaction, and are accounted for', async () => {
    const warehouse = await open();
    await warehouse.commit(
      batch({
        stream: 'test-notes',
        advances: [advance(0n, 9n)],
        lakeFiles: [lakeFile('a', 5, { removed: [0, 1, 4] }), lakeFile('b', 4)],
      }),
    );
    await expect(warehouse.swapLakeFiles('test-notes', ['a', 'b'], [lakeFile('ab', 5)])).rejects.toThrow(
      'would turn 9 events',
    );
    await expect(warehouse.swapLakeFiles('test-notes', ['a', 'b'], [lakeFile('ab', 7)])).rejects.toThrow();
    // One of them was taken back while the file was written, and is still in it.
    await warehouse.swapLakeFiles('test-notes', ['a', 'b'], [lakeFile('ab', 7, { removed: [2] })]);
    expect(await warehouse.lakeFiles('test-notes')).toEqual([lakeFile('ab', 7, { removed: [2] })]);
    const first = (await warehouse.audit()).streams[0];
    expect(first).toMatchObject({ balanced: true, lake: { rows: 7, removed: 1, forgotten: 2, expired: 0 } });
    await warehouse.swapLakeFiles('test-notes', ['ab'], []);
    const second = (await warehouse.audit()).streams[0];
    expect(second).toMatchObject({ balanced: true, lake: { rows: 0, removed: 0, forgotten: 3, expired: 6 } });
  });

  it('cannot be rows of a file that is not there, or be taken back twice', async () => {
    const warehouse = await open();
    const commit = (from: bigint, path: string) =>
      warehouse.commit(
        batch({
          stream: 'test-notes',
          advances: [advance(from, from + 1n)],
          lakeFiles: from === 0n ? [lakeFile('a', 1)] : [],
          revisions: { ...nothing, removed: [{ path, row: 0 }] },
        }),
      );
    await commit(0n, 'a');
    await expect(commit(1n, 'a')).rejects.toMatchObject({ code: 'internal' });
    await expect(commit(1n, 'x')).rejects.toMatchObject({ code: 'overtaken' });
    expect(await warehouse.offset('test-notes', 'collector')).toBe(1n);
  });

  it('[R1] take their dead letters along, which stay counted as rejected', async () => {
    const warehouse = await open();
    const deadLetters = [letter('a', 'ann'), letter('a', null), letter('b', 'bob'), letter(null, null)];
    const rejected = { received: 4, stored: 0, rejected: { 'bad:at': 4 } };
    await warehouse.commit(
      batch({ stream: 'test-notes', advances: [advance(0n, 4n, rejected)], deadLetters }),
    );
    await warehouse.commit(
      batch({
        stream: 'test-notes',
        advances: [advance(4n, 5n)],
        lakeFiles: [lakeFile('a', 1)],
        revisions: { ...nothing, deletedIds: ['a', 'z'] },
      }),
    );
    expect(await warehouse.deadLetters.count({})).toBe(2);
    expect(await warehouse.deadLetters.forgetPerson('test-notes', 'bob')).toBe(1);
    expect(await warehouse.deadLetters.forgetPerson('test-notes', 'bob')).toBe(0);
    const [audit] = (await warehouse.audit()).streams;
    expect(audit).toMatchObject({
      balanced: true,
      rejected: { total: 4 },
      deadLetters: 1,
      forgottenLetters: 3,
    });
  });
});
