import { BARS_URL, has, PATH, PATH_END, QUERY, QUERY_END } from './characters.ts';
import { findHost, isHostUnit, isRegistrable, mayBegin, plainHosts, type Span } from './host.ts';

/** A URL in a text; `url` is shorter than the span where something stands between its host and its path. */
export interface FoundUrl extends Span {
  readonly url: string;
}

const MAX_LENGTH = 4096;
const MAX_TCO_SLUG = 40;

const OPEN = 0x28;
const CLOSE = 0x29;
const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;

/** The protocol that is counted where there is none. */
const DEFAULT_PROTOCOL = 'https://';

/**
 * The URLs in a text by the rules of twitter-text, in UTF-16 units, in one pass over it: around each dot the run of
 * units that a host name may have is looked at once.
 * @param withoutProtocol also names that stand without `http://`, such as `example.com/path`
 */
export function findUrls(text: string, withoutProtocol = true): FoundUrl[] {
  const urls: FoundUrl[] = [];
  /** Where a URL may begin; what came before belongs to an earlier one. */
  let lower = 0;
  let runEnd = 0;
  let dot = text.indexOf('.');
  while (dot !== -1) {
    if (dot >= runEnd) runEnd = endOfRun(text, dot);
    const host = findHost(text, startOfRun(text, dot, lower), runEnd);
    if (host === null) {
      dot = text.indexOf('.', runEnd);
      continue;
    }
    const rest = readRest(text, host.end);
    const protocol = protocolBefore(text, host.start, lower);
    if (host.usable && isRegistrable(text, host)) {
      const found = { host, rest, text };
      if (protocol !== null) urls.push(...withProtocol(found, protocol));
      else if (withoutProtocol && !/[-_./]/.test(text.charAt(host.start - 1))) urls.push(...plain(found));
    }
    lower = rest.end + 1;
    dot = text.indexOf('.', rest.end);
  }
  return urls;
}

function startOfRun(text: string, dot: number, lower: number): number {
  let start = dot;
  while (start > lower && isHostUnit(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function endOfRun(text: string, dot: number): number {
  let end = dot + 1;
  while (end < text.length && isHostUnit(text.charCodeAt(end))) end += 1;
  return end;
}

/** Where `http://` begins before a host, null when it is not there or cannot begin there. */
function protocolBefore(text: string, at: number, lower: number): number | null {
  if (text.charCodeAt(at - 1) !== SLASH) return null;
  const match = /https?:\/\/$/i.exec(text.slice(Math.max(lower, at - 8), at));
  if (match === null) return null;
  const start = at - match[0].length;
  return mayBegin(text, start) && !has(text, start - 1, BARS_URL) ? start : null;
}

/** What follows a host: port, path and query. */
interface Rest {
  /** Where the path ends, or the host where there is none. */
  readonly hasPath: boolean;
  readonly end: number;
}

function readRest(text: string, hostEnd: number): Rest {
  const port = portEnd(text, hostEnd);
  const path = text.charCodeAt(port) === SLASH ? pathEnd(text, port) : port;
  const query = text.charCodeAt(path) === QUESTION ? queryEnd(text, path) : path;
  return { hasPath: path > port, end: query };
}

function portEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== COLON) return at;
  let end = at + 1;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end > at + 1 ? end : at;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The end of the longest path that ends with something a path may end with. */
function pathEnd(text: string, slash: number): number {
  let end = slash + 1;
  let at = end;
  for (;;) {
    if (has(text, at, PATH_END)) {
      at += 1;
      end = at;
    } else if (has(text, at, PATH)) at += 1;
    else {
      const closed = text.charCodeAt(at) === OPEN ? parenthesesEnd(text, at) : -1;
      if (closed === -1) return end;
      at = closed;
      end = closed;
    }
  }
}

/** Behind `(…)` or `(…(…)…)`, neither of them empty; -1 when they are not balanced. */
function parenthesesEnd(text: string, open: number): number {
  const first = pathRunEnd(text, open + 1);
  if (text.charCodeAt(first) === CLOSE) return first > open + 1 ? first + 1 : -1;
  if (text.charCodeAt(first) !== OPEN) return -1;
  const inner = pathRunEnd(text, first + 1);
  if (inner === first + 1 || text.charCodeAt(inner) !== CLOSE) return -1;
  const last = pathRunEnd(text, inner + 1);
  return text.charCodeAt(last) === CLOSE ? last + 1 : -1;
}

function pathRunEnd(text: string, at: number): number {
  let end = at;
  while (has(text, end, PATH)) end += 1;
  return end;
}

/** The end of the longest query that ends with something a query may end with; `at` when there is none. */
function queryEnd(text: string, at: number): number {
  let end = at;
  for (let next = at + 1; has(text, next, QUERY); next++) {
    if (has(text, next, QUERY_END)) end = next + 1;
  }
  return end;
}

interface Found {
  readonly text: string;
  readonly host: Span;
  readonly rest: Rest;
}

/** A t.co address ends with its slug and query, whatever follows. */
function withProtocol({ text, rest }: Found, start: number): FoundUrl[] {
  const url = text.slice(start, rest.end);
  if (url.length > MAX_LENGTH) return [];
  const short = /^https?:\/\/t\.co\/([a-z0-9]+)/i.exec(url);
  if (short === null) return [{ url, start, end: rest.end }];
  if ((short[1] ?? '').length > MAX_TCO_SLUG) return [];
  const slugEnd = start + short[0].length;
  const end = text.charCodeAt(slugEnd) === QUESTION ? queryEnd(text, slugEnd) : slugEnd;
  return [{ url: text.slice(start, end), start, end }];
}

/** Names without a protocol: only Latin ones, and the path belongs to the one it touches. */
function plain({ text, host, rest }: Found): FoundUrl[] {
  if (DEFAULT_PROTOCOL.length + rest.end - host.start > MAX_LENGTH) return [];
  return plainHosts(text, host).map(({ start, end }) => {
    const to = end === host.end && rest.hasPath ? rest.end : end;
    return { url: text.slice(start, to), start, end: to };
  });
}
