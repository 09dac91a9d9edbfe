import { createHash } from 'node:crypto';
import type { Random } from '../../../stream/random.ts';
import { compileGrammar, type Grammar } from '../../simulated-world/grammar.ts';
import type { Happening } from '../../simulated-world/happenings.ts';
import { STORY_SLOTS, StoryScene } from '../../simulated-world/story-scene.ts';
import { GERMAN } from './languages/de.ts';
import { ENGLISH } from './languages/en.ts';
import { SPANISH } from './languages/es.ts';
import { FRENCH } from './languages/fr.ts';
import { INDONESIAN } from './languages/id.ts';
import type { NewsSource } from './sources.ts';

/** What an article says. All of it can stand in JSON as it is. */
export interface Article {
  readonly source: NewsSource;
  readonly author: string;
  readonly title: string;
  readonly description: string;
  readonly content: string;
  /** Path of its URL. */
  readonly path: string;
  readonly url: string;
  /** The first 32 hexadecimal digits of the URL's SHA-256. */
  readonly id: string;
}

const GRAMMARS: Readonly<Record<string, string>> = {
  en: ENGLISH,
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  id: INDONESIAN,
};

const grammars = new Map<string, Grammar<StoryScene>>();

function grammarOf(language: string): Grammar<StoryScene> {
  let grammar = grammars.get(language);
  if (grammar === undefined) {
    grammar = compileGrammar(GRAMMARS[language] ?? ENGLISH, STORY_SLOTS);
    grammars.set(language, grammar);
  }
  return grammar;
}

const SECTIONS: Readonly<Record<string, string>> = {
  launch: 'business',
  flash: 'money',
  outage: 'technology',
  award: 'culture',
  match: 'sport',
  storm: 'weather',
  strike: 'travel',
  summit: 'world',
};

const UNSIGNED = 0.12;
const MOST_QUOTES = 3;

/** Writes articles; `random` decides about all of them. */
export class Newsroom {
  readonly #random: Random;
  readonly #scene: StoryScene;

  constructor(random: Random) {
    this.#random = random;
    this.#scene = new StoryScene(random);
  }

  /** An article of a source about a happening, or about anything; `at` is epoch milliseconds. */
  write(source: NewsSource, happening: Happening | undefined, at: number): Article {
    const random = this.#random;
    this.#scene.begin(source.language, happening);
    const kind = happening?.kind ?? 'everyday';
    const title = capital(this.#sentence(source.language, kind, 'title'));
    const description = capital(this.#sentence(source.language, kind, 'lead'));
    const section = SECTIONS[kind] ?? random.pick(['city', 'business', 'culture', 'science']);
    const path = `${dayPath(at)}/${section}/${slug(title)}-${random.int(10_000, 9_999_999)}`;
    return {
      source,
      author: random.chance(UNSIGNED) ? '' : random.pick(source.reporters),
      title,
      description,
      content: this.#body(source.language, kind, description),
      path,
      ...address(source, path),
    };
  }

  /** The same article in another paper of the same language. */
  reprint(article: Article, source: NewsSource): Article {
    return { ...article, source, ...address(source, article.path) };
  }

  /** The title of a later version of an article. */
  updated({ source, title }: Article): string {
    return (grammarOf(source.language).rule('update')?.(this.#scene) ?? '') + title;
  }

  /** As news services send it: the first sentences, and how much there is more. */
  #body(language: string, kind: string, lead: string): string {
    const random = this.#random;
    const { rule } = grammarOf(language);
    const second = capital(this.#sentence(language, kind, 'lead'));
    let text = second === lead ? lead : `${lead} ${second}`;
    for (let more = random.int(1, MOST_QUOTES); more > 0; more--)
      text += ` ${capital(rule('quote')?.(this.#scene) ?? '')}`;
    return `${text}… [+${random.int(900, 8000)} chars]`;
  }

  #sentence(language: string, kind: string, part: 'title' | 'lead'): string {
    const { rule } = grammarOf(language);
    return (rule(`${kind}-${part}`) ?? rule(`everyday-${part}`))?.(this.#scene) ?? '';
  }
}

function address({ host }: NewsSource, path: string): Pick<Article, 'url' | 'id'> {
  const url = `https://${host}/${path}`;
  return { url, id: createHash('sha256').update(url).digest('hex').slice(0, 32) };
}

/** Names such as `the OECD` may begin a sentence. */
function capital(text: string): string {
  return (text.slice(0, 1).toUpperCase() + text.slice(1)).replaceAll('. the ', '. The ');
}

function dayPath(at: number): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}

/** The words of a title in a URL, in ASCII, about sixty characters of them. */
function slug(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFD')
    .replace(/ß/g, 'ss')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
}
