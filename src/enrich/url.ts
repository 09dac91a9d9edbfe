import { boundedTextOrNull } from './bounded-text.ts';
import { countryByIso2 } from './countries.ts';
import { MAX_PARAMETER_LENGTH, pagePath } from './query.ts';
import { type Host, hostOf, readHost, readUrl } from './web-address.ts';

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
  const countries = countryMap(settings);
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

/** What a page's host alone tells. */
export interface HostColumns {
  readonly [column: string]: string | null;
  /** As in `PageUrlColumns`. */
  readonly country: string | null;
  /** `site_name` of `PageUrlColumns`. */
  readonly page_site: string | null;
}

/**
 * Country and site name from a host, for engines that take the host out of the URL themselves: there are far fewer
 * different hosts than URLs. Nulls for what is no host. Never throws.
 */
export function hostFactsBy(settings: PageUrlSettings = {}): (host: string | null) => HostColumns {
  const countries = countryMap(settings);
  return function hostFacts(name) {
    const host = name === null ? null : readHost(name);
    return host === null
      ? { country: null, page_site: null }
      : { country: countryOf(host, countries), page_site: host.site };
  };
}

/** `hostFactsBy` with the default settings. */
export const hostFacts = hostFactsBy();

/** `parsePageUrl` with the default settings. */
export const parsePageUrl = pageUrlParser();

function countryMap(settings: PageUrlSettings): ReadonlyMap<string, string | null> {
  return new Map<string, string | null>([
    ['uk', 'GB'],
    ...Object.entries(settings.countryByTld ?? DEFAULT_COUNTRY_BY_TLD),
  ]);
}

function countryOf(host: Host, countries: ReadonlyMap<string, string | null>): string | null {
  if (host.isIp) return null;
  const label = host.name.slice(host.name.lastIndexOf('.') + 1);
  const chosen = countries.get(label);
  return chosen === undefined ? (countryByIso2(label)?.iso2 ?? null) : chosen;
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
