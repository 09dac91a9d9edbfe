// A small stream whose events can be edited and deleted, and what its tables must hold.
import { boolean, decimal, integer, text, timestamp } from '../../../src/stream/column.ts';
import { defineStream, type Stream } from '../../../src/stream/define.ts';
import { derive } from '../../../src/stream/derived.ts';
import { element } from '../../../src/stream/elements.ts';
import { col, gt, lit } from '../../../src/stream/expression.ts';
import { count, distinct, sum } from '../../../src/stream/rollup.ts';
import { countOf, distinctOf, foldRows, type Grouping, type Rows, sumOf } from '../fold/rows.ts';

const notes = defineStream({
  name: 'notes',
  title: 'Notes',
  about: 'Notes that can be edited and deleted',
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    author: text('Who wrote it'),
    topic: text('What it is about'),
    words: text('Words with blanks between them'),
    likes: integer('Likes', { min: 0 }),
    price: decimal('Price'),
    deleted: boolean('Deletes the note'),
    version: integer('Rises with each edit', { min: 0 }),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {
    tags: derive({
      from: 'words',
      gives: { tags: 'list' },
      by: (words) => ({ tags: [...new Set((words ?? '').split(' ').filter((word) => word !== ''))] }),
      about: 'Its words',
    }),
  },
  computed: {},
  elements: { tag: element('tags', 'A word of it') },
  revisions: { deleted: 'deleted', version: 'version', person: 'author' },
  rollups: {
    topics: {
      about: 'Notes by topic',
      grain: 'hour',
      by: ['topic'],
      measures: {
        notes: count('Notes'),
        liked: count('Liked notes', gt(col('likes'), lit(2))),
        likes: sum('likes', 'Likes'),
        price: sum('price', 'Prices'),
        authors: distinct('author', 'Authors'),
      },
    },
    days: { about: 'Notes by day', grain: 'day', by: [], measures: { notes: count('Notes') } },
    liked: {
      about: 'Liked notes',
      where: gt(col('likes'), lit(2)),
      grain: 'minute',
      by: ['topic', 'author'],
      measures: { notes: count('Notes'), likes: sum('likes', 'Likes') },
    },
    tags: {
      about: 'Words',
      grain: 'hour',
      by: ['tag'],
      measures: { notes: count('Notes'), authors: distinct('author', 'Authors') },
    },
  },
  reports: {},
  panels: [],
  *simulator() {
    for (;;) yield { at: 0, line: '{}' };
  },
  example: { id: 'a', at: '2026-01-01T00:00:00Z', author: 'ann', topic: 'tea', words: 'green tea' },
});

/** For the engine's threads, too. */
export function createCatalogue(): readonly Stream[] {
  return [notes];
}

/** An accepted event. */
export interface Note {
  readonly id: string;
  readonly time: number;
  readonly author: string | null;
  readonly topic: string | null;
  readonly words: readonly string[];
  readonly likes: bigint | null;
  /** In thousandths. */
  readonly price: bigint | null;
  readonly isDeletion: boolean;
  readonly version: number;
}

/** What accepted events come to, by R1: written down once more, event by event. */
export function standingNotes(events: readonly Note[]): {
  readonly standing: readonly Note[];
  readonly duplicates: number;
  readonly ids: number;
} {
  const seen = new Set<string>();
  const best = new Map<string, Note>();
  let duplicates = 0;
  for (const event of events) {
    const key = JSON.stringify([event.id, event.isDeletion ? 'deleted' : event.version]);
    if (seen.has(key)) {
      duplicates += 1;
      continue;
    }
    seen.add(key);
    const known = best.get(event.id);
    if (known === undefined) best.set(event.id, event);
    else if (known.isDeletion) continue;
    else if (event.isDeletion || event.version > known.version) best.set(event.id, event);
  }
  return { standing: [...best.values()].filter((note) => !note.isDeletion), duplicates, ids: best.size };
}

const GROUPINGS: Readonly<Record<string, Grouping<Note>>> = {
  topics: {
    grain: 'hour',
    by: ['topic'],
    measures: {
      notes: countOf,
      liked: (notes) => countOf(notes, isLiked),
      likes: (notes) => sumOf(notes, ({ likes }) => likes),
      price: (notes) => decimalText(sumOf(notes, ({ price }) => price)),
    },
  },
  topics_distinct: { grain: 'hour', by: ['topic'], measures: { authors: authorsOf } },
  days: { grain: 'day', by: [], measures: { notes: countOf } },
  liked: {
    grain: 'minute',
    by: ['topic', 'author'],
    where: isLiked,
    measures: { notes: countOf, likes: (notes) => sumOf(notes, ({ likes }) => likes) },
  },
};

const BY_TAG: Readonly<Record<string, Grouping<{ tag: string; note: Note }>>> = {
  tags: { grain: 'hour', by: ['tag'], measures: { notes: countOf } },
  tags_distinct: {
    grain: 'hour',
    by: ['tag'],
    measures: { authors: (items) => authorsOf(items.map(({ note }) => note)) },
  },
};

/** The rows of every table for the notes that stand. */
export function foldNotes(standing: readonly Note[]): Record<string, Rows> {
  const dimensions = ({ topic, author }: Note): Record<string, string> => ({
    topic: topic ?? 'undefined',
    author: author ?? 'undefined',
  });
  const tagged = standing.flatMap((note) => note.words.map((tag) => ({ tag, note })));
  const plain = Object.entries(GROUPINGS).map(([name, grouping]) => [
    name,
    foldRows(standing, grouping, { time: ({ time }) => time, dimensions }),
  ]);
  const byTag = Object.entries(BY_TAG).map(([name, grouping]) => [
    name,
    foldRows(tagged, grouping, { time: ({ note }) => note.time, dimensions: ({ tag }) => ({ tag }) }),
  ]);
  return Object.fromEntries([...plain, ...byTag]);
}

function isLiked({ likes }: Note): boolean {
  return likes !== null && likes > 2n;
}

function authorsOf(notes: readonly Note[]): number {
  return distinctOf(notes, ({ author }) => author);
}

/** Thousandths as the warehouse shows them; decimals have nine digits there, or none. */
function decimalText(thousandths: bigint): string {
  return `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}000000`;
}
