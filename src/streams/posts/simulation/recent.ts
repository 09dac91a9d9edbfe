import type { Random } from '../../../stream/random.ts';
import type { Happening } from '../../simulated-world/happenings.ts';
import type { Author } from './authors.ts';
import type { Draft } from './composer.ts';

/** A post that was written: what a reply, a repost, an edit or a deletion needs to know of it. */
export interface Written {
  readonly id: string;
  readonly author: Author;
  readonly draft: Draft;
  readonly happening: Happening | undefined;
  /** `created_at` as it stands in the JSON object. */
  readonly created: string;
  readonly likes: number;
}

const SIZE = 512;
const LOOKS = 4;

interface Shelf {
  readonly ring: Written[];
  next: number;
}

/** The latest posts of each platform and language, from which people pick what they answer and share. */
export class Recent {
  readonly #shelves = new Map<string, Map<string, Shelf>>();

  add(post: Written): void {
    const shelf = this.#shelf(post.author.platform.name, post.draft.language);
    shelf.ring[shelf.next] = post;
    shelf.next = (shelf.next + 1) % SIZE;
  }

  /** The best liked of a few, or one about the same happening when there is one among them. */
  draw(
    random: Random,
    { platform, language }: Author,
    happening: Happening | undefined,
  ): Written | undefined {
    const { ring } = this.#shelf(platform.name, language.code);
    if (ring.length === 0) return undefined;
    let best: Written | undefined;
    for (let look = 0; look < LOOKS; look++) {
      const post = ring[Math.floor(random.uniform() * ring.length)];
      if (post === undefined) continue;
      if (happening !== undefined && post.happening === happening) return post;
      if (best === undefined || post.likes > best.likes) best = post;
    }
    return best;
  }

  #shelf(platform: string, language: string): Shelf {
    let shelves = this.#shelves.get(platform);
    if (shelves === undefined) {
      shelves = new Map();
      this.#shelves.set(platform, shelves);
    }
    let shelf = shelves.get(language);
    if (shelf === undefined) {
      shelf = { ring: [], next: 0 };
      shelves.set(language, shelf);
    }
    return shelf;
  }
}
