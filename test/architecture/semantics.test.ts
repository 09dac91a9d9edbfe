import { describe, expect, it } from 'vitest';
import { FURTHER_TESTS } from '../../scripts/reference/further-tests.ts';
import {
  allTitles,
  heldInvariants,
  openInvariants,
  promisedInvariants,
  semanticsPage,
  writtenSemantics,
} from '../../scripts/reference/semantics.ts';
import { titlesIn } from '../../scripts/reference/test-titles.ts';

const { promises, whole } = writtenSemantics();
const promised = promisedInvariants(promises);
const open = openInvariants(promises);
const titles = allTitles();
const held = heldInvariants(titles);

describe('docs/semantics.md', () => {
  it('numbers each promise once', () => {
    expect(promised.filter((name, index) => promised.indexOf(name) !== index)).toEqual([]);
    expect(promised.length).toBeGreaterThan(20);
  });

  it.each(promised.filter((name) => !open.includes(name)))('%s is held by a test', (name) => {
    const tests = held.filter(({ invariant }) => invariant === name);
    expect(tests, `put [${name}] into the title of the test that holds it`).not.toEqual([]);
  });

  it('lists as not held what is not held', () => {
    const wrong = open.filter(
      (name) => !promised.includes(name) || held.some(({ invariant }) => invariant === name),
    );
    expect(wrong, 'take these out of "Not held by a test yet"').toEqual([]);
  });

  it('knows every number that a test names', () => {
    const unknown = held.filter(({ invariant }) => !promised.includes(invariant));
    expect(unknown, 'numbers in titles that docs/semantics.md does not promise').toEqual([]);
  });

  it('names tests that are there', () => {
    const gone = FURTHER_TESTS.filter(
      ([, file, title]) => !titles.some((one) => one.file === file && one.title === title),
    );
    expect(gone, 'change scripts/reference/further-tests.ts').toEqual([]);
  });

  it('has the tables that the tests make (else: npm run docs)', () => {
    expect(whole === semanticsPage(), 'docs/semantics.md is out of date: run npm run docs').toBe(true);
  });
});

describe('the reading of titles', () => {
  it('finds those of every form', () => {
    const source = `
      describe('a', () => {
        it("b", () => {});
        it.each([['no']])('c %s', () => {});
        test.skipIf(true)(\`d \${x} e\`, () => {});
        describe.each(all)('f', () => expect('no').toBe('no'));
        other('no');
      });
    `;
    const found = titlesIn('x.test.ts', source).map(({ title, within }) => [...within, title].join(' > '));
    expect(found.sort()).toEqual(['a', 'a > b', 'a > c %s', 'a > d … e', 'a > f']);
  });
});
