import { unescapeLogText } from './access-log-escape.ts';

/** One request of an access log; null where the log holds `-` or nothing usable. */
export interface AccessLogEntry {
  /** Address or name of the client. */
  readonly host: string;
  readonly user: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number;
  /** All three are null when the request line is none, such as the bytes of a TLS handshake. */
  readonly method: string | null;
  /** Target as sent: path and query, or a whole URL for a proxy. */
  readonly path: string | null;
  /** Null for HTTP/0.9 as well. */
  readonly protocol: string | null;
  readonly status: number | null;
  /** Size of the answer without its head. */
  readonly bytes: number | null;
  readonly referrer: string | null;
  readonly userAgent: string | null;
}

/** Why a line is no access log entry. */
export type AccessLogRefusal =
  | 'empty'
  | 'no client'
  | 'no time in brackets'
  | 'impossible time'
  | 'no request in quotes'
  | 'no status'
  | 'no size'
  | 'cut off inside a quoted field';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/**
 * One line of an Apache or nginx log in the `combined` format, or its shorter form `common`:
 *
 *   host SP ident SP user SP "[" time "]" SP quoted-request SP status SP bytes [ SP quoted-referrer [ SP quoted-agent ] ] [ SP more ]
 *
 * Null when the line does not fit; `explainRefusal` says why. A user name may hold spaces. What follows the user agent
 * (a response time, `X-Forwarded-For`) is ignored. Escapes (`\"`, `\\`, `\t`, `\x22` and UTF-8 as `\xhh`) are undone. One pass, no backtracking.
 */
export function parseAccessLogLine(line: string): AccessLogEntry | null {
  const entry = scan(line);
  return typeof entry === 'string' ? null : entry;
}

/** Why `parseAccessLogLine` refuses a line; null when it does not. */
export function explainRefusal(line: string): AccessLogRefusal | null {
  const entry = scan(line);
  return typeof entry === 'string' ? entry : null;
}

function scan(text: string): AccessLogEntry | AccessLogRefusal {
  const line = text.trimEnd();
  if (line === '') return 'empty';
  const hostEnd = line.indexOf(' ');
  if (hostEnd <= 0) return 'no client';
  const open = timeStart(line, hostEnd);
  if (open < 0) return 'no time in brackets';
  const time = timeAt(line, open + 1);
  if (time === null) return 'impossible time';

  const requestStart = open + TIME_LENGTH + 3;
  if (line.charCodeAt(requestStart) !== QUOTE) return 'no request in quotes';
  const requestEnd = closingQuote(line, requestStart);
  if (requestEnd < 0) return 'cut off inside a quoted field';

  const statusEnd = wordEnd(line, requestEnd + 2);
  const status = numberOrDash(line, requestEnd + 2, statusEnd, 3);
  if (status === undefined) return 'no status';
  const bytesEnd = wordEnd(line, statusEnd + 1);
  const bytes = numberOrDash(line, statusEnd + 1, bytesEnd, 15);
  if (bytes === undefined) return 'no size';

  const referrer = quotedAt(line, bytesEnd + 1);
  if (referrer === undefined) return 'cut off inside a quoted field';
  const agent = referrer === null ? null : quotedAt(line, referrer.end + 2);
  if (agent === undefined) return 'cut off inside a quoted field';
  return {
    host: line.slice(0, hostEnd),
    user: userBetween(line, hostEnd, open),
    time,
    ...requestParts(unescapeLogText(line.slice(requestStart + 1, requestEnd))),
    status,
    bytes,
    referrer: fieldText(referrer),
    userAgent: fieldText(agent),
  };
}

/** `17/May/2015:10:05:03 +0000` */
const TIME_LENGTH = 26;

/** Where the `[` of the time is: a user name may hold brackets too, so the one whose `]` is in its place. */
function timeStart(line: string, from: number): number {
  let open = line.indexOf(' [', from);
  while (open >= 0 && !(line.charAt(open + 4) === '/' && line.charAt(open + TIME_LENGTH + 2) === ']')) {
    open = line.indexOf(' [', open + 1);
  }
  return open < 0 ? -1 : open + 1;
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Epoch milliseconds of `dd/Mon/yyyy:HH:mm:ss +hhmm`; null when a part is out of range. A leap second is the one after. */
function timeAt(line: string, at: number): number | null {
  const day = digits(line, at, 2);
  const month = MONTHS.indexOf(line.slice(at + 3, at + 6)) / 3;
  const year = digits(line, at + 7, 4);
  const hour = digits(line, at + 12, 2);
  const minute = digits(line, at + 15, 2);
  const second = digits(line, at + 18, 2);
  const zone = zoneMinutes(line, at + 21);
  if (!Number.isInteger(month) || month < 0 || year < 1970 || hour < 0 || hour > 23) return null;
  if (minute < 0 || minute > 59 || second < 0 || second > 60 || zone === null) return null;
  if (day < 1 || day > daysIn(year, month) || !hasSeparators(line, at)) return null;
  return Date.UTC(year, month, day, hour, minute, second) - zone * 60_000;
}

function hasSeparators(line: string, at: number): boolean {
  return (
    line.charAt(at + 6) === '/' &&
    line.charAt(at + 11) === ':' &&
    line.charAt(at + 14) === ':' &&
    line.charAt(at + 17) === ':' &&
    line.charAt(at + 20) === ' '
  );
}

function daysIn(year: number, month: number): number {
  if (month !== 1) return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Minutes east of UTC of `+hhmm` or `-hhmm`. */
function zoneMinutes(line: string, at: number): number | null {
  const sign = line.charAt(at);
  const hours = digits(line, at + 1, 2);
  const minutes = digits(line, at + 3, 2);
  if ((sign !== '+' && sign !== '-') || hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/** The number in exactly `count` digits; -1 when one is none. */
function digits(line: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = line.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Null for `-`; undefined when it is neither that nor one to `most` digits. */
function numberOrDash(line: string, from: number, to: number, most: number): number | null | undefined {
  if (to - from === 1 && line.charAt(from) === '-') return null;
  if (to <= from || to - from > most) return undefined;
  const value = digits(line, from, to - from);
  return value < 0 ? undefined : value;
}

function wordEnd(line: string, from: number): number {
  const end = line.indexOf(' ', from);
  return end < 0 ? line.length : end;
}

/** The quote that ends the field opened at `open`, past escaped ones; -1 when the line ends before. */
function closingQuote(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return -1;
}

/** Null when no quoted field starts here; undefined when it does not end. */
function quotedAt(line: string, at: number): { text: string; end: number } | null | undefined {
  if (line.charCodeAt(at - 1) !== SPACE || line.charCodeAt(at) !== QUOTE) return null;
  const end = closingQuote(line, at);
  return end < 0 ? undefined : { text: line.slice(at + 1, end), end };
}

function fieldText(field: { text: string } | null): string | null {
  if (field === null || field.text === '-' || field.text === '') return null;
  return unescapeLogText(field.text);
}

/** What stands behind the ident, up to the time. */
function userBetween(line: string, hostEnd: number, open: number): string | null {
  const userStart = line.indexOf(' ', hostEnd + 1) + 1;
  const user = userStart > 0 && userStart < open - 1 ? unescapeLogText(line.slice(userStart, open - 1)) : '-';
  return user === '-' || user === '' || user === '""' ? null : user;
}

type RequestParts = Pick<AccessLogEntry, 'method' | 'path' | 'protocol'>;

const NO_REQUEST: RequestParts = { method: null, path: null, protocol: null };

/** `METHOD target PROTOCOL`; the target may hold spaces, and the protocol be missing. */
function requestParts(request: string): RequestParts {
  const methodEnd = request.indexOf(' ');
  if (methodEnd <= 0 || !isMethod(request, methodEnd)) return NO_REQUEST;
  const last = request.lastIndexOf(' ');
  const versioned = last > methodEnd && request.startsWith('HTTP/', last + 1);
  const path = request.slice(methodEnd + 1, versioned ? last : request.length);
  if (path === '') return NO_REQUEST;
  return { method: request.slice(0, methodEnd), path, protocol: versioned ? request.slice(last + 1) : null };
}

/** Capital letters, with `-` and `_` inside (`M-SEARCH`). */
function isMethod(request: string, end: number): boolean {
  for (let at = 0; at < end; at += 1) {
    const code = request.charCodeAt(at);
    if (!((code >= 65 && code <= 90) || (at > 0 && (code === 0x2d || code === 0x5f)))) return false;
  }
  return end <= 32;
}
