// Names below depth 1, passed over with the object around them.
//
// The first name of an object tells where it is: `{` and a quote. That quote begins a string, if the line is JSON and
// the next quote has a colon after it and neither comma nor colon before it: a quote that ends a string is followed by
// a comma or a colon before another string begins. So the brace is structure, and with a colon, a comma or a bracket
// before it, it is not the line's own. Up to the brace that closes it, all names are below depth 1.
import { beginBlocks, newlines, readBlock } from './blocks';
import { BACKSLASH, COLON, NEWLINE, QUOTE, SPACE } from './memory';

const COMMA: u8 = 44;
const OPENING_BRACKET: u8 = 91;
const OPENING_BRACE: u8 = 123;

/** Braces that are tried before a line is read exactly. */
const ATTEMPTS = 4;

/** The end of a nested object around a place in a line, or 0. @param quote where the search backwards begins */
export function afterNested(quote: usize, place: usize, from: usize, to: usize): usize {
  let at = quote;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    do at--;
    while (at >= from && load<u8>(at) != OPENING_BRACE && load<u8>(at) != NEWLINE);
    if (at < from || !beginsNested(at, from)) return 0;
    const end = afterObject(at, to);
    if (end > place) return end;
  }
  return 0;
}

function beginsNested(brace: usize, from: usize): bool {
  let before = brace - 1;
  while (before >= from && load<u8>(before) <= SPACE && load<u8>(before) != NEWLINE) before--;
  const byte = load<u8>(before);
  if (byte != COLON && byte != COMMA && byte != OPENING_BRACKET) return false;
  let at = brace + 1;
  while (load<u8>(at) <= SPACE && load<u8>(at) != NEWLINE) at++;
  if (load<u8>(at) != QUOTE) return false;
  for (at++; load<u8>(at) != QUOTE; at++) {
    const byte = load<u8>(at);
    if (byte == COMMA || byte == COLON || byte == NEWLINE || byte == BACKSLASH) return false;
  }
  for (at++; load<u8>(at) <= SPACE && load<u8>(at) != NEWLINE; at++) {}
  return load<u8>(at) == COLON;
}

/** The place after the brace that closes the one at `from`; the end of the line where there is none. */
function afterObject(from: usize, to: usize): usize {
  let depth = 0;
  beginBlocks();
  for (let at = from; at < to; at += 64) {
    const ends = newlines(at);
    // What comes after a newline is another line's.
    let structure = readBlock(at, false) & (ends - 1 & ~ends);
    for (; structure != 0; structure &= structure - 1) {
      depth += <i32>(load<u8>(at + <usize>ctz(structure)) & 2) - 1;
      if (depth == 0) return at + <usize>ctz(structure) + 1;
    }
    if (ends != 0) return at + <usize>ctz(ends);
  }
  return to;
}
