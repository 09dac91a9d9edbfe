import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pagePath, queryValue } from './query.ts';
import { hostFacts, pageUrlParser, parsePageUrl } from './url.ts';

const country = (url: string) => parsePageUrl(url).country;

describe('parsePageUrl', () => {
  it('reads the parts of a shop page', () => {
    expect(
      parsePageUrl(
        'https://www.glamira.co.uk/rings/aurora/?utm_source=fb&UTM_Medium=paid+social&utm_campaign=%C3%A9t%C3%A9&utm_term=',
      ),
    ).toEqual({
      country: 'GB',
      site_name: 'glamira',
      host: 'www.glamira.co.uk',
      page_path: '/rings/aurora',
      utm_source: 'fb',
      utm_medium: 'paid social',
      utm_campaign: 'été',
      utm_content: null,
      utm_term: null,
    });
  });

  it.each([
    ['https://www.glamira.de/x', 'DE'],
    ['https://www.glamira.com.au', 'AU'],
    ['https://WWW.GLAMIRA.FR.:443/', 'FR'],
    ['http://shop.uk', 'GB'],
    ['https://glamira.com/', 'US'],
    ['//www.glamira.ch/a', 'CH'],
    ['www.glamira.ch/a', 'CH'],
    ['https://www.glamira.store/', null],
    ['https://www.glamira.media/', null],
    ['https://www.glamira.africa/', null],
    ['https://www.glamira.eu/', null],
    ['https://www.glamira.net/', null],
    ['https://localhost/', null],
    ['http://192.168.0.1/', null],
    ['http://[2001:db8::1]/', null],
    ['android-app://com.example.de/', null],
    ['index.pl', null],
    ['', null],
  ])('country of %s is %s', (url, expected) => {
    expect(country(url)).toBe(expected);
  });

  it('has nulls alone where there is no page', () => {
    for (const url of [
      null,
      '',
      '   ',
      'junk',
      'http://',
      'http://%00/',
      'https://.de/',
      'https://a..de/',
      'javascript:alert(1)',
      'mailto:a@b.de',
      `http://${'a'.repeat(300)}.de/`,
    ]) {
      expect(
        Object.values(parsePageUrl(url)).every((value) => value === null),
        String(url),
      ).toBe(true);
    }
  });

  it('keeps the host and path of an IP address', () => {
    expect(parsePageUrl('http://[2001:DB8::1]:8080/a')).toMatchObject({
      host: '2001:db8::1',
      site_name: null,
      page_path: '/a',
    });
  });

  it('takes the countries of top-level domains from its settings', () => {
    const parse = pageUrlParser({ countryByTld: { io: null, shop: 'NL' } });
    expect(
      ['https://a.com', 'https://a.io', 'https://a.shop', 'https://a.co.uk'].map((url) => parse(url).country),
    ).toEqual([null, null, 'NL', 'GB']);
  });

  it('says the same of a host as of its page', () => {
    expect(hostFacts('WWW.Glamira.co.uk:8443')).toEqual({ country: 'GB', page_site: 'glamira' });
    for (const host of [null, '', 'a b', 'x/y', 'a@b.de'])
      expect(hostFacts(host)).toEqual({ country: null, page_site: null });
  });

  it('never throws, is bounded and gives the same again', () => {
    const urls = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string().map((text) => `https://a.de/${text}`),
    );
    fc.assert(
      fc.property(urls, (url) => {
        const first = parsePageUrl(url);
        expect(parsePageUrl(url)).toEqual(first);
        for (const value of Object.values(first)) {
          expect(value?.includes('\0') ?? false).toBe(false);
          expect(value?.isWellFormed() ?? true).toBe(true);
        }
      }),
    );
  });

  it('reads hostile megabytes quickly', () => {
    const hostile = [
      'https://a.de/',
      '%',
      '%41',
      '?utm_source=',
      '&',
      '.',
      '/',
      'https://',
      '\ud800',
      '%E4',
    ].map((piece) => piece.repeat(1_000_000 / piece.length));
    const started = performance.now();
    for (const text of hostile) {
      for (const url of [text, `https://www.glamira.de/${text}`, `https://${text}`]) {
        expect(parsePageUrl(url).page_path?.length ?? 0).toBeLessThanOrEqual(1024);
      }
      pagePath(text);
      queryValue(text);
      hostFacts(text);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('pagePath', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['/a/b///', '/a/b'],
    ['/a?b=/c', '/a'],
    ['/a#b', '/a'],
    ['/%E6%8C%87%E8%BC%AA/', '/指輪'],
    ['/a%20b', '/a b'],
    ['/a%2Fb%3Fc%23d%25e', '/a%2Fb%3Fc%23d%25e'],
    ['/%E4%zz%', '/%E4%zz%'],
    ['/%00', '/\ufffd'],
  ])('%s is %s', (path, expected) => {
    expect(pagePath(path)).toBe(expected);
  });
});

describe('queryValue', () => {
  it.each([
    ['a+b%26c', 'a b&c'],
    ['a&b', 'a&b'],
    ['a&b%20c', 'a&b c'],
    ['%E4', '\ufffd'],
    ['+', null],
    ['', null],
  ])('%s is %s', (value, expected) => {
    expect(queryValue(value)).toBe(expected);
  });
});
