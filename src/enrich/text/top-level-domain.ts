import { parse } from 'tldts';
import { ALPHANUMERIC, has, LABEL } from './characters.ts';

/** No top-level domain that has a letter outside ASCII is longer (`vermögensberatung`). */
const LONGEST = 17;

/** Answers are kept for so many names, so that memory stays bounded. */
const CACHE_NAMES = 20_000;

const known = new Map<string, boolean>();

/** True when the public suffix list's ICANN section has a top-level domain of this name, in any case and script. */
export function isTopLevelDomain(name: string): boolean {
  const answer = known.get(name);
  if (answer !== undefined) return answer;
  if (known.size >= CACHE_NAMES) known.clear();
  const listed = isListed(`x.${name}`) || isListed(`x.co.${name}`) || isListed(`x.ac.${name}`);
  known.set(name, listed);
  return listed;
}

/** Some top-level domains are in the list through the names below them alone, such as `co.za`. */
function isListed(host: string): boolean {
  return parse(host, { extractHostname: false, validateHostname: false }).isIcann === true;
}

/**
 * Where the longest top-level domain that begins at a place ends, or -1. Behind it there must be no letter or digit of
 * ASCII, `@`, `+` or `-`; other scripts may follow, since they set no spaces (`example.comです`).
 */
export function topLevelDomainEnd(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit && has(text, end, ALPHANUMERIC)) end += 1;
  if (end === at + 2 && isPunycode(text, at, limit)) return punycodeEnd(text, at, limit);
  if (end < limit && text.charCodeAt(end) >= 0x80) {
    const longest = endWithLetterBeyondAscii(text, at, { least: end, limit });
    if (longest !== -1) return longest;
  }
  const length = end - at;
  if (length < 2 || length > 63 || !mayFollow(text, end, limit)) return -1;
  return isTopLevelDomain(text.slice(at, end).toLowerCase()) ? end : -1;
}

function mayFollow(text: string, at: number, limit: number): boolean {
  if (at >= limit) return true;
  const next = text.charCodeAt(at);
  return next !== 0x40 && next !== 0x2b && next !== 0x2d && !has(text, at, ALPHANUMERIC);
}

function endWithLetterBeyondAscii(
  text: string,
  at: number,
  { least, limit }: { least: number; limit: number },
): number {
  let longest = least;
  while (longest < limit && longest < at + LONGEST && has(text, longest, LABEL)) longest += 1;
  for (let end = longest; end > least; end--) {
    if (mayFollow(text, end, limit) && isTopLevelDomain(text.slice(at, end).toLowerCase())) return end;
  }
  return -1;
}

function isPunycode(text: string, at: number, limit: number): boolean {
  return at + 4 < limit && text.slice(at, at + 4).toLowerCase() === 'xn--';
}

function punycodeEnd(text: string, at: number, limit: number): number {
  let end = at + 4;
  while (end < limit && (has(text, end, ALPHANUMERIC) || text.charCodeAt(end) === 0x2d)) end += 1;
  return end > at + 4 ? end : -1;
}
