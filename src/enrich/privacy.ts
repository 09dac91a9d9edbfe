import { createHash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

/** A byte in decimal, without leading zeros. */
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';

/** Longest text that can be an IP address, with brackets and a zone. */
const MAX_IP_TEXT = 100;

/** An IPv4 address as nearly all are written; the first group is its network. */
const PLAIN_IPV4 = new RegExp(`^((?:${OCTET}[.]){3})${OCTET}$`);

/** A whole IPv6 address in lower case whose network has no zeros to leave out; the first group is that network. */
const PLAIN_IPV6 = /^((?:[1-9a-f][0-9a-f]{0,3}:){3})(?:[0-9a-f]{1,4}:){4}[0-9a-f]{1,4}$/;

/**
 * The SHA-256 of an e-mail address, trimmed and in lower case, as 64 hexadecimal digits: the form that advertising
 * platforms match by. Null for an empty or missing one; a text that is such a hash already stays. Never throws.
 */
export function hashEmail(address: string | null): string | null {
  const tidy = address?.trim().toLowerCase() ?? '';
  if (tidy === '') return null;
  return /^[0-9a-f]{64}$/.test(tidy) ? tidy : createHash('sha256').update(tidy, 'utf8').digest('hex');
}

/**
 * The network of an IP address: the first 24 bits of IPv4 (`203.0.113.0`), the first 48 of IPv6 (`2001:db8:85a3::`),
 * in the canonical form of RFC 5952. An IPv4 address mapped into IPv6 (`::ffff:203.0.113.9`) counts as IPv4; brackets and a zone
 * (`%eth0`) are dropped. Null for anything else. Never throws.
 */
export function truncateIp(address: string | null): string | null {
  if (address === null || address.length > MAX_IP_TEXT) return null;
  const plain4 = PLAIN_IPV4.exec(address);
  if (plain4?.[1] !== undefined) return `${plain4[1]}0`;
  const plain6 = PLAIN_IPV6.exec(address);
  if (plain6?.[1] !== undefined) return `${plain6[1]}:`;
  const tidy = address
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '');
  if (isIPv4(tidy)) return network4(tidy.split('.').map(Number));
  if (!isIPv6(tidy)) return null;
  const groups = groupsOf(tidy);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return mapped ? network4(groups.slice(6).flatMap((group) => [group >> 8, group & 0xff])) : network6(groups);
}

function network4(bytes: readonly number[]): string {
  return `${bytes.slice(0, 3).join('.')}.0`;
}

/** What is left of the address ends in at least five zero groups: always the longest run, so that `::` stands there. */
function network6(groups: readonly number[]): string {
  const kept = groups.slice(0, 3);
  while (kept.at(-1) === 0) kept.pop();
  return `${kept.map((group) => group.toString(16)).join(':')}::`;
}

/** The eight 16-bit groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const before = groupList(head);
  if (tail === undefined) return before;
  const behind = groupList(tail);
  return [...before, ...new Array<number>(8 - before.length - behind.length).fill(0), ...behind];
}

function groupList(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
