import { isbot } from 'isbot';
import { boundedText } from '../bounded-text.ts';
import { type DeviceType, deviceType } from './device-type.ts';
import { type Match, matchRules, SPIDER_RULES } from './rules.ts';

/**
 * How much of a user agent is read, in UTF-16 units. The longest of uap-core's 2,084 test cases has 492; some of its
 * expressions take time that grows with the square of the length, so that a limit is what bounds hostile input.
 */
export const MAX_USER_AGENT_LENGTH = 1024;

const MAX_FAMILY_LENGTH = 100;
const MAX_VERSION_LENGTH = 40;

/** The derived columns of a user agent. */
export interface UserAgentColumns {
  readonly [column: string]: string | boolean | null;
  /** Browser family as uap-core names it; `Other` when unknown. */
  readonly browser: string;
  /** `major.minor.patch` up to the first part that is missing; null when there is none. */
  readonly browser_version: string | null;
  /** Operating system family as uap-core names it; `Other` when unknown. */
  readonly os: string;
  readonly os_version: string | null;
  readonly device_type: DeviceType;
  readonly is_bot: boolean;
}

const NOTHING: UserAgentColumns = {
  browser: 'Other',
  browser_version: null,
  os: 'Other',
  os_version: null,
  device_type: 'other',
  is_bot: false,
};

/**
 * Browser, operating system, kind of device and whether a program drives it, from a `User-Agent` header.
 *
 * An empty or missing user agent is `Other` on an `other` device and no bot: its absence says nothing of the sender.
 * Never throws; the same text always gives the same columns.
 */
export function parseUserAgent(userAgent: string | null): UserAgentColumns {
  const text = userAgent === null ? '' : boundedText(userAgent, MAX_USER_AGENT_LENGTH).trim();
  if (text === '') return NOTHING;
  const { browser, os, spider } = matchRules(text);
  const osFamily = os?.family ?? 'Other';
  const isBot = isSpider(spider, osFamily) || isbot(text);
  return {
    browser: boundedText(browser?.family ?? 'Other', MAX_FAMILY_LENGTH),
    browser_version: versionText(browser),
    os: boundedText(osFamily, MAX_FAMILY_LENGTH),
    os_version: versionText(os),
    device_type: isBot ? 'bot' : deviceType(text, osFamily),
    is_bot: isBot,
  };
}

/**
 * uap-core tries its last, generic list of spider words after 600 device models. We do not load the models: the list
 * counts when no operating system is known, so that a phone named `CUBOT` or a browser named `Silk` is no bot.
 */
function isSpider(rule: number | null, osFamily: string): boolean {
  return rule !== null && (rule < SPIDER_RULES - 1 || osFamily === 'Other');
}

function versionText(match: Match | null): string | null {
  if (match === null) return null;
  const end = match.version.indexOf(null);
  const parts = end < 0 ? match.version : match.version.slice(0, end);
  return parts.length === 0 ? null : boundedText(parts.join('.'), MAX_VERSION_LENGTH);
}
