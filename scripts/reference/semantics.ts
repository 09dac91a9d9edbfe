import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FURTHER_TESTS } from './further-tests.ts';
import { code, table } from './markdown.ts';
import { type TestTitle, testTitles } from './test-titles.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

export const SEMANTICS = ['docs', 'semantics.md'] as const;

const BEGIN =
  '<!-- Tables made by `npm run docs` from the titles of the tests: tag a test, do not write here. -->';
const TAGS = /[[(]([DWVRA]\d(?:[,\s]+[DWVRA]\d)*)[\])]/g;

/** Which test holds which invariant. */
export interface Held {
  readonly invariant: string;
  readonly file: string;
  /** With the titles of its groups in front. */
  readonly words: string;
}

/** All titles of the project's tests. */
export function allTitles(): readonly TestTitle[] {
  return testTitles(ROOT, ['src', 'test', 'web']);
}

/** Every test that names an invariant in its title, and the further ones. */
export function heldInvariants(titles: readonly TestTitle[]): readonly Held[] {
  const held = titles.flatMap((one) => {
    const named = [...one.title.matchAll(TAGS)].flatMap(([, tags = '']) => tags.split(/[,\s]+/));
    const further = FURTHER_TESTS.filter(([, file, title]) => file === one.file && title === one.title);
    const invariants = new Set([...named, ...further.map(([invariant]) => invariant)]);
    return [...invariants].map((invariant) => ({ invariant, file: one.file, words: wordsOf(one) }));
  });
  const order = ({ file, words, invariant }: Held) => [file, words, invariant].join('\n');
  const single = new Map(held.map((one) => [order(one), one]));
  return [...single].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function wordsOf({ within, title }: TestTitle): string {
  return [...within, title]
    .map((part) => part.replaceAll(TAGS, '').replaceAll(/\s+/g, ' ').trim())
    .join(': ');
}

/** The invariants that a text promises, in its order: `- **D1 Durable when acknowledged.** ...`. */
export function promisedInvariants(text: string): readonly string[] {
  return [...text.matchAll(/^- \*\*([DWVRA]\d) /gm)].map(([, name = '']) => name);
}

/** The invariants that a text says are not held by a test yet: `| D9 | why |` under that heading. */
export function openInvariants(text: string): readonly string[] {
  const [, section = ''] = text.split('## Not held by a test yet');
  const [rows = ''] = section.split('\n## ');
  return [...rows.matchAll(/^\| ([DWVRA]\d) \|/gm)].map(([, name = '']) => name);
}

/** docs/semantics.md as it is written, in two parts: the promises, and the tables below them. */
export function writtenSemantics(): { readonly promises: string; readonly whole: string } {
  const whole = readFileSync(path.join(ROOT, ...SEMANTICS), 'utf8').replaceAll('\r\n', '\n');
  const [promises = ''] = whole.split(BEGIN);
  return { promises, whole };
}

/** docs/semantics.md as it should be: its promises, and tables of the tests that hold them, both ways. */
export function semanticsPage(): string {
  const { promises } = writtenSemantics();
  const held = heldInvariants(allTitles());
  const link = (file: string) => `[${code(file)}](../${file})`;
  const rows = promisedInvariants(promises).flatMap((name) =>
    held.filter(({ invariant }) => invariant === name).map(({ file, words }) => [name, link(file), words]),
  );
  const tests = Map.groupBy(held, ({ file, words }) => `${file}\n${words}`);
  const back = [...tests.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [[link(first.file), first.words, [first, ...others].map(({ invariant }) => invariant).join(', ')]],
  );
  return `${[
    promises.trimEnd(),
    BEGIN,
    '## Which test holds which promise',
    table(['promise', 'file', 'test'], rows),
    '## Which promise a test holds',
    table(['file', 'test', 'promises'], back),
  ].join('\n\n')}\n`;
}
