import { figure, ratio } from '../../stream/report.ts';

export const posts = figure(
  'posts',
  'posts',
  'Posts, each counted once: of a post that was edited its last edit, of one that was deleted nothing.',
);
export const authors = figure(
  'authors',
  'authors',
  'Different authors (author_id) of these posts, counted exactly over the whole range: someone who posts on three days counts once.',
);
export const texts = figure(
  'texts',
  'texts',
  'Different texts among these posts: reposts and near copies (same letters, other links, names, numbers or emoji) are one.',
);
export const engagement = figure(
  'engagement',
  'reactions',
  'Likes, reposts, replies and quotes of these posts, as their sources last told; followers are not among them.',
);

export const positive = figure(
  'positive',
  'posts',
  'English posts whose polarity is above the threshold of the model.',
);
export const neutral = figure('neutral', 'posts', 'English posts between the two thresholds of the model.');
export const negative = figure(
  'negative',
  'posts',
  'English posts whose polarity is below the threshold of the model.',
);

export const positiveShare = ratio({
  of: 'positive',
  per: 'scored',
  times: 100,
  unit: '%',
  explain:
    'Positive posts, divided by the posts whose mood is known. The mood of languages other than English is not known, and never guessed.',
});
export const negativeShare = ratio({
  of: 'negative',
  per: 'scored',
  times: 100,
  unit: '%',
  explain: 'Negative posts, divided by the posts whose mood is known.',
});
export const polarity = ratio({
  of: 'polarity',
  per: 'scored',
  decimals: 3,
  unit: 'polarity',
  explain: 'Mean polarity, from -1 (bad) to 1 (good), of the posts whose mood is known.',
});
export const followers = ratio({
  of: 'followers',
  per: 'followed',
  decimals: 0,
  unit: 'followers',
  explain:
    'Followers of the author, averaged over the posts of the range (each tells the number at its own time).',
});

export const ONLY_ENGLISH =
  'The mood is found in English posts alone; posts in other languages, and those whose language is not known, are the member undefined.';
export const HASHTAG_NOTES =
  'Hashtags are compared in folded case. A post counts once for each of its hashtags, 100 at most, so that the rows do not add up to the posts.';
