import fc from 'fast-check';
import {
  garbage,
  instants,
  type Line,
  type Place,
  type PlacedLine,
  shown,
  timeSpelling,
} from '../fold/lines.ts';
import type { Note } from './notes.ts';

/** So few ids that most events meet others of theirs. */
const IDS = 9;

const time = fc.record({ at: instants, spell: timeSpelling });

const noteLine: fc.Arbitrary<PlacedLine<Note>> = fc
  .record({
    id: fc.integer({ min: 0, max: IDS - 1 }),
    time,
    author: fc.constantFrom('ann', 'bob', "o'neill", null),
    topic: fc.constantFrom('tea', 'Kaffee ☕', null),
    words: fc.uniqueArray(fc.constantFrom('green', 'black', 'hot', '日本'), { maxLength: 3 }),
    likes: fc.option(fc.integer({ min: 0, max: 5 })),
    thousandths: fc.option(fc.integer({ min: 0, max: 99_999 })),
    version: fc.constantFrom(undefined, 0, 0, 1, 1, 2, 3),
  })
  .map((made) => (place: Place) => {
    const ms = place.base + made.time.at;
    const id = `${place.prefix}-${made.id}`;
    const fact: Note = {
      id,
      time: ms,
      author: made.author,
      topic: made.topic,
      words: made.words,
      likes: made.likes === null ? null : BigInt(made.likes),
      price: made.thousandths === null ? null : BigInt(made.thousandths),
      isDeletion: false,
      version: made.version ?? 0,
    };
    const text = JSON.stringify({
      id,
      at: made.time.spell(ms),
      author: made.author,
      topic: made.topic,
      words: made.words.join(' '),
      likes: made.likes,
      price: made.thousandths === null ? null : made.thousandths / 1000,
      version: made.version,
      more: made.id === 3 ? 'not declared' : undefined,
    });
    return { text, outcome: { fact } };
  });

/** Deletions come with much that must not be kept, or with nothing. */
const deletionLine: fc.Arbitrary<PlacedLine<Note>> = fc
  .record({
    id: fc.integer({ min: 0, max: IDS + 2 }),
    time,
    author: fc.constantFrom('ann', null),
    more: fc.constantFrom({}, { topic: 'tea', words: 'secret', likes: 5 }, { version: 7 }),
    spelling: fc.constantFrom<unknown>(true, 'true', 1),
  })
  .map((made) => (place: Place) => {
    const ms = place.base + made.time.at;
    const id = `${place.prefix}-${made.id}`;
    const fact: Note = {
      id,
      time: ms,
      author: null,
      topic: null,
      words: [],
      likes: null,
      price: null,
      isDeletion: true,
      version: 0,
    };
    const { author, more, spelling } = made;
    const text = JSON.stringify({ id, at: made.time.spell(ms), author, ...more, deleted: spelling });
    return { text, outcome: { fact } };
  });

/** Notes, edits, deletions and what is none of them, in any order. */
export const anyNoteLine: fc.Arbitrary<PlacedLine<Note>> = fc
  .oneof(
    { weight: 8, arbitrary: noteLine },
    { weight: 2, arbitrary: deletionLine },
    { weight: 1, arbitrary: garbage.map((line: Line<never>) => (): Line<Note> => line) },
  )
  .map(shown);
