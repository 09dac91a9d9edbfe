import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalScan } from './literal-scan.ts';
import { requiredLiterals } from './required-literals.ts';

describe('requiredLiterals', () => {
  it.each<[string, string[][]]>([
    ['Chrome', [['chrome']]],
    ['(Opera)/.+Opera Mobi.+Version/(\\d+)', [['opera mo'], ['version/'], ['opera/']]],
    ['(Firefox|Fennec)/(\\d+)', [['fennec/', 'firefox/']]],
    ['Win(?:dows)?', [['win']]],
    ['Mobi(?:le|)', [['mobi']]],
    ['[Ss]afari', [['safari']]],
    ['a\\.b\\/c', [['a.b/c']]],
    ['(?!Foo)Bar+', [['ba'], ['r']]],
    ['x{3}yes', [['yes'], ['x']]],
    ['.*', []],
    ['(Foo|)', []],
    ['(Foo|\\d)', []],
    ['\\d+', []],
    ['Foo)', []],
  ])('%s needs %j', (source, clauses) => {
    expect(requiredLiterals(source)).toEqual(clauses);
  });

  it('holds for every text that a made-up expression matches', () => {
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('ab', 'Cd', 'e', '\\.', '\\d', '.', '[xX]', '[^a]', '\\b', '^', '(?=a)', 'fgh'),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => a + b),
        fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}|${b})`),
        tie('expression').map((a) => `(?:${a}|)`),
        fc
          .tuple(tie('expression'), fc.constantFrom('?', '*', '+', '{2}', '{0,2}', '{1,3}?'))
          .map(([a, mark]) => `(?:${a})${mark}`),
      ),
    }));
    const texts = fc.string({ unit: fc.constantFrom(...'abcdefghABCDxX.1 '), maxLength: 30 });
    fc.assert(
      fc.property(expression, texts, (source, text) => {
        if (!new RegExp(source).test(text)) return;
        for (const clause of requiredLiterals(source)) {
          expect(clause.some((literal) => text.toLowerCase().includes(literal))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('literalScan', () => {
  it('finds exactly the literals that a plain search finds', () => {
    const literals = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom(...'abc/ '), minLength: 1, maxLength: 5 }),
      { minLength: 1 },
    );
    const texts = fc.string({ unit: fc.constantFrom(...'abcABC/ é\u{1f600}K'), maxLength: 60 });
    fc.assert(
      fc.property(literals, texts, (words, text) => {
        const present = new Uint8Array(words.length).fill(1);
        literalScan(words).scan(text, present);
        const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
        expect([...present]).toEqual(words.map((word) => (folded.includes(word) ? 1 : 0)));
      }),
    );
  });
});
