// An independent, slow account of what rollups over elements hold: plain loops over the events, no SQL.
import { GRAIN_MS, type Rollup } from '../../../stream/rollup.ts';

/** A post as the lake keeps it. */
export interface Post {
  readonly id: string;
  readonly at: number;
  readonly site: string | null;
  readonly author: string | null;
  readonly body: string | null;
  readonly likes: number | null;
  readonly is_bot: boolean | null;
  readonly deleted: boolean | null;
  readonly topics: readonly string[];
  readonly names: readonly string[];
}

/** A row of a post: it has one for each text of each list that is gone through. */
interface PostRow {
  readonly post: Post;
  readonly topic: string | undefined;
  readonly name: string | undefined;
}

/** The rows of posts that stand, for a rollup by these dimensions. */
export function rowsOf(posts: readonly Post[], by: readonly string[]): PostRow[] {
  const throughTopics = by.includes('topic');
  const throughNames = by.some((name) => ['name', 'name_kind', 'third'].includes(name));
  return posts
    .filter((post) => post.deleted !== true)
    .flatMap((post) => {
      const topics = throughTopics ? post.topics : [undefined];
      const names = throughNames ? post.names : [undefined];
      return topics.flatMap((topic) => names.map((name) => ({ post, topic, name })));
    });
}

/** The member that a dimension has in a row. */
export function memberOf({ post, topic, name }: PostRow, dimension: string): string | boolean {
  switch (dimension) {
    case 'topic':
      return topic ?? 'undefined';
    case 'name_kind':
      return name?.split('\u001f')[0] || 'undefined';
    case 'name':
      return name?.split('\u001f')[1] || 'undefined';
    case 'third':
      return name?.split('\u001f')[2] || 'undefined';
    case 'is_bot':
      return post.is_bot ?? false;
    case 'site':
      return post.site ?? 'undefined';
    default:
      throw new Error(`no dimension ${dimension}`);
  }
}

const LIKED = 5;

/** Key (window and members, as JSON) -> measures of a rollup of `test/golden/types/talk.ts`. */
export function foldRollup(rollup: Rollup, posts: readonly Post[]): Map<string, Record<string, number>> {
  const groups = new Map<string, PostRow[]>();
  for (const row of rowsOf(posts, rollup.by)) {
    if (rollup.where !== undefined && !((row.post.likes ?? 0) > LIKED)) continue;
    const start = Math.floor(row.post.at / GRAIN_MS[rollup.grain]) * GRAIN_MS[rollup.grain];
    const key = JSON.stringify([start, ...rollup.by.map((dimension) => memberOf(row, dimension))]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const folded = new Map<string, Record<string, number>>();
  for (const [key, rows] of groups) {
    const measures: Record<string, number> = {};
    for (const measure of Object.keys(rollup.measures)) measures[measure] = measured(measure, rows);
    folded.set(key, measures);
  }
  return folded;
}

function measured(measure: string, rows: readonly PostRow[]): number {
  switch (measure) {
    case 'posts':
      return rows.length;
    case 'likes':
      return rows.reduce((sum, { post }) => sum + (post.likes ?? 0), 0);
    case 'liked':
      return rows.filter(({ post }) => (post.likes ?? 0) > LIKED).length;
    case 'authors':
      return new Set(rows.flatMap(({ post }) => (post.author === null ? [] : [post.author]))).size;
    default:
      throw new Error(`no measure ${measure}`);
  }
}
