// What is written and taken back between two checkpoints of a job that is killed there: its rows had been stored, and the
// replay takes them in and out at once.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { boolean, integer, text, timestamp } from '../../src/stream/column.ts';
import { defineStream } from '../../src/stream/define.ts';
import { count, distinct, sum } from '../../src/stream/rollup.ts';
import { type Kit, openKit } from './flink/kit.ts';
import { eventually } from './kit/flink-pipeline.ts';
import { describeOnCluster, kill, restart } from './support.ts';

const DAY = Date.UTC(2026, 0, 1);

const notes = defineStream({
  name: 'notes',
  title: 'Notes',
  about: 'Notes of a test, which are edited and deleted',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    page: text('Page'),
    who: text('Who'),
    likes: integer('Likes'),
    version: integer('Version'),
    deleted: boolean('Deleted'),
  },
  id: 'id',
  eventTime: 'at',
  revisions: { deleted: 'deleted', version: 'version', person: 'who' },
  extracted: {},
  derived: {},
  computed: {},
  rollups: {
    note_days: {
      about: 'Notes of pages by day',
      grain: 'day',
      by: ['page'],
      measures: { notes: count('Notes'), likes: sum('likes', 'Likes'), people: distinct('who', 'People') },
    },
  },
  reports: {},
  panels: [],
  *simulator() {
    for (;;) yield { at: DAY, line: '{}' };
  },
  example: { id: '1', at: DAY / 1000 },
});

function note(id: string, page: string, more: object = {}) {
  return { id, at: DAY, page, who: `writer of ${id}`, likes: 3, version: 0, deleted: null, ...more };
}

let kit: Kit;
beforeEach(async () => {
  kit = await openKit(notes);
});
afterEach(async () => {
  await kit.close();
});

const ROWS = `SELECT n.page, n.notes::text, n.likes::text, d.people::text
  FROM notes.note_days n LEFT JOIN notes.note_days_distinct d USING (window_start, page) ORDER BY page`;

async function pages(): Promise<Record<string, string>> {
  const rows = await kit.sql<Record<string, string | null>>(ROWS).catch(() => []);
  return Object.fromEntries(
    rows.map((row) => [row['page'], `${row['notes']} ${row['likes']} ${row['people']}`]),
  );
}

function shows(wanted: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const isWanted = (found: Record<string, string>): boolean =>
    Object.entries(wanted).every(([page, row]) => found[page] === row);
  return eventually(pages, isWanted, 60_000);
}

/** When the newest checkpoint was completed, by the clock of Flink, which is this machine's. */
async function checkpointAt(): Promise<number> {
  const [record] = await kit.context.books.list();
  const jobs = kit.context.jobManager(kit.context.flinkUrl);
  return (await jobs.checkpoints(record?.jobId ?? ''))?.latest?.at ?? 0;
}

/** Resolves just behind a checkpoint: the next one is seconds away. */
async function behindCheckpoint(): Promise<void> {
  const before = await checkpointAt();
  await eventually(checkpointAt, (at) => at > before && Date.now() - at < 2500, 60_000);
}

describeOnCluster('a job of a stream with revisions that is killed between two checkpoints', () => {
  it('[D2] [R1] keeps no row of what was written and taken back there', async () => {
    await kit.deploy();
    await kit.send(Array.from({ length: 20 }, (_, i) => note(`old-${i}`, '/a')));
    expect(await shows({ '/a': '20 60 20' })).toEqual({ '/a': '20 60 20' });

    let tries = 0;
    for (let isProvoked = false; !isProvoked; tries += 1) {
      expect(tries, 'a kill between two checkpoints').toBeLessThan(6);
      const one = `short-${tries}`;
      const moved = `moved-${tries}`;
      await behindCheckpoint();
      const sentAt = Date.now();
      await kit.send([note(one, '/a'), note(`${one}-alone`, '/alone'), note(moved, '/from')]);
      // The rows are in the warehouse, and in no checkpoint.
      await shows({ '/a': '21 63 21', '/alone': '1 3 1', '/from': '1 3 1' });
      await kill('taskmanager');
      isProvoked = (await checkpointAt()) < sentAt;
      await kit.send([
        note(one, '/a', { deleted: true }),
        note(`${one}-alone`, '/alone', { deleted: true }),
        note(moved, '/to', { version: 1 }),
      ]);
      if (!isProvoked) await restart('taskmanager');
    }
    await pause(1000);
    await restart('taskmanager');
    const wanted = { '/a': '20 60 20', '/to': `${tries} ${3 * tries} ${tries}` };
    expect(
      await eventually(pages, (found) => JSON.stringify(found) === JSON.stringify(wanted), 60_000),
    ).toEqual(wanted);
  });
});
