/**
 * What a regular expression holds that RE2 (DuckDB) and java.util.regex (Flink) do not read alike, or null.
 * The common part: literals, classes without classes inside, the escapes \d \D \w \W \t \n \r \f \xHH \p{L} and
 * escaped punctuation, groups `(...)` and `(?:...)`, `|`, `^`, and the quantifiers ? * + {n} {n,} {n,m} and their
 * lazy forms.
 */
export function unsharedPart(pattern: string): string | null {
  if (!isBalanced(pattern)) return 'it is no regular expression';
  const scan = { at: 0, inClass: false, groups: 0 };
  while (scan.at < pattern.length) {
    const token = tokenAt(pattern, scan.at, scan.inClass);
    const problem = scan.inClass
      ? problemInClass(token, pattern, scan.at)
      : problemOutside(token, pattern, scan.at);
    if (problem !== null) return problem;
    if (scan.inClass) scan.inClass = token !== ']';
    else if (token.startsWith('[')) scan.inClass = true;
    else if (token === '(') scan.groups += 1;
    scan.at += token.length;
  }
  return scan.groups === 0 ? 'it has no capture group' : null;
}

/** How many capture groups a regular expression has. */
export function captureGroups(pattern: string): number {
  // An empty alternative always matches, with all groups.
  return (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
}

function isBalanced(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

const ESCAPE = /\\(?:[pP]\{[A-Za-z_=]*\}|x[0-9A-Fa-f]{2}|[\s\S])/y;
const GROUP = /\((?:\?(?:[:=!>]|<[=!]?|P?<?|[a-zA-Z-]+))?/y;
const QUANTIFIER = /(?:[?*+]|\{\d+(?:,\d*)?\})[?+]?/y;
/** A `]` or `^]` right behind the bracket is a literal to both, and an empty class to neither. */
const CLASS = /\[\^?\]?/y;

/** What stands at a place: an escape, a group's opening, a quantifier, a class's opening, or one character. */
function tokenAt(pattern: string, at: number, inClass: boolean): string {
  for (const kind of inClass ? [ESCAPE] : [ESCAPE, GROUP, QUANTIFIER, CLASS]) {
    kind.lastIndex = at;
    const match = kind.exec(pattern);
    if (match !== null && match[0] !== '') return match[0];
  }
  return pattern.charAt(at);
}

const SHARED_ESCAPE = /^\\(?:[dDwWtnrf]|x[0-9A-Fa-f]{2}|[pP]\{[A-Z][a-z]?\}|[^A-Za-z0-9\s])$/;
const MAX_REPEATS = 1000;

function problemOutside(token: string, pattern: string, at: number): string | null {
  if (token.startsWith('\\')) return escapeProblem(token);
  if (token.startsWith('(')) return groupProblem(token);
  if (token.startsWith('[') && token.endsWith(']'))
    return 'a class begins with "]", which not both read alike';
  if (token === '.') return '"." leaves out different line ends; write a class such as [^\\n]';
  if (token === '$') return '"$" matches before a last line end in one of them alone';
  if (token === '{' || token === '}')
    return `a lone "${token}" is a literal in one of them alone; write \\${token}`;
  return isQuantifier(token) ? quantifierProblem(token, pattern, at) : null;
}

function isQuantifier(token: string): boolean {
  return /^[?*+{]/.test(token);
}

function quantifierProblem(token: string, pattern: string, at: number): string | null {
  if (token.length > 1 && token.endsWith('+'))
    return `"${token}" is a possessive quantifier, which RE2 has not`;
  const next = pattern.charAt(at + token.length);
  if (next !== '' && '?*+{'.includes(next)) return `"${token}${next}" repeats a repetition`;
  const counts = token.match(/\d+/g) ?? [];
  return counts.some((count) => Number(count) > MAX_REPEATS)
    ? `RE2 repeats ${MAX_REPEATS} times at most`
    : null;
}

function groupProblem(token: string): string | null {
  if (token === '(' || token === '(?:') return null;
  if (['(?=', '(?!', '(?<=', '(?<!'].includes(token)) return `"${token}" looks around, which RE2 cannot`;
  if (token === '(?>') return '"(?>" is an atomic group, which RE2 has not';
  return `"${token}" is a flag or a named group, which they write or read in different ways`;
}

function escapeProblem(token: string): string | null {
  if (SHARED_ESCAPE.test(token)) return null;
  if (/^\\[1-9k]/.test(token)) return `"${token}" refers back to a group, which RE2 cannot`;
  return `"${token}" means something else in one of them, or nothing; write the characters out`;
}

function problemInClass(token: string, pattern: string, at: number): string | null {
  if (token.startsWith('\\')) return escapeProblem(token);
  if (token === '[') return '"[" inside a class is a class of its own in Java alone; write \\[';
  if (token === '&' && pattern.charAt(at + 1) === '&')
    return '"&&" inside a class is an intersection in Java alone';
  return null;
}
