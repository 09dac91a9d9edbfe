import { countryByIso2 } from '../../enrich/countries.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { StreamSetting } from '../../stream/define.ts';

/** What may be set for this stream, under `streams.web-behaviour`. */
export const SETTINGS = {
  'store-email': {
    default: false,
    about: 'Whether addresses of visitors are stored as they are, beside their hash',
  },
  'store-ip': { default: false, about: 'Whether IP addresses are stored whole, beside their network' },
  'country-by-tld': {
    default: 'com=US',
    about: 'Countries of host names whose last label is no country code, such as com=US,shop=FR',
  },
} as const satisfies Readonly<Record<string, StreamSetting>>;

export interface WebBehaviourSettings {
  readonly storeEmail: boolean;
  readonly storeIp: boolean;
  /** Last label of a host, in lower case -> ISO 3166-1 alpha-2. */
  readonly countryByTld: Readonly<Record<string, string>>;
}

/** The settings in force; fails with `bad_configuration`. */
export function webBehaviourSettings(
  given: Readonly<Record<string, boolean | string | number>>,
): WebBehaviourSettings {
  return {
    storeEmail: given['store-email'] === true,
    storeIp: given['store-ip'] === true,
    countryByTld: parseCountries(String(given['country-by-tld'] ?? SETTINGS['country-by-tld'].default)),
  };
}

function parseCountries(text: string): Record<string, string> {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [label = '', code = ''] = pair.split('=').map((part) => part.trim());
      if (label !== '' && countryByIso2(code) !== undefined) return [label.toLowerCase(), code.toUpperCase()];
      throw new CrosscurrentError(
        'bad_configuration',
        `streams.web-behaviour.country-by-tld has the part ${JSON.stringify(pair)}.`,
        'Write a last label and an ISO 3166-1 alpha-2 code for each, such as com=US,shop=FR.',
      );
    });
  return Object.fromEntries(pairs);
}
