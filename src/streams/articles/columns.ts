import { boolean, integer, text, timestamp } from '../../stream/column.ts';
import { compute, derive } from '../../stream/derived.ts';
import { element, PART_SEPARATOR } from '../../stream/elements.ts';
import { coalesce, col, concat, lit } from '../../stream/expression.ts';
import { articleLanguage, articleMood, articleNames, articleWords } from './told.ts';

export const columns = {
  id: text('Id of the article: a hash of its address; an update and a withdrawal have the same one', {
    required: true,
  }),
  source_name: text('The paper, agency or site'),
  author: text('Who wrote it'),
  title: text('Its title'),
  description: text('Its first words, or a summary'),
  url: text('Its address'),
  published_at: timestamp('Event time: when it was published', { required: true }),
  content: text('Its text, as far as the source gives it'),
  lang: text('Language that the source names, as a tag such as en or pt-BR'),
  deleted: boolean('True in an event that withdraws the article with this id'),
  version: integer('Rises with each update of an article; missing is 0', { min: 0 }),
};

const part = (name: 'lang' | 'title' | 'description' | 'content') => coalesce(col(name), lit(''));

export const extracted = {
  told: compute(
    'text',
    concat(
      part('lang'),
      PART_SEPARATOR,
      part('title'),
      PART_SEPARATOR,
      part('description'),
      PART_SEPARATOR,
      part('content'),
    ),
    'Language, title, description and text as one value',
  ),
};

export const derived = {
  tongue: derive({
    from: 'told',
    by: articleLanguage,
    gives: { language: 'text' },
    about: 'Language as ISO 639-1: the one the source names, or the one found in the text (60 languages)',
  }),
  mood: derive({
    from: 'told',
    by: articleMood,
    gives: { polarity: 'decimal', subjectivity: 'decimal', sentiment: 'text', sentiment_model: 'text' },
    about:
      'Mood of the title and description of English articles: polarity from -1 to 1, subjectivity from 0 to 1, the class, and the model with its version',
  }),
  names: derive({
    from: 'told',
    by: articleNames,
    gives: { entities: 'list' },
    about: 'People (PER), organisations (ORG), places (LOC) and other names (MISC) in English articles',
  }),
  subject: derive({
    from: 'told',
    by: articleWords,
    gives: { words: 'list' },
    about: 'Words that carry the subject, without the stop words of the language; at most 256',
  }),
};

export const elements = {
  word: element('words', 'A word that carries a subject'),
  entity_type: element('entities', 'PER, ORG, LOC or MISC', 0),
  entity: element('entities', 'The name of a person, an organisation, a place or something else', 1),
} as const;
