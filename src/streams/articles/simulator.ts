import { dailyCurve } from '../../stream/daily-curve.ts';
import { FutureEvents } from '../../stream/future-events.ts';
import { withDamage, withDuplicates } from '../../stream/imperfections.ts';
import { type Random, seededRandom } from '../../stream/random.ts';
import {
  assertSimulatable,
  type SimulatedLine,
  type Simulator,
  type SimulatorOptions,
} from '../../stream/simulator.ts';
import { calendarOf } from '../simulated-world/calendar.ts';
import type { Happening } from '../simulated-world/happenings.ts';
import { editionAt, Interest, MEAN_INTEREST } from './simulation/interest.ts';
import { drawSource } from './simulation/sources.ts';
import { type Article, Newsroom } from './simulation/writing.ts';

const MINUTE = 60_000;
const DUPLICATES = 0.005;
const DAMAGED = 1 / 2000;

/** Share of articles that another paper prints word for word under its own address some time later. */
const SYNDICATED = 0.08;
/** Share of articles that get a later version, and that are withdrawn. */
const UPDATED = 0.04;
const WITHDRAWN = 0.004;
const LATER = { from: 5 * MINUTE, mean: 40 * MINUTE };
/** An article is found this long after it was published: mostly within a minute, at the latest after 15. */
const FOUND = { mean: 40_000, atLatest: 15 * MINUTE };
/** One article in a few has no language given. */
const WITHOUT_LANGUAGE = 0.2;

/** At most about this many lines wait for their time, so that memory stays bounded at any rate. */
const MAX_WAITING = 20_000;

/** How busy newsrooms are: Europe's and America's days on top of each other. */
const { factor: busy, peak } = dailyCurve([
  40, 34, 30, 32, 44, 70, 96, 116, 128, 132, 130, 126, 122, 124, 130, 136, 138, 132, 122, 112, 98, 84, 66, 50,
]);

/**
 * What the news says: articles of invented papers in five languages. They follow what happens (the same calendar as
 * posts of the same seed) by some twenty minutes and stay with it longer; eight per cent are printed by a second paper,
 * four per cent updated, 0.4 % withdrawn; 0.5 % come twice, 1 in 2,000 lines is broken.
 */
export const simulateArticles: Simulator = (options) => {
  assertSimulatable(options);
  const random = seededRandom(options.seed).fork('articles');
  const lines = articles({ ...options, rate: options.rate / (1 + DUPLICATES) }, random);
  const damaged = withDamage(lines, random.fork('damage'), {
    share: DAMAGED,
    time: /"published_at":"[^"]*"/,
  });
  return withDuplicates(damaged, random.fork('duplicates'), { share: DUPLICATES, rate: options.rate });
};

function* articles(options: SimulatorOptions, random: Random): Generator<SimulatedLine, never, void> {
  const extra = 1 + SYNDICATED + UPDATED + WITHDRAWN;
  const newsroom = new Newsroom(random.fork('texts'));
  const draws = random.fork('articles drawn');
  const waiting = new FutureEvents<string>();
  const share = SYNDICATED + UPDATED + WITHDRAWN;
  const hurry = Math.min(1, MAX_WAITING / (options.rate * share * (LATER.from + LATER.mean) * 0.001));
  const found = Math.min(1, MAX_WAITING / (options.rate * FOUND.mean * 0.001));
  const publish = (article: Article, at: number): void => {
    const delay = found * Math.min(FOUND.atLatest, draws.exponential(FOUND.mean));
    waiting.schedule(at + delay, render(article, at, !draws.chance(WITHOUT_LANGUAGE)));
    const later = at + delay + hurry * (LATER.from + draws.exponential(LATER.mean));
    const draw = draws.uniform();
    if (draw < UPDATED) waiting.schedule(later, renderUpdate(article, at, newsroom.updated(article)));
    else if (draw < UPDATED + WITHDRAWN) waiting.schedule(later, renderWithdrawal(article, later));
  };
  for (const { at, happening } of stories({ ...options, rate: options.rate / extra }, random)) {
    for (let due = waiting.nextAt; due <= at; due = waiting.nextAt) {
      const line = waiting.pop();
      if (line !== undefined) yield { at: Math.floor(due), line };
    }
    const article = newsroom.write(drawSource(draws), happening, at);
    publish(article, at);
    if (!draws.chance(SYNDICATED)) continue;
    const second = drawSource(draws);
    if (second.language === article.source.language && second !== article.source) {
      publish(newsroom.reprint(article, second), at + hurry * draws.exponential(LATER.mean));
    } else publish(newsroom.write(second, happening, at), at);
  }
  throw new RangeError('articles: there is always another story');
}

interface Story {
  readonly at: number;
  readonly happening: Happening | undefined;
}

/** When something is written, and about what: a Poisson process whose rate follows the day and what happens. */
function* stories({ seed, start, rate }: SimulatorOptions, random: Random): Generator<Story, never, void> {
  const draws = random.fork('stories');
  const interest = new Interest(calendarOf(seed));
  const perMs = rate / 1000 / (1 + MEAN_INTEREST);
  const edition = editionAt(rate);
  let at = start;
  for (;;) {
    interest.moveTo(at);
    const ends = (Math.floor(at / edition) + 1) * edition;
    const mean = 1 / (perMs * peak * interest.total);
    for (at += draws.exponential(mean); at < ends; at += draws.exponential(mean)) {
      if (draws.uniform() * peak < busy(at, 0)) yield { at, happening: interest.draw(draws) };
    }
    at = ends;
  }
}

const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

function render(article: Article, at: number, withLanguage: boolean): string {
  const { id, source, author, title, description, content, url } = article;
  return (
    `{"id":"${id}","source_name":"${source.name}"${author === '' ? '' : `,"author":"${author}"`},"title":"${title}",` +
    `"description":"${description}","url":"${url}","published_at":"${instant(at)}","content":"${content}"` +
    `${withLanguage ? `,"lang":"${source.language}"` : ''}}`
  );
}

function renderUpdate(article: Article, at: number, title: string): string {
  return `${render({ ...article, title }, at, true).slice(0, -1)},"version":1}`;
}

function renderWithdrawal({ id }: Article, at: number): string {
  return `{"id":"${id}","published_at":"${instant(at)}","deleted":true}`;
}
