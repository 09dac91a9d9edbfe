import { existsSync, readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseReferrer } from './referrer.ts';
import { readHost } from './web-address.ts';

const SUITE = new URL('../../../shared/data/public-suffix/tests/test_psl.txt', import.meta.url);
const available = existsSync(SUITE);
const why = available ? '' : ' (skipped: ../shared/data/public-suffix is not there)';

/** `checkPublicSuffix('www.example.COM', 'example.com');` */
const CASE = /^checkPublicSuffix\((null|'[^']*'), (null|'[^']*')\);$/gm;

function unquoted(text: string | undefined): string | null {
  return text === undefined || text === 'null' ? null : text.slice(1, -1);
}

describe.skipIf(!available)(`registrable domains by the public suffix list's own tests${why}`, () => {
  const text = available ? readFileSync(SUITE, 'utf8') : '';
  const cases = [...text.matchAll(CASE)].map((found) => [unquoted(found[1]), unquoted(found[2])] as const);

  it('has 78 cases', () => {
    expect(cases).toHaveLength(78);
  });

  it('gives each domain, in punycode as hosts in URLs are', () => {
    const wrong = cases.filter(([name, domain]) => {
      const expected = domain === null ? null : domainToASCII(domain);
      const host = name === null ? null : readHost(name);
      const referrer = parseReferrer(name === null ? null : `https://${name}/a`);
      return (host?.domain ?? null) !== expected || referrer.referrer_domain !== expected;
    });
    expect(wrong).toEqual([]);
  });
});

describe('readHost', () => {
  it('names sites by who runs the domain', () => {
    expect(readHost('a.blogspot.com')).toMatchObject({
      domain: 'a.blogspot.com',
      icannDomain: 'blogspot.com',
      site: 'blogspot',
    });
    expect(readHost('www.glamira.co.uk')).toMatchObject({
      domain: 'glamira.co.uk',
      icannDomain: 'glamira.co.uk',
      site: 'glamira',
    });
  });
});
