/** Lines of two texts that differ, with so many equal ones around them. */
const CONTEXT = 2;

/** Beyond this many pairs of lines nothing is matched: the differing part is shown as a whole. */
const MAX_PAIRS = 4_000_000;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** What has to be changed in `before` to get `after`, as `diff -u` shows it without numbers; empty when they are equal. */
export function diffLines(before: string, after: string): string {
  const lines = compared(before.split('\n'), after.split('\n'));
  const near = new Set(
    lines.flatMap(({ sign }, index) =>
      sign === ' ' ? [] : Array.from({ length: 2 * CONTEXT + 1 }, (_, n) => index + n - CONTEXT),
    ),
  );
  const shown: string[] = [];
  let last = -1;
  for (const [index, { sign, text }] of lines.entries()) {
    if (!near.has(index)) continue;
    if (index > last + 1) shown.push('@@');
    shown.push(`${sign}${sign === ' ' && text === '' ? '' : ' '}${text}`.trimEnd());
    last = index;
  }
  return shown.join('\n');
}

function compared(before: readonly string[], after: readonly string[]): Line[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (text: string): Line => ({ sign: ' ', text });
  return [
    ...before.slice(0, head).map(same),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** The longest common subsequence by dynamic programming: the texts have some hundred lines. */
function middle(before: readonly string[], after: readonly string[]): Line[] {
  const whole: Line[] = [
    ...before.map((text): Line => ({ sign: '-', text })),
    ...after.map((text): Line => ({ sign: '+', text })),
  ];
  if (before.length * after.length > MAX_PAIRS) return whole;
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old = '', young = ''] = [before[i], after[j]];
    if (i < before.length && j < after.length && old === young) {
      lines.push({ sign: ' ', text: old });
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: old });
      i += 1;
    } else {
      lines.push({ sign: '+', text: young });
      j += 1;
    }
  }
  return lines;
}
