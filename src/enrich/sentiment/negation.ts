import { hashText } from './hashing.ts';
import { EMOTICON, LINK, MARKS, type Tokens, WORD } from './tokens.ts';

const NEGATIONS =
  'not no never none nobody nothing neither nor nowhere cannot cant wont dont doesnt didnt isnt arent wasnt werent ' +
  'hasnt havent hadnt couldnt wouldnt shouldnt aint without hardly barely rarely scarcely lack lacks lacking nope';

const NEGATION_HASHES = new Set(NEGATIONS.split(' ').map(hashText));
const ENDINGS = new Set(['but', 'however', 'though', 'although'].map(hashText));
const CLAUSE_ENDS = new Set([...'.,;:!?'].map((mark) => mark.charCodeAt(0)));
const N = 110;
const T = 116;
const APOSTROPHE = 39;

function endsInNot({ letters, starts }: Tokens, index: number): boolean {
  const end = starts[index + 1] ?? 0;
  return (
    end - (starts[index] ?? 0) > 3 &&
    letters[end - 1] === T &&
    letters[end - 2] === APOSTROPHE &&
    letters[end - 3] === N
  );
}

/** Whether the token turns the meaning of those behind it. */
export function isNegation(tokens: Tokens, index: number): boolean {
  return (
    tokens.kinds[index] === WORD &&
    (NEGATION_HASHES.has(tokens.hashes[index] ?? 0) || endsInNot(tokens, index))
  );
}

/** The scope of a negation ends at `.,;:!?`, at an emoticon or a link, and at `but` and its like. */
function endsScope({ kinds, hashes, letters, starts }: Tokens, index: number): boolean {
  const kind = kinds[index];
  if (kind === MARKS) {
    const unit = letters[starts[index] ?? 0] ?? 0;
    return CLAUSE_ENDS.has(unit);
  }
  if (kind === EMOTICON || kind === LINK) return true;
  return kind === WORD && ENDINGS.has(hashes[index] ?? 0);
}

/**
 * Marks in `negated` (1 or 0) each token behind a negation up to the end of its clause, and counts the negations.
 * A second negation in a scope does not end it.
 */
export function markNegated(tokens: Tokens, negated: Uint8Array): number {
  let inside = 0;
  let count = 0;
  for (let index = 0; index < tokens.count; index += 1) {
    if (endsScope(tokens, index)) inside = 0;
    negated[index] = inside;
    if (isNegation(tokens, index)) {
      inside = 1;
      count += 1;
    }
  }
  return count;
}
