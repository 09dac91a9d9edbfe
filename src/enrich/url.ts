import { boundedText, boundedTextOrNull } from './bounded-text.ts';
import { countryByIso2 } from './countries.ts';
import { type Host, hostOf, readUrl } from './web-address.ts';

/** How much of a path and of a campaign parameter is kept, in UTF-16 units. */
export const MAX_PATH_LENGTH = 1024;
export const MAX_PARAMETER_LENGTH = 256;

/** The derived columns of a page's URL; each is null when the URL does not tell. */
export interface PageUrlColumns {
  readonly [column: string]: string | null;
  /** ISO 3166-1 alpha-2, upper case, from the last label of the host. */
  readonly country: string | null;
  /** Registrable name without its public suffix: `glamira` of `www.glamira.co.uk`. */
  readonly site_name: string | null;
  readonly host: string | null;
  /** Decoded, without query and trailing slash; `/` for the front page. */
  readonly page_path: string | null;
  readonly utm_source: string | null;
  readonly utm_medium: string | null;
  readonly utm_campaign: string | null;
  readonly utm_content: string | null;
  readonly utm_term: string | null;
}

export interface PageUrlSettings {
  /**
   * Countries of top-level domains, lower case, stronger than ISO 3166-1; null for "no country" (`{ io: null }`).
   * `uk` is `GB` unless it says otherwise.
   */
  readonly countryByTld?: Readonly<Record<string, string | null>>;
}

/** `.com` is the shop's own site for the United States. */
export const DEFAULT_COUNTRY_BY_TLD: Readonly<Record<string, string | null>> = { com: 'US' };

const NOTHING: PageUrlColumns = {
  country: null,
  site_name: null,
  host: null,
  page_path: null,
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_content: null,
  utm_term: null,
};

/**
 * Makes the function that reads a page's URL. Only `http` and `https` addresses have a page; anything else gives nulls.
 * A host that is an IP address is kept, with no country and no site name. Never throws.
 */
export function pageUrlParser(settings: PageUrlSettings = {}): (url: string | null) => PageUrlColumns {
  const countries = new Map<string, string | null>([
    ['uk', 'GB'],
    ...Object.entries(settings.countryByTld ?? DEFAULT_COUNTRY_BY_TLD),
  ]);
  return function parsePageUrl(text) {
    const url = readUrl(text);
    const host = url === null ? null : hostOf(url);
    if (url === null || host === null) return NOTHING;
    const utm = campaignParameters(url);
    return {
      country: countryOf(host, countries),
      site_name: host.site,
      host: host.name,
      page_path: pagePath(url.pathname),
      utm_source: utm.get('utm_source') ?? null,
      utm_medium: utm.get('utm_medium') ?? null,
      utm_campaign: utm.get('utm_campaign') ?? null,
      utm_content: utm.get('utm_content') ?? null,
      utm_term: utm.get('utm_term') ?? null,
    };
  };
}

/** `parsePageUrl` with the default settings. */
export const parsePageUrl = pageUrlParser();

function countryOf(host: Host, countries: ReadonlyMap<string, string | null>): string | null {
  if (host.isIp) return null;
  const label = host.name.slice(host.name.lastIndexOf('.') + 1);
  const chosen = countries.get(label);
  return chosen === undefined ? (countryByIso2(label)?.iso2 ?? null) : chosen;
}

function pagePath(pathname: string): string {
  const decoded = boundedText(decodedPath(pathname), MAX_PATH_LENGTH);
  let end = decoded.length;
  while (end > 1 && decoded.charAt(end - 1) === '/') end -= 1;
  return decoded.slice(0, end) || '/';
}

/** Decodes what is valid UTF-8 and leaves the rest, and `%2F`, `%3F`, `%23` and `%25`, which would change the path's meaning. */
function decodedPath(pathname: string): string {
  if (!pathname.includes('%')) return pathname;
  return pathname.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURI(run.replace(/%25/g, '%2525'));
    } catch {
      return run;
    }
  });
}

/** The first value of each `utm_` parameter, whatever the case of its name; empty ones count as missing. */
function campaignParameters(url: URL): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!/utm_/i.test(url.search)) return found;
  for (const [name, value] of url.searchParams) {
    const key = name.toLowerCase();
    const text =
      key.startsWith('utm_') && !found.has(key) ? boundedTextOrNull(value, MAX_PARAMETER_LENGTH) : null;
    if (text !== null) found.set(key, text);
  }
  return found;
}
