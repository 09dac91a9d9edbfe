/**
 * What a regular expression cannot match without: the prefilter of user agent rules.
 *
 * A *clause* is a set of literals of which at least one occurs in every text the expression matches; a text has to
 * satisfy all clauses before the expression itself is worth running. This is the analysis of RE2's `Prefilter`
 * (Russ Cox, "Regular Expression Matching with a Trigram Index", 2012), for the part of the syntax that is listed here.
 * Literals are folded to lower case, so that one scan of the text serves rules with and without the flag `i`;
 * folding only ever lets more candidates through.
 *
 *   alternation = sequence { "|" sequence }
 *   sequence    = { atom [ quantifier ] }
 *   quantifier  = ( "*" | "+" | "?" | "{m}" | "{m,}" | "{m,n}" ) [ "?" ]
 *   atom        = "(" [ "?:" | lookaround ] alternation ")" | "[" class "]" | "." | "^" | "$" | escape | character
 */

/** `exact`: every text the node can match (null: too many to list). `clauses`: what it needs besides. */
interface Need {
  readonly exact: readonly string[] | null;
  readonly clauses: readonly (readonly string[])[];
}

const MAX_EXACT = 40;
const MAX_CLAUSE = 250;
const MAX_CLAUSES = 3;
const USEFUL_LENGTH = 3;
/** Longer ones choose hardly better and make the automaton that looks for them bigger: 9 ms of load time against 20. */
const LONGEST_LITERAL = 8;

const ANYTHING: Need = { exact: null, clauses: [] };
const ZERO_WIDTH: Need = { exact: [''], clauses: [] };
const LETTER_ESCAPES = new Set(['d', 'D', 'w', 'W', 's', 'S']);

/** The clauses of a regular expression, best first; empty when nothing certain is known of its texts. */
export function requiredLiterals(source: string): string[][] {
  const reader = { source, at: 0 };
  const need = readAlternation(reader);
  if (reader.at < source.length) return [];
  const clauses = [...(need.exact === null ? [] : [need.exact]), ...need.clauses]
    .map(shortened)
    .filter(usable);
  return clauses.sort((a, b) => worth(b) - worth(a)).slice(0, MAX_CLAUSES);
}

interface Reader {
  readonly source: string;
  at: number;
}

function readAlternation(reader: Reader): Need {
  const branches = [readSequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    branches.push(readSequence(reader));
  }
  return branches.length === 1 && branches[0] !== undefined ? branches[0] : either(branches);
}

function readSequence(reader: Reader): Need {
  const parts: Need[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    const atom = readAtom(reader);
    parts.push(readQuantifier(reader, atom));
  }
  return inSequence(parts);
}

function readAtom(reader: Reader): Need {
  const char = reader.source.charAt(reader.at);
  reader.at += 1;
  if (char === '(') return readGroup(reader);
  if (char === '[') return readClass(reader);
  if (char === '\\') return readEscape(reader);
  if (char === '.') return ANYTHING;
  if (char === '^' || char === '$') return ZERO_WIDTH;
  return literal(char);
}

function readGroup(reader: Reader): Need {
  const opening = /\?(?:[:=!]|<[=!])/y;
  opening.lastIndex = reader.at;
  const mark = opening.exec(reader.source)?.[0] ?? '';
  reader.at += mark.length;
  const inner = readAlternation(reader);
  reader.at += 1;
  return mark === '' || mark === '?:' ? inner : ZERO_WIDTH;
}

function readEscape(reader: Reader): Need {
  const char = reader.source.charAt(reader.at);
  reader.at += 1;
  if (char === 'b' || char === 'B') return ZERO_WIDTH;
  return LETTER_ESCAPES.has(char) || /[a-zA-Z0-9]/.test(char) ? ANYTHING : literal(char);
}

/** A class of a single folded character is that character; any other is taken as anything. */
function readClass(reader: Reader): Need {
  const start = reader.at;
  if (reader.source[reader.at] === '^') reader.at += 1;
  if (reader.source[reader.at] === ']') reader.at += 1;
  while (reader.at < reader.source.length && reader.source[reader.at] !== ']') {
    reader.at += reader.source[reader.at] === '\\' ? 2 : 1;
  }
  const body = reader.source.slice(start, reader.at);
  reader.at += 1;
  const members = new Set(body.toLowerCase());
  const [only] = members;
  return members.size === 1 && only !== undefined && only !== '^' ? literal(only) : ANYTHING;
}

function readQuantifier(reader: Reader, need: Need): Need {
  const mark = /(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y;
  mark.lastIndex = reader.at;
  const found = mark.exec(reader.source);
  if (found === null) return need;
  reader.at += found[0].length;
  const least = found[1] === undefined ? Number(found[2]) : found[1] === '+' ? 1 : 0;
  const once = found[1] === undefined && found[3] === '' && least === 1;
  if (once) return need;
  if (least === 0) return found[1] === '?' ? either([need, ZERO_WIDTH]) : ANYTHING;
  return { exact: null, clauses: need.exact === null ? need.clauses : [need.exact] };
}

function literal(char: string): Need {
  return char >= ' ' && char <= '~' ? { exact: [char.toLowerCase()], clauses: [] } : ANYTHING;
}

function either(branches: readonly Need[]): Need {
  const texts = branches.flatMap((branch) => branch.exact ?? []);
  if (branches.every((branch) => branch.exact !== null) && texts.length <= MAX_CLAUSE) {
    return { exact: [...new Set(texts)], clauses: [] };
  }
  const needed = branches.map(bestClause);
  return { exact: null, clauses: needed.includes(null) ? [] : [needed.flatMap((clause) => clause ?? [])] };
}

function bestClause(need: Need): readonly string[] | null {
  if (need.exact !== null) return usable(need.exact) ? need.exact : null;
  const usableOnes = need.clauses.filter(usable);
  return usableOnes.reduce<readonly string[] | null>(
    (best, clause) => (best === null || worth(clause) > worth(best) ? clause : best),
    null,
  );
}

function inSequence(parts: readonly Need[]): Need {
  const clauses: (readonly string[])[] = [];
  let run: readonly string[] = [''];
  let whole = true;
  for (const part of parts) {
    const longer = part.exact === null ? null : joined(run, part.exact);
    if (longer !== null) {
      run = longer;
      continue;
    }
    whole = false;
    clauses.push(run, ...part.clauses);
    run = part.exact ?? [''];
  }
  if (whole) return { exact: run, clauses };
  return { exact: null, clauses: [...clauses, run].filter(usable) };
}

function joined(heads: readonly string[], tails: readonly string[]): readonly string[] | null {
  if (heads.length * tails.length > Math.max(MAX_EXACT, heads.length, tails.length)) return null;
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

function usable(clause: readonly string[]): boolean {
  return clause.length > 0 && clause.length <= MAX_CLAUSE && !clause.includes('');
}

/** The beginning of a literal is as necessary as the whole; of two where one holds the other, the shorter says all. */
function shortened(clause: readonly string[]): string[] {
  const unique = [...new Set(clause.map((text) => text.slice(0, LONGEST_LITERAL)))];
  return unique.filter((text) => !unique.some((other) => other !== text && text.includes(other))).sort();
}

function worth(clause: readonly string[]): number {
  const shortest = Math.min(...clause.map((text) => text.length));
  return Math.min(shortest, USEFUL_LENGTH) * 100 + Math.min(shortest, 20) * 4 - Math.min(clause.length, 90);
}
