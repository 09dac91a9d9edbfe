import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUserAgent } from './user-agent.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

/** User agents as their makers document them. */
const KNOWN: readonly (readonly [string, string, string, string])[] = [
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`,
    'Chrome',
    'Windows',
    'desktop',
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
    'Edge',
    'Windows',
    'desktop',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
    'Safari',
    'Mac OS X',
    'desktop',
  ],
  [
    'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
    'Firefox',
    'Ubuntu',
    'desktop',
  ],
  [
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`,
    'Chrome',
    'Chrome OS',
    'desktop',
  ],
  [
    'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; Tablet PC 2.0)',
    'IE',
    'Windows',
    'desktop',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
    'Mobile Safari',
    'iOS',
    'mobile',
  ],
  [`${ANDROID} 10; K) ${WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36`, 'Chrome Mobile', 'Android', 'mobile'],
  [
    `${ANDROID} 9; CUBOT_X18_Plus) ${WEBKIT} Chrome/86.0.4240.110 Mobile Safari/537.36`,
    'Chrome Mobile',
    'Android',
    'mobile',
  ],
  [
    'Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0; ARM; Touch; NOKIA; Lumia 920)',
    'IE Mobile',
    'Windows Phone',
    'mobile',
  ],
  [
    'Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10',
    'Opera Mini',
    'Other',
    'mobile',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1',
    'Mobile Safari',
    'iOS',
    'tablet',
  ],
  [`${ANDROID} 13; SM-X700) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36`, 'Chrome', 'Android', 'tablet'],
  [
    `${ANDROID} 5.1.1; KFSUWI) ${WEBKIT} Silk/108.4.6 like Chrome/108.0.5359.220 Safari/537.36`,
    'Amazon Silk',
    'Android',
    'tablet',
  ],
  [
    'Mozilla/5.0 (Android 14; Tablet; rv:133.0) Gecko/133.0 Firefox/133.0',
    'Firefox Mobile',
    'Android',
    'tablet',
  ],
  [
    `Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) ${WEBKIT} 76.0.3809.146/6.0 TV Safari/537.36`,
    'Safari',
    'Tizen',
    'tv',
  ],
  [
    `Mozilla/5.0 (Web0S; Linux/SmartTV) ${WEBKIT} Chrome/79.0.3945.79 Safari/537.36 WebAppManager`,
    'Chrome',
    'Web0S',
    'tv',
  ],
  [
    `${ANDROID} 9; AFTKA) ${WEBKIT} Silk/108.2.5 like Chrome/108.0.5359.160 Safari/537.36`,
    'Amazon Silk',
    'Android',
    'tv',
  ],
  [
    'Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15',
    'Safari',
    'Other',
    'console',
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) ${WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edge/44.18363.8131`,
    'Edge',
    'Windows',
    'console',
  ],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot', 'Other', 'bot'],
  [
    `${ANDROID} 6.0.1; Nexus 5X Build/MMB29P) ${WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    'Googlebot',
    'Android',
    'bot',
  ],
  [
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'FacebookBot',
    'Other',
    'bot',
  ],
  ['curl/8.5.0', 'curl', 'Other', 'bot'],
  ['python-requests/2.32.3', 'Python Requests', 'Other', 'bot'],
];

describe('parseUserAgent', () => {
  it.each(KNOWN)('%s', (text, browser, os, device) => {
    const columns = parseUserAgent(text);
    expect({ browser: columns.browser, os: columns.os, device: columns.device_type }).toEqual({
      browser,
      os,
      device,
    });
    expect(columns.is_bot).toBe(device === 'bot');
  });

  it('joins the parts of a version up to the first that is missing', () => {
    expect(parseUserAgent(KNOWN[0]?.[0] ?? null)).toMatchObject({
      browser_version: '131.0.0',
      os_version: '10',
    });
    expect(parseUserAgent(KNOWN[2]?.[0] ?? null)).toMatchObject({
      browser_version: '17.6',
      os_version: '10.15.7',
    });
  });

  it('knows nothing of an empty or meaningless one', () => {
    const nothing = {
      browser: 'Other',
      browser_version: null,
      os: 'Other',
      os_version: null,
      device_type: 'other',
      is_bot: false,
    };
    for (const text of [null, '', '   ']) expect(parseUserAgent(text)).toEqual(nothing);
    expect(parseUserAgent('qwertz')).toMatchObject({ browser: 'Other', os: 'Other' });
  });

  it('never throws, gives the same again, and only text that a database takes', () => {
    const pieces = fc.constantFrom(
      'Mozilla/5.0 ',
      '(Windows NT 10.0; ',
      'Chrome/',
      '1',
      '.',
      ' Mobile',
      'bot',
      ') ',
      'Android ',
      '\0',
      '\ud800',
      'iPhone',
      'CFNetwork',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const columns = parseUserAgent(text);
        expect(parseUserAgent(text)).toEqual(columns);
        for (const value of Object.values(columns)) {
          if (typeof value === 'string')
            expect([value.includes('\0'), value.isWellFormed(), value.length <= 100]).toEqual([
              false,
              true,
              true,
            ]);
        }
      }),
    );
  });

  it('reads hostile megabytes in bounded time', () => {
    const pieces = [
      'a',
      ' ',
      '1.',
      'Linux CrKey ',
      'Mozilla ',
      'Android ',
      '; ',
      'Mac OS X 1',
      'Chrome/1.1 ',
      'HbbTV/1.1.1 (',
      'iPhone Android ',
      'bot',
      'a/1 CFNetwork ',
    ];
    const started = performance.now();
    for (const piece of pieces) parseUserAgent(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
