import { FutureEvents } from '../../stream/future-events.ts';
import { withDamage, withDuplicates } from '../../stream/imperfections.ts';
import { objectIds } from '../../stream/object-ids.ts';
import { type Random, seededRandom } from '../../stream/random.ts';
import {
  assertSimulatable,
  type SimulatedLine,
  type Simulator,
  type SimulatorOptions,
} from '../../stream/simulator.ts';
import { type Turn, turns } from './simulation/arrivals.ts';
import { Composer, type Draft } from './simulation/composer.ts';
import { copyText } from './simulation/copies.ts';
import { Recent, type Written } from './simulation/recent.ts';
import {
  type Counts,
  drawCounts,
  type Relation,
  renderDeletion,
  renderPost,
  timeWriter,
} from './simulation/render.ts';

const MINUTE = 60_000;
const DUPLICATES = 0.005;
const DAMAGED = 1 / 2000;

/** What people do instead of writing a post of their own, as shares of their turns. */
const REPOSTS = 0.42;
const REPLIES = 0.13;
const QUOTES = 0.04;

/** Share of posts that are edited and that are deleted later, and after how long. */
const EDITS = 0.02;
const DELETIONS = 0.025;
const LATER = { from: MINUTE, mean: 8 * MINUTE };

/** Share of posts that arrive late, and by how much; some of them are deleted before they arrive. */
const LATE = 0.015;
const LAG = { from: 5_000, to: 298_000 };
const DELETED_UNSEEN = 0.05;
/** Every post is under way for a while, in milliseconds. */
const TRANSIT = { from: 40, to: 900 };

/** At most about this many lines wait for their time, so that memory stays bounded at any rate. */
const MAX_WAITING = 40_000;

/**
 * What people say: posts of 60,000 accounts and 1,500 bots on five platforms in nine languages, day and night in each
 * author's own time, with bursts around what happens (a campaign of the shop, an outage, an award night, a match, a
 * storm ...) by the calendar that all streams of the seed share.
 *
 * Of the posts about 39 % are reposts, 12 % replies, 4 % quotes and 6 % copies by bots; 2 % are edited and 2.5 %
 * deleted later; 1.5 % arrive up to 5 minutes late, 0.5 % come twice, 1 in 2,000 lines is broken.
 *
 * Words that make a good campaign to try: `Lumera` (the shop; its competitors `Kveld`, `Brightwell Lights` and
 * `Osprey & Oak` for the share of voice), its weekly campaigns `Spring Living` or `#SpringLiving`, `Black Week`,
 * `New Arrivals`, `Outdoor Season`, its daily `Golden Hour`, a lamp such as `Nora` or `Vega`, and the companies that
 * have outages: `Nimbus Cloud`, `Orbis Telecom`, `Kestrel Bank`.
 */
export const simulatePosts: Simulator = (options) => {
  assertSimulatable(options);
  const random = seededRandom(options.seed).fork('posts');
  const lines = posts({ ...options, rate: options.rate / (1 + DUPLICATES) }, random);
  const damaged = withDamage(lines, random.fork('damage'), {
    share: DAMAGED,
    time: /"created_at":(?:\d+|"[^"]*")/,
  });
  return withDuplicates(damaged, random.fork('duplicates'), { share: DUPLICATES, rate: options.rate });
};

/** A line that waits, as what it is made from: most of these are never asked for twice. */
type Waiting = (at: number) => string;

function* posts(options: SimulatorOptions, random: Random): Generator<SimulatedLine, never, void> {
  const { rate } = options;
  const hurry = Math.min(1, MAX_WAITING / (rate * (EDITS + DELETIONS) * (LATER.from + LATER.mean) * 0.001));
  const late = LATE * Math.min(1, MAX_WAITING / (rate * LATE * 150));
  const desk = new Desk(random, { hurry, late });
  const perTurn = 1 + (EDITS + DELETIONS) * (1 - REPOSTS);
  for (const turn of turns({ ...options, rate: rate / perTurn }, random)) {
    const { waiting } = desk;
    for (let at = waiting.nextAt; at <= turn.at; at = waiting.nextAt) {
      const line = waiting.pop()?.(at);
      if (line !== undefined) yield { at: Math.floor(at), line };
    }
    const line = desk.take(turn);
    if (line !== undefined) yield { at: Math.floor(turn.at), line };
  }
  throw new RangeError('posts: there is always another turn');
}

/** Turns turns into lines; what is to happen to a post later waits here. */
class Desk {
  readonly waiting = new FutureEvents<Waiting>();
  readonly #random: Random;
  readonly #hurry: number;
  readonly #late: number;
  readonly #composer: Composer;
  readonly #nextId: (at: number) => string;
  readonly #timeOf = timeWriter();
  readonly #recent = new Recent();

  constructor(random: Random, { hurry, late }: { hurry: number; late: number }) {
    this.#random = random.fork('desk');
    this.#hurry = hurry;
    this.#late = late;
    this.#composer = new Composer(random.fork('texts'));
    this.#nextId = objectIds(random.fork('ids'));
  }

  /** The line of a turn; undefined when it arrives late. */
  take(turn: Turn): string | undefined {
    const random = this.#random;
    const { at, author } = turn;
    const { draft, relation } = author.bot ? this.#copy(at) : this.#contribution(turn);
    const id = this.#nextId(at);
    const lag = random.chance(this.#late) ? random.between(LAG.from, LAG.to) : 0;
    const created = this.#timeOf(Math.floor(at - random.between(TRANSIT.from, TRANSIT.to)), author.platform);
    const counts = drawCounts(random, author);
    const post = {
      id,
      author,
      text: draft.text,
      language: draft.language,
      happening: turn.happening,
      created,
      likes: counts.likes,
    };
    const isOwn = relation === '' || relation.startsWith(',"q');
    if (isOwn && !author.bot) this.#recent.add(post);
    const line = renderPost(random, { ...post, draft, relation, counts, version: 0 });
    const unseen = lag > 0 && random.chance(DELETED_UNSEEN);
    if (unseen) this.#planDeletion(at + lag * random.between(0.2, 0.9), post);
    else if (!relation.startsWith(',"repost')) this.#planLater(at, post, { draft, relation, counts });
    if (lag === 0) return line;
    this.waiting.schedule(at + lag, () => line);
    return undefined;
  }

  #copy(at: number): { draft: Draft; relation: Relation } {
    return { draft: { text: copyText(this.#random, at), language: 'en', tags: [], card: '' }, relation: '' };
  }

  #contribution({ author, happening }: Turn): { draft: Draft; relation: Relation } {
    const random = this.#random;
    const draw = random.uniform();
    const { says } = author.platform;
    const other =
      draw < REPOSTS + REPLIES + QUOTES ? this.#recent.draw(random, author, happening) : undefined;
    if (other === undefined) return { draft: this.#composer.post(author, happening), relation: '' };
    const { id, text, language } = other;
    if (draw < REPOSTS) {
      const shared = says.rt ? `RT @${other.author.handle}: ${text}` : text;
      return { draft: { text: shared, language, tags: [], card: '' }, relation: `,"repost_of_id":"${id}"` };
    }
    if (draw < REPOSTS + REPLIES) {
      const draft = this.#composer.reply(author, other.happening);
      const answer = says.language ? { ...draft, text: `@${other.author.handle} ${draft.text}` } : draft;
      return { draft: answer, relation: `,"reply_to_id":"${id}"` };
    }
    return { draft: this.#composer.post(author, other.happening), relation: `,"quote_of_id":"${id}"` };
  }

  #planLater(
    at: number,
    post: Written,
    { draft, relation, counts }: { draft: Draft; relation: Relation; counts: Counts },
  ): void {
    const random = this.#random;
    const draw = random.uniform();
    if (draw >= EDITS + DELETIONS) return;
    const then = at + this.#hurry * (LATER.from + random.exponential(LATER.mean));
    if (draw < DELETIONS) {
      this.#planDeletion(then, post);
      return;
    }
    const { id, author, created, happening } = post;
    const rewritten = random.chance(0.6);
    this.waiting.schedule(then, () => {
      const more = {
        ...counts,
        likes: counts.likes + random.int(0, 5),
        replies: counts.replies + random.int(0, 2),
      };
      const text = rewritten ? this.#composer.post(author, happening) : draft;
      return renderPost(random, { id, author, draft: text, created, relation, counts: more, version: 1 });
    });
  }

  #planDeletion(then: number, { id, author }: Written): void {
    this.waiting.schedule(then, (at) =>
      renderDeletion(id, author, this.#timeOf(Math.floor(at), author.platform)),
    );
  }
}
