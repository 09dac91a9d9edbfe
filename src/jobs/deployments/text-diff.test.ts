import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from './text-diff.ts';

describe('a difference', () => {
  it('shows what changed with two lines around it', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni';
    const after = 'a\nb\nc\nd\nE\nE2\nf\ng\nh';
    expect(diffLines(before, after)).toBe('@@\n  c\n  d\n- e\n+ E\n+ E2\n  f\n  g\n  h\n- i');
  });

  it('of equal texts is empty', () => {
    expect(diffLines('a\nb', 'a\nb')).toBe('');
  });

  it('leads from one text to the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const shown = diffLines(before.join('\n'), after.join('\n')).split('\n');
        const count = (texts: readonly string[], text: string): number =>
          texts.filter((one) => one === text).length;
        for (const text of ['a', 'b', 'c']) {
          const added = count(shown, `+ ${text}`) - count(shown, `- ${text}`);
          expect(added).toBe(count(after, text) - count(before, text));
        }
      }),
    );
  });
});
