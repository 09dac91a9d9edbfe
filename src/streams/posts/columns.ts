import { placeOfPoint, placeOfText } from '../../enrich/places/places.ts';
import { boolean, decimal, integer, json, text, timestamp } from '../../stream/column.ts';
import { compute, derive } from '../../stream/derived.ts';
import { PART_SEPARATOR } from '../../stream/elements.ts';
import { add, coalesce, col, concat, isNull, lit, not, when } from '../../stream/expression.ts';
import { postLanguage, postMarks, postMood, postNames, postText, postWords } from './said.ts';

const counted = { min: 0 };

export const columns = {
  id: text('Id of the post, the platform’s name in front of it; an edit and a deletion have the same one', {
    required: true,
  }),
  platform: text('Where it was posted: bluesky, mastodon, x, telegram, reddit, ... (an open set)'),
  author_id: text('The author’s lasting id'),
  author_name: text('The author’s name, as it is shown'),
  author_followers: integer('Followers of the author at the time of the post', counted),
  author_bot: boolean('The author says to be a robot'),
  text: text('What it says'),
  lang: text('Language that the source names, as a tag such as en or pt-BR'),
  created_at: timestamp('Event time: when it was posted, or seen by a source whose times cannot be trusted', {
    required: true,
  }),
  source: text('The client it was sent with'),
  location: text('Where the author is, in the author’s own words'),
  lat: decimal('Latitude of the post, in degrees', { min: -90 }),
  lon: decimal('Longitude of the post, in degrees', { min: -180 }),
  url: text('Address of the post'),
  likes: integer('How many like it', counted),
  reposts: integer('How many passed it on', counted),
  replies: integer('How many answered it', counted),
  quotes: integer('How many quoted it', counted),
  reply_to_id: text('The post it answers'),
  repost_of_id: text('The post it passes on'),
  quote_of_id: text('The post it quotes'),
  tags: json('Hashtags that the source gives beside the text: an array of texts'),
  links: json('Addresses that the source gives beside the text: an array of texts'),
  deleted: boolean('True in an event that deletes the post with this id'),
  version: integer('Rises with each edit of a post; missing is 0', counted),
};

export const extracted = {
  said: compute(
    'text',
    concat(
      coalesce(col('lang'), lit('')),
      PART_SEPARATOR,
      coalesce(col('tags'), lit('')),
      PART_SEPARATOR,
      coalesce(col('links'), lit('')),
      PART_SEPARATOR,
      coalesce(col('text'), lit('')),
    ),
    'Language, hashtags, links and text as one value',
  ),
  point: compute('text', concat(col('lat'), ' ', col('lon')), 'Latitude and longitude as one value'),
};

const PLACE = { city: 'text', country: 'text', us_state: 'text' } as const;

function placeAt(value: string | null) {
  const [lat, lon] = (value ?? '').split(' ').map(Number);
  const place = value === null ? null : placeOfPoint(lat ?? Number.NaN, lon ?? Number.NaN);
  return {
    city_at: place?.city ?? null,
    country_at: place?.country ?? null,
    us_state_at: place?.us_state ?? null,
  };
}

function placeNamed(value: string | null) {
  const place = value === null ? null : placeOfText(value);
  return {
    city_named: place?.city ?? null,
    country_named: place?.country ?? null,
    us_state_named: place?.us_state ?? null,
  };
}

export const derived = {
  marks: derive({
    from: 'said',
    by: postMarks,
    gives: {
      hashtags: 'list',
      hashtag_spellings: 'list',
      hashtag_pairs: 'list',
      mentions: 'list',
      urls: 'list',
    },
    about:
      'Hashtags (case folded, without #), each with its spelling, every two of the first eight, names and links, by the rules of twitter-text; at most 100 of each',
  }),
  cleaned: derive({
    from: 'said',
    by: postText,
    gives: { clean_text: 'text', copy_key: 'text' },
    about:
      'The text in lower case without rt, links and emoji, and a hash of its letters that near copies share',
  }),
  tongue: derive({
    from: 'said',
    by: postLanguage,
    gives: { language: 'text' },
    about: 'Language as ISO 639-1: the one the source names, or the one found in the text (60 languages)',
  }),
  mood: derive({
    from: 'said',
    by: postMood,
    gives: { polarity: 'decimal', subjectivity: 'decimal', sentiment: 'text', sentiment_model: 'text' },
    about:
      'Mood of English posts: polarity from -1 to 1, subjectivity from 0 to 1, the class, and the model with its version; missing for other languages',
  }),
  names: derive({
    from: 'said',
    by: postNames,
    gives: { entities: 'list' },
    about: 'People (PER), organisations (ORG), places (LOC) and other names (MISC) in English posts',
  }),
  subject: derive({
    from: 'said',
    by: postWords,
    gives: { words: 'list' },
    about: 'Words that carry the subject, without the stop words of the language; at most 256',
  }),
  spot: derive({
    from: 'point',
    by: placeAt,
    gives: { city_at: 'text', country_at: 'text', us_state_at: 'text' },
    stored: false,
    about: 'The populated place nearest to the coordinates',
  }),
  home: derive({
    from: 'location',
    by: placeNamed,
    gives: { city_named: 'text', country_named: 'text', us_state_named: 'text' },
    stored: false,
    about: 'The place that the author’s location names, by whole words',
  }),
};

const count = (name: 'likes' | 'reposts' | 'replies' | 'quotes') => coalesce(col(name), lit(0));

/** Coordinates are surer than words, and a place is taken from one of the two alone. */
function place<A extends string, B extends string>(at: A, named: B) {
  return when([[not(isNull(col('country_at'))), col(at)]], col(named));
}

export const computed = {
  city: compute(
    PLACE.city,
    place('city_at', 'city_named'),
    'City, from coordinates or the author’s location',
  ),
  country: compute(PLACE.country, place('country_at', 'country_named'), 'Country, as ISO 3166-1 alpha-2'),
  us_state: compute(PLACE.us_state, place('us_state_at', 'us_state_named'), 'State of the USA, as USPS code'),
  engagement: compute(
    'integer',
    add(add(count('likes'), count('reposts')), add(count('replies'), count('quotes'))),
    'Likes, reposts, replies and quotes together',
  ),
  is_bot: compute(
    'boolean',
    coalesce(col('author_bot'), lit(false)),
    'The author is a robot, as far as told',
  ),
  kind: compute(
    'text',
    when(
      [
        [not(isNull(col('repost_of_id'))), 'repost'],
        [not(isNull(col('reply_to_id'))), 'reply'],
        [not(isNull(col('quote_of_id'))), 'quote'],
      ],
      'post',
    ),
    'post, reply, repost or quote',
  ),
};
