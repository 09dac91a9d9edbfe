import { figure, ratio } from '../../stream/report.ts';

const articles = figure(
  'articles',
  'articles',
  'Articles, each counted once: of an article that was updated its last version, of one that was withdrawn nothing.',
);
const sources = figure(
  'sources',
  'sources',
  'Different papers, agencies and sites among these articles, counted exactly over the whole range.',
);
const positiveShare = ratio({
  of: 'positive',
  per: 'scored',
  times: 100,
  unit: '%',
  explain:
    'Positive articles, divided by the articles whose mood is known. Only that of English articles is.',
});
const latestDay = { kind: 'latest-day' } as const;
const all = { kind: 'all' } as const;
const language = {
  kind: 'equals',
  dimension: 'language',
  required: false,
  about: 'Only articles in this language, as ISO 639-1',
  example: 'en',
} as const;
const campaign = {
  kind: 'equals',
  dimension: 'campaign',
  required: true,
  about: 'The campaign’s id',
  example: 'summer-sale',
} as const;
const NAMES = 'Names are found in English articles. An article counts once for each name in it.';
const PEAK = 'For the peak of a campaign set `day` to the day that campaign-peak answers.';

export const reports = {
  'articles-over-time': {
    title: 'Articles over time',
    question: 'How much does the news write, and when?',
    from: 'article_hours',
    by: [],
    time: '$grain',
    fill: true,
    figures: { articles, sources, positive_share: positiveShare },
    period: { kind: 'last', minutes: 1440 },
    parameters: {
      grain: { kind: 'grain', choices: ['hour', 'day'], about: 'Width of a bucket' },
      language,
      source: {
        kind: 'equals',
        dimension: 'source_name',
        required: false,
        about: 'Only articles of this paper, agency or site',
        example: 'Reuters',
      },
    },
    chart: 'line',
  },
  'article-sources': {
    title: 'Papers',
    question: 'Who writes most?',
    from: 'article_hours',
    by: ['source_name'],
    figures: { articles, positive_share: positiveShare },
    period: latestDay,
    order: 'articles',
    limit: 10,
    parameters: { language },
    chart: 'bars',
  },
  'article-words': {
    title: 'Words of the news',
    question: 'Which words do articles use?',
    from: 'article_word_days',
    by: ['word'],
    figures: { articles, sources },
    period: latestDay,
    order: 'articles',
    limit: 80,
    parameters: { language },
    chart: 'words',
    notes: 'Without the stop words of the article’s language. An article counts once for each of its words.',
  },
  'top-organisations': {
    title: 'Organisations in the news',
    question: 'Which organisations are named most?',
    from: 'article_entity_hours',
    by: ['entity'],
    rename: { entity: 'organisation' },
    figures: { articles, sources },
    where: { entity_type: 'ORG' },
    period: latestDay,
    order: 'articles',
    limit: 10,
    parameters: { language },
    chart: 'bars',
    notes: NAMES,
  },
  'top-locations': {
    title: 'Places in the news',
    question: 'Which places are named most?',
    from: 'article_entity_hours',
    by: ['entity'],
    rename: { entity: 'location' },
    figures: { articles, sources },
    where: { entity_type: 'LOC' },
    period: latestDay,
    order: 'articles',
    limit: 10,
    parameters: { language },
    chart: 'bars',
    notes: NAMES,
  },
  'campaign-news': {
    title: 'News about a campaign',
    question: 'How much does the news write about a campaign?',
    from: 'campaign_article_hours',
    by: [],
    time: '$grain',
    figures: { articles, sources, positive_share: positiveShare },
    period: all,
    parameters: {
      grain: { kind: 'grain', choices: ['day', 'hour'], about: 'Width of a bucket' },
      campaign,
      language,
    },
    chart: 'line',
  },
  'campaign-organisations': {
    title: 'Organisations beside a campaign',
    question: 'Which organisations are named in articles about a campaign?',
    from: 'campaign_article_entity_hours',
    by: ['entity'],
    rename: { entity: 'organisation' },
    figures: { articles, sources },
    where: { entity_type: 'ORG' },
    period: all,
    order: 'articles',
    limit: 10,
    parameters: { campaign, language },
    chart: 'bars',
    notes: `${NAMES} ${PEAK}`,
  },
  'campaign-locations': {
    title: 'Places beside a campaign',
    question: 'Which places are named in articles about a campaign?',
    from: 'campaign_article_entity_hours',
    by: ['entity'],
    rename: { entity: 'location' },
    figures: { articles, sources },
    where: { entity_type: 'LOC' },
    period: all,
    order: 'articles',
    limit: 10,
    parameters: { campaign, language },
    chart: 'bars',
    notes: `${NAMES} ${PEAK}`,
  },
} as const;

const columns = [
  'id',
  'published_at',
  'source_name',
  'author',
  'title',
  'description',
  'url',
  'language',
  'sentiment',
] as const;

const filters = ['source_name', 'language', 'sentiment'] as const;

export const listings = {
  articles: {
    title: 'Articles',
    question: 'What does the news write?',
    from: 'events',
    columns,
    filters,
    search: ['title', 'description', 'content'],
    order: 'published_at',
    period: latestDay,
    limit: 20,
    chart: 'cards',
    notes: 'Each article as it was last updated; withdrawn ones are not shown.',
  },
  'campaign-articles': {
    title: 'Articles about a campaign',
    question: 'What does the news write about a campaign?',
    from: 'mentions',
    columns,
    filters,
    search: ['title', 'description'],
    order: 'published_at',
    period: all,
    limit: 20,
    chart: 'cards',
    notes: PEAK,
  },
} as const;
