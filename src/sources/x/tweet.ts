import type { Adapted } from '../contract.ts';
import { postEvent } from '../post.ts';
import { languageOf } from '../wire/language.ts';
import {
  distinctTexts,
  type Fields,
  figureOf,
  idOf,
  instantOfText,
  listOf,
  objectOf,
  textOf,
} from '../wire/values.ts';

/** The id of a post; ids of platforms that number their posts could be the same. */
export function tweetId(id: unknown): string | undefined {
  const found = idOf(id);
  return found === undefined ? undefined : `x:${found}`;
}

/** The id of an author. */
export const userId = tweetId;

/**
 * A tweet as a post. Each edit has an id of its own: the first of its history is the post's, the length of the history
 * its version.
 * @param includes the users, places and tweets that were sent along
 * @param raw what to keep as a dead letter, when the tweet came with others
 */
export function adaptTweet(tweet: Fields, includes: Fields | undefined, raw?: string): Adapted {
  const history = listOf(tweet['edit_history_tweet_ids']);
  const references = referencesOf(tweet);
  const isRepost = references.has('retweeted');
  const user = included(includes?.['users'], tweet['author_id']);
  const name = textOf(user?.['username']);
  const id = idOf(tweet['id']);
  return postEvent(
    {
      id: tweetId(history[0]) ?? tweetId(id),
      platform: 'x',
      created_at: instantOfText(tweet['created_at']),
      version: Math.max(1, history.length),
      author_id: userId(tweet['author_id']),
      author_name: name ?? textOf(user?.['name']),
      author_followers: figureOf(objectOf(user?.['public_metrics'])?.['followers_count']),
      text: textIn(tweet, included(includes?.['tweets'], references.get('retweeted'))),
      lang: languageOf(tweet['lang']),
      source: textOf(tweet['source']),
      ...placeOf(tweet, includes, user),
      url: id === undefined ? undefined : `https://x.com/${name ?? 'i'}/status/${id}`,
      // A retweet shows the figures of what it repeats, which are counted there.
      ...(isRepost ? {} : figuresOf(objectOf(tweet['public_metrics']))),
      reply_to_id: tweetId(references.get('replied_to')),
      repost_of_id: tweetId(references.get('retweeted')),
      quote_of_id: tweetId(references.get('quoted')),
      ...entitiesOf(tweet),
    },
    raw,
  );
}

/** How a tweet refers to others: kind -> id. */
function referencesOf(tweet: Fields): ReadonlyMap<unknown, unknown> {
  const references = listOf(tweet['referenced_tweets']).map(objectOf);
  return new Map(references.map((reference) => [reference?.['type'], reference?.['id']]));
}

function included(list: unknown, id: unknown): Fields | undefined {
  const wanted = idOf(id);
  if (wanted === undefined) return undefined;
  return listOf(list)
    .map(objectOf)
    .find((each) => idOf(each?.['id']) === wanted);
}

/** The whole text: long ones are cut but for `note_tweet`, and so are those that a retweet repeats. */
function textIn(tweet: Fields, original: Fields | undefined): string | undefined {
  const own = wholeText(tweet);
  const repeated = original === undefined ? undefined : wholeText(original);
  const head = own?.startsWith('RT @') === true ? own.indexOf(': ') : -1;
  if (own === undefined || repeated === undefined || head < 0) return own;
  return `${own.slice(0, head + 2)}${repeated}`;
}

function wholeText(tweet: Fields): string | undefined {
  return textOf(objectOf(tweet['note_tweet'])?.['text']) ?? textOf(tweet['text']);
}

function figuresOf(metrics: Fields | undefined) {
  return {
    likes: figureOf(metrics?.['like_count']),
    reposts: figureOf(metrics?.['retweet_count']),
    replies: figureOf(metrics?.['reply_count']),
    quotes: figureOf(metrics?.['quote_count']),
  };
}

/** Where it was written, by its own place; else what its author says of himself. */
function placeOf(tweet: Fields, includes: Fields | undefined, user: Fields | undefined) {
  const geo = objectOf(tweet['geo']);
  const place = included(includes?.['places'], geo?.['place_id']);
  const [lon, lat] = listOf(objectOf(geo?.['coordinates'])?.['coordinates']);
  return {
    location: textOf(place?.['full_name']) ?? textOf(user?.['location']),
    lat: figureOf(lat),
    lon: figureOf(lon),
  };
}

function entitiesOf(tweet: Fields) {
  const both = [objectOf(tweet['entities']), objectOf(objectOf(tweet['note_tweet'])?.['entities'])];
  const all = (name: string) => both.flatMap((entities) => listOf(entities?.[name])).map(objectOf);
  const links = all('urls').map(
    (url) => textOf(url?.['unwound_url']) ?? textOf(url?.['expanded_url']) ?? textOf(url?.['url']),
  );
  return {
    tags: distinctTexts(all('hashtags').map((hashtag) => textOf(hashtag?.['tag']))),
    links: distinctTexts(links),
  };
}
