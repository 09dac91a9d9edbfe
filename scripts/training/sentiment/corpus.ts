import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CLASSES, type Sentiment } from '../../../src/enrich/sentiment/model.ts';

/** A post and what people said of its mood. */
export interface LabelledPost {
  readonly label: Sentiment['sentiment'];
  readonly text: string;
}

const FOLDER = 'semeval-sentiment';
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The texts lie in the files escaped several times over: as JSON, as CSV and as HTML. */
export function unescapeText(text: string): string {
  let plain = text.replace(/\\u([0-9a-f]{4})/gi, (_, unit: string) =>
    String.fromCharCode(Number.parseInt(unit, 16)),
  );
  for (let turn = 0; turn < 2; turn += 1) {
    plain = plain.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  }
  return plain
    .replaceAll('\\"', '"')
    .replaceAll('\\n', ' ')
    .replace(/^"+|"+$/g, '')
    .replace(/""+/g, '"')
    .trim();
}

/** What two copies of a post have in common: the words without links, mentions, marks and escapes. */
export function copyOf(text: string): string {
  return unescapeText(text)
    .toLowerCase()
    .replace(/http\S*|@\w+/g, '')
    .replace(/[\W_]+/g, ' ')
    .trim();
}

/** Reads `train` or `dev`: a label, a tab, a text on each line. */
export function readPosts(dataFolder: string, part: 'train' | 'dev'): LabelledPost[] {
  const lines = readFileSync(path.join(dataFolder, FOLDER, `${part}.tsv`), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const tab = line.indexOf('\t');
    const label = CLASSES.find((name) => name === line.slice(0, tab));
    return label === undefined ? [] : [{ label, text: unescapeText(line.slice(tab + 1)) }];
  });
}

/** Which posts of `posts` also stand in `others`, by their words. */
export function sharedWith(posts: readonly LabelledPost[], others: readonly LabelledPost[]): boolean[] {
  const known = new Set(others.map(({ text }) => copyOf(text)));
  return posts.map(({ text }) => known.has(copyOf(text)));
}
