import { FutureEvents } from '../../../stream/future-events.ts';
import { objectIds } from '../../../stream/object-ids.ts';
import type { Random } from '../../../stream/random.ts';
import type { Turn } from './arrivals.ts';
import { Composer, type Draft } from './composer.ts';
import { copyText } from './copies.ts';
import { Recent, type Written } from './recent.ts';
import { type Counts, drawCounts, type Relation, renderDeletion, renderPost, timeWriter } from './render.ts';

const MINUTE = 60_000;

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

/** Lines that come of a turn, on average: reposts are neither edited nor deleted. */
export const LINES_PER_TURN = 1 + (EDITS + DELETIONS) * (1 - REPOSTS);

/** A line that waits, as what it is made from: most of these are never asked for twice. */
type Waiting = (at: number) => string;

/** Turns turns into lines; what is to happen to a post later waits here. */
export class Desk {
  readonly waiting = new FutureEvents<Waiting>();
  readonly #random: Random;
  /** By how much later things come sooner, so that fewer of them wait. */
  readonly #hurry: number;
  /** Share of posts that are late. */
  readonly #late: number;
  readonly #composer: Composer;
  readonly #nextId: (at: number) => string;
  readonly #timeOf = timeWriter();
  readonly #recent = new Recent();

  /** `rate`: mean events a second. */
  constructor(random: Random, rate: number) {
    this.#random = random.fork('desk');
    this.#hurry = Math.min(1, MAX_WAITING / (rate * (EDITS + DELETIONS) * (LATER.from + LATER.mean) * 0.001));
    this.#late = LATE * Math.min(1, MAX_WAITING / (rate * LATE * 150));
    this.#composer = new Composer(random.fork('texts'));
    this.#nextId = objectIds(random.fork('ids'));
  }

  /** The line of a turn; undefined when it arrives late. */
  take(turn: Turn): string | undefined {
    const random = this.#random;
    const { at, author } = turn;
    const { draft, relation } = author.bot ? this.#copy(at) : this.#contribution(turn);
    const id = `${author.platform.name}:${this.#nextId(at)}`;
    const lag = random.chance(this.#late) ? random.between(LAG.from, LAG.to) : 0;
    const created = this.#timeOf(Math.floor(at - random.between(TRANSIT.from, TRANSIT.to)), author.platform);
    const counts = drawCounts(random, author);
    const post = { id, author, draft, happening: turn.happening, created, likes: counts.likes };
    const isOwn = relation === '' || relation.startsWith(',"q');
    if (isOwn && !author.bot) this.#recent.add(post);
    const line = renderPost(random, { ...post, relation, counts, version: 0 });
    const unseen = lag > 0 && random.chance(DELETED_UNSEEN);
    if (unseen) this.#planDeletion(at + lag * random.between(0.2, 0.9), post);
    else if (!relation.startsWith(',"repost')) this.#planLater(at, post, { relation, counts });
    if (lag === 0) return line;
    this.waiting.schedule(at + lag, () => line);
    return undefined;
  }

  #copy(at: number): { draft: Draft; relation: Relation } {
    const text = copyText(this.#random, at);
    return { draft: { text, language: 'en', named: true, tags: [], card: '' }, relation: '' };
  }

  #contribution({ author, happening }: Turn): { draft: Draft; relation: Relation } {
    const random = this.#random;
    const draw = random.uniform();
    const { says } = author.platform;
    const other =
      draw < REPOSTS + REPLIES + QUOTES ? this.#recent.draw(random, author, happening) : undefined;
    if (other === undefined) return { draft: this.#composer.post(author, happening), relation: '' };
    const { id, draft: original } = other;
    if (draw < REPOSTS) {
      const text = says.rt ? `RT @${other.author.handle}: ${original.text}` : original.text;
      return { draft: { ...original, text }, relation: `,"repost_of_id":"${id}"` };
    }
    if (draw < REPOSTS + REPLIES) {
      const draft = this.#composer.reply(author, other.happening);
      const answer = says.language ? { ...draft, text: `@${other.author.handle} ${draft.text}` } : draft;
      return { draft: answer, relation: `,"reply_to_id":"${id}"` };
    }
    return { draft: this.#composer.post(author, other.happening), relation: `,"quote_of_id":"${id}"` };
  }

  #planLater(at: number, post: Written, { relation, counts }: { relation: Relation; counts: Counts }): void {
    const random = this.#random;
    const draw = random.uniform();
    if (draw >= EDITS + DELETIONS) return;
    const then = at + this.#hurry * (LATER.from + random.exponential(LATER.mean));
    if (draw < DELETIONS) {
      this.#planDeletion(then, post);
      return;
    }
    const { id, author, created, happening, draft } = post;
    const rewritten = random.chance(0.6);
    this.waiting.schedule(then, () => {
      const more = {
        ...counts,
        likes: counts.likes + random.int(0, 5),
        replies: counts.replies + random.int(0, 2),
      };
      const edited = rewritten ? this.#composer.post(author, happening) : draft;
      return renderPost(random, { id, author, draft: edited, created, relation, counts: more, version: 1 });
    });
  }

  #planDeletion(then: number, { id, author }: Written): void {
    this.waiting.schedule(then, (at) =>
      renderDeletion(id, author, this.#timeOf(Math.floor(at), author.platform)),
    );
  }
}
