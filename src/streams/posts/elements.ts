import { element } from '../../stream/elements.ts';

export const elements = {
  hashtag: element('hashtags', 'A hashtag, case folded, without #'),
  spelled_hashtag: element('hashtag_spellings', 'A hashtag, case folded, whose spellings are counted', 0),
  spelling: element('hashtag_spellings', 'A hashtag as it is written', 1),
  first_hashtag: element('hashtag_pairs', 'The first of two hashtags in one post', 0),
  second_hashtag: element('hashtag_pairs', 'The second of two hashtags in one post', 1),
  word: element('words', 'A word that carries a subject'),
  entity_type: element('entities', 'PER, ORG, LOC or MISC', 0),
  entity: element('entities', 'The name of a person, an organisation, a place or something else', 1),
} as const;
