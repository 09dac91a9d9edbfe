import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReferrer, referrerHostFacts } from './referrer.ts';
import { KNOWN_SITES, UNKNOWN_HOSTS } from './referrer-sites.ts';

describe('parseReferrer', () => {
  it.each([
    ['https://t.co/abc', 't.co', 'social', 'X'],
    ['https://l.facebook.com/l.php?u=x', 'facebook.com', 'social', 'Facebook'],
    ['http://lm.facebook.com/', 'facebook.com', 'social', 'Facebook'],
    ['https://out.reddit.com/t3', 'reddit.com', 'social', 'Reddit'],
    ['https://mastodon.social/@a', 'mastodon.social', 'social', 'Mastodon'],
    ['https://mastodon.example.org/', 'example.org', 'social', 'Mastodon'],
    ['https://bsky.app/', 'bsky.app', 'social', 'Bluesky'],
    ['https://m.weibo.cn/', 'weibo.cn', 'social', 'Weibo'],
    ['https://www.google.com/', 'google.com', 'search', 'Google'],
    ['https://www.google.co.uk/search?q=x', 'google.co.uk', 'search', 'Google'],
    ['https://images.google.com.br/', 'google.com.br', 'search', 'Google'],
    ['https://de.search.yahoo.com/', 'yahoo.com', 'search', 'Yahoo'],
    ['https://search.yahoo.co.jp/', 'yahoo.co.jp', 'search', 'Yahoo'],
    ['https://cn.bing.com/', 'bing.com', 'search', 'Bing'],
    ['https://yandex.com.tr/', 'yandex.com.tr', 'search', 'Yandex'],
    ['https://www.baidu.com/', 'baidu.com', 'search', 'Baidu'],
    ['https://m.search.naver.com/', 'naver.com', 'search', 'Naver'],
    ['https://www.ecosia.org/', 'ecosia.org', 'search', 'Ecosia'],
    ['https://duckduckgo.com/', 'duckduckgo.com', 'search', 'DuckDuckGo'],
    ['https://go.mail.ru/', 'mail.ru', 'search', 'Mail.ru Search'],
    ['https://e.mail.ru/', 'mail.ru', 'email', 'Mail.ru'],
    ['https://mail.google.com/', 'google.com', 'email', 'Gmail'],
    ['https://uk.mail.yahoo.co.uk/', 'yahoo.co.uk', 'email', 'Yahoo Mail'],
    ['https://webmail.example.de/', 'example.de', 'email', null],
    ['https://chatgpt.com/', 'chatgpt.com', 'ai', 'ChatGPT'],
    ['https://www.perplexity.ai/', 'perplexity.ai', 'ai', 'Perplexity'],
    ['https://copilot.microsoft.com/', 'microsoft.com', 'ai', 'Copilot'],
    ['https://gemini.google.com/app', 'google.com', 'ai', 'Gemini'],
    ['https://docs.google.com/', 'google.com', 'unknown', null],
    ['https://www.amazon.co.jp/', 'amazon.co.jp', 'unknown', null],
    ['https://google.blogspot.com/', 'google.blogspot.com', 'unknown', null],
    ['https://notgoogle.com/', 'notgoogle.com', 'unknown', null],
    ['https://facebook.com.evil.example/', 'evil.example', 'unknown', null],
    ['http://10.0.0.1/', null, 'unknown', null],
    ['android-app://com.google.android.gm/', null, 'email', 'Gmail'],
    ['android-app://org.unheard.of', null, 'unknown', null],
  ])('%s is %s, %s, %s', (url, domain, kind, network) => {
    expect(parseReferrer(url)).toMatchObject({
      referrer_domain: domain,
      referrer_kind: kind,
      referrer_network: network,
    });
  });

  it('names the site without its suffix, so that a self referral is told under any of them', () => {
    expect(parseReferrer('https://www.glamira.fr/').referrer_site).toBe('glamira');
    expect(parseReferrer('https://glamira.co.uk/').referrer_site).toBe('glamira');
  });

  it('is all null where there is no referrer', () => {
    for (const text of [null, '', ' ', 'junk', '-', 'about:blank', 'javascript:1']) {
      expect(Object.values(parseReferrer(text))).toEqual([null, null, null, null]);
    }
  });

  it('says the same of a host alone', () => {
    expect(referrerHostFacts('L.Facebook.com')).toEqual(parseReferrer('https://l.facebook.com/x'));
    expect(referrerHostFacts('com.google.android.gm')).toEqual(
      parseReferrer('android-app://com.google.android.gm/'),
    );
    expect(referrerHostFacts(null).referrer_kind).toBeNull();
    expect(referrerHostFacts('a b').referrer_kind).toBeNull();
  });

  it('never throws and gives the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.domain()), (text) => {
        expect(parseReferrer(text)).toEqual(parseReferrer(text));
        expect(referrerHostFacts(text)).toEqual(referrerHostFacts(text));
      }),
    );
  });

  it('reads hostile megabytes quickly', () => {
    const started = performance.now();
    for (const piece of ['a.', 'https://', 'google.', '%', '-', 'mail.']) {
      const text = piece.repeat(1_000_000 / piece.length);
      for (const url of [text, `https://${text}`, `android-app://${text}`]) parseReferrer(url);
      referrerHostFacts(text);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('the list', () => {
  it('holds well over a hundred places, each spelled as it is looked up', () => {
    expect(KNOWN_SITES.size).toBeGreaterThan(250);
    for (const pattern of [...KNOWN_SITES.keys(), ...UNKNOWN_HOSTS]) {
      expect(pattern).toMatch(/^(?:app:[a-z0-9._]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,}|\*))$/);
    }
  });

  it('finds each host under its own name', () => {
    for (const [pattern, site] of KNOWN_SITES) {
      if (pattern.startsWith('app:')) continue;
      expect(parseReferrer(`https://${pattern.replace('*', 'com')}/`), pattern).toMatchObject({
        referrer_kind: KNOWN_SITES.get(pattern.replace('*', 'com'))?.kind ?? site.kind,
      });
    }
  });
});
