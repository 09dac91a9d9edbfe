import { compileGrammar, type Grammar, type Writer } from '../../simulated-world/grammar.ts';
import type { HappeningKind } from '../../simulated-world/happenings.ts';
import { STORY_SLOTS, type StoryScene } from '../../simulated-world/story-scene.ts';
import { ARABIC } from './languages/ar.ts';
import { GERMAN } from './languages/de.ts';
import { ENGLISH } from './languages/en.ts';
import { SPANISH } from './languages/es.ts';
import { FRENCH } from './languages/fr.ts';
import { INDONESIAN } from './languages/id.ts';
import { ITALIAN } from './languages/it.ts';
import { JAPANESE } from './languages/ja.ts';
import { PORTUGUESE } from './languages/pt.ts';

/** How a sentence feels. */
export type Mood = 'good' | 'bad' | 'plain';

/** What a sentence is about: a happening, or what is always talked of. */
export type Subject = HappeningKind | 'everyday' | 'shop' | 'rival' | 'reply' | 'short';

/** Writes a sentence about a subject in a mood. */
export type Sentences = (subject: Subject, mood: Mood) => Writer<StoryScene>;

export interface PostLanguage {
  /** ISO 639-1. */
  readonly code: string;
  /** Share of authors, in percent. */
  readonly share: number;
  readonly sentences: Sentences;
  /** What stands between two sentences. */
  readonly gap: string;
}

const TABLE: readonly (readonly [code: string, share: number, grammar: string])[] = [
  ['en', 46, ENGLISH],
  ['de', 12, GERMAN],
  ['es', 11, SPANISH],
  ['fr', 8, FRENCH],
  ['pt', 6, PORTUGUESE],
  ['id', 5, INDONESIAN],
  ['ja', 5, JAPANESE],
  ['ar', 4, ARABIC],
  ['it', 3, ITALIAN],
];

let made: readonly PostLanguage[] | undefined;

/** The languages that authors write in, the most spoken first. */
export function postLanguages(): readonly PostLanguage[] {
  made ??= TABLE.map(([code, share, source]) => {
    const grammar = compileGrammar(source, STORY_SLOTS);
    return { code, share, gap: code === 'ja' ? '' : ' ', sentences: lookUp(grammar) };
  });
  return made;
}

/** A language without a sentence for a subject in a mood has a plain one, or else speaks of something else. */
function lookUp(grammar: Grammar<StoryScene>): Sentences {
  const found = new Map<string, Writer<StoryScene>>();
  return (subject, mood) => {
    const key = `${subject}-${mood}`;
    let writer = found.get(key);
    if (writer === undefined) {
      writer = grammar.rule(key) ?? grammar.rule(`everyday-${mood}`) ?? nothing;
      found.set(key, writer);
    }
    return writer;
  };
}

const nothing = (): string => '';
