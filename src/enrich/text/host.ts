import { ALPHANUMERIC, BARS_URL, FLAGS, has, LABEL, PLAIN_LABEL } from './characters.ts';
import { punycodeLength } from './punycode.ts';
import { topLevelDomainEnd } from './top-level-domain.ts';

const DOT = 0x2e;
const DASH = 0x2d;
const UNDERSCORE = 0x5f;

/** DNS takes no longer label. */
const MAX_LABEL = 63;

/** A part of a text, in UTF-16 units, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A host name in a text. */
export interface FoundHost extends Span {
  /** False: it has the form of one, but an underscore in the label before its top-level domain. */
  readonly usable: boolean;
}

/** True for what may be part of a host name, dots included. */
export function isHostUnit(unit: number): boolean {
  return unit === DOT || unit === DASH || unit === UNDERSCORE || ((FLAGS[unit] ?? 0) & LABEL) !== 0;
}

/** True when a URL may begin at a place, as far as the character before it is concerned. */
export function mayBegin(text: string, at: number): boolean {
  return at === 0 || !has(text, at - 1, BARS_URL);
}

/**
 * The first host name in a run of host units that begins at or behind `from`. Labels are walked once: where a chain of
 * labels breaks without a top-level domain, no later start inside it can do better.
 */
export function findHost(text: string, from: number, runEnd: number): FoundHost | null {
  let at = from;
  while (at < runEnd) {
    const dot = text.indexOf('.', at);
    if (dot === -1 || dot >= runEnd) return null;
    const start = isJoint(text, dot - 1) ? -1 : labelStart(text, at, dot);
    if (start === -1) {
      at = dot + 1;
      continue;
    }
    const chain = walkLabels(text, start, { dot, runEnd });
    if (chain.host !== null) return chain.host;
    at = Math.max(chain.brokenAt, dot + 1);
  }
  return null;
}

/** The first place in a label (up to its dot) where a host name may begin, or -1. */
function labelStart(text: string, at: number, dot: number): number {
  for (let start = at; start < dot; start++) {
    if (!isJoint(text, start) && mayBegin(text, start)) return start;
  }
  return -1;
}

function isJoint(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === DASH || unit === UNDERSCORE;
}

interface Chain {
  readonly host: FoundHost | null;
  /** Where the label begins that is none. */
  readonly brokenAt: number;
}

/** Walks label by label as far as they go; the last top-level domain on the way ends the name. */
function walkLabels(text: string, start: number, run: { dot: number; runEnd: number }): Chain {
  let usable = -1;
  let unusable: Span | null = null;
  let label = start;
  let dot = run.dot;
  for (;;) {
    if (dot === label || isJoint(text, label) || isJoint(text, dot - 1)) break;
    const end = topLevelDomainEnd(text, dot + 1, text.length);
    if (end !== -1) {
      const underscore = text.slice(label, dot).lastIndexOf('_');
      if (underscore === -1) usable = end;
      else unusable ??= { start: label + underscore + 1, end };
    }
    label = dot + 1;
    dot = text.indexOf('.', label);
    if (dot === -1 || dot >= run.runEnd) break;
  }
  if (usable !== -1) return { host: { start, end: usable, usable: true }, brokenAt: label };
  const host = unusable === null ? null : { ...unusable, usable: false };
  return { host, brokenAt: label };
}

/**
 * The host names inside a name of any script that are written in ASCII and Latin letters alone: what stands without a
 * protocol among texts that set no spaces (`例えばexample.comです`).
 */
export function plainHosts(text: string, { start, end }: Span): Span[] {
  const hosts: Span[] = [];
  let at = start;
  while (at < end) {
    const host = plainHost(text, at, end);
    if (host.end === -1) at = host.next;
    else {
      hosts.push({ start: host.start, end: host.end });
      at = host.end;
    }
  }
  return hosts;
}

function plainHost(text: string, from: number, limit: number): Span & { readonly next: number } {
  let start = from;
  while (start < limit && !has(text, start, PLAIN_LABEL)) start += 1;
  let label = start;
  let end = -1;
  for (;;) {
    let dot = label;
    while (dot < limit && has(text, dot, PLAIN_LABEL)) dot += 1;
    if (dot === label || dot >= limit || text.charCodeAt(dot) !== DOT) {
      return { start, end, next: Math.max(dot, start + 1) };
    }
    const top = topLevelDomainEnd(text, dot + 1, limit);
    if (top !== -1) end = top;
    label = dot + 1;
  }
}

/** True when DNS could take a name: no label is longer than 63 in punycode, and punycode is ASCII. */
export function isRegistrable(text: string, { start, end }: Span): boolean {
  let label = start;
  while (label < end) {
    const dot = text.indexOf('.', label);
    const labelEnd = dot === -1 || dot > end ? end : dot;
    const length = punycodeLength(text.slice(label, labelEnd));
    if (length < 1 || length > MAX_LABEL) return false;
    label = labelEnd + 1;
  }
  const isPunycode = text.slice(start, start + 4) === 'xn--';
  return !isPunycode || plainHosts(text, { start, end }).length > 0;
}

/** True when a letter or digit of ASCII stands at a place. */
export function isAlphanumeric(text: string, at: number): boolean {
  return has(text, at, ALPHANUMERIC);
}
