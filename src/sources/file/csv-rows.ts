const QUOTE = 0x22;
const NEWLINE = 10;

/**
 * The positions behind the rows of `data`, which begins with a row (RFC 4180: a newline within quotes does not end a row; a
 * quote opens only at the beginning of a field). A row that does not end in `data` is left out; but when `final`, nothing
 * follows, and a quote that is never closed costs one line: that line is taken as a row, and counting goes on
 * behind it.
 */
export function rowEnds(data: Buffer, delimiter: number, final: boolean): number[] {
  const ends: number[] = [];
  if (!data.includes(QUOTE)) {
    for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1)) ends.push(at + 1);
    return ends;
  }
  for (let start = 0; start < data.length; ) {
    let end = endOfRow(data, start, delimiter);
    if (end < 0 && final) end = data.indexOf(NEWLINE, start) + 1 || data.length;
    if (end < 0) break;
    ends.push(end);
    start = end;
  }
  return ends;
}

/** Position behind the row, or -1 when it does not end. */
function endOfRow(data: Buffer, start: number, delimiter: number): number {
  let at = start;
  for (;;) {
    if (data[at] === QUOTE) {
      at = endOfQuotes(data, at);
      if (at < 0) return -1;
    }
    while (data[at] !== delimiter) {
      if (at >= data.length) return -1;
      if (data[at] === NEWLINE) return at + 1;
      at += 1;
    }
    at += 1;
  }
}

/** Position behind the closing quote of a field; two quotes are one that does not close. */
function endOfQuotes(data: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    at = data.indexOf(QUOTE, at);
    if (at < 0) return -1;
    if (data[at + 1] !== QUOTE) return at + 1;
    at += 2;
  }
}
