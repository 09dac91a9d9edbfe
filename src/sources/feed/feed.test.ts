import { describe, expect, it } from 'vitest';
import { adapt } from '../adapting.fixture.ts';
import { articleId } from '../article.ts';
import type { Adapter } from '../contract.ts';
import { atom } from './atom.ts';
import { rss } from './rss.ts';

const recognises = (adapter: Adapter, text: string) =>
  adapter.recognises({ text, value: undefined, event: undefined });

/** With the elements that feeds of newspapers have, and namespaces as they write them. */
const RSS = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="/x.xsl"?>
<!-- a comment -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>Example &amp; Times</title>
  <link>https://times.example/</link>
  <atom:link href="https://times.example/rss" rel="self"/>
  <language>en-GB</language>
  <item>
    <title><![CDATA[Aurora rings sell out <b>again</b>]]></title>
    <link>https://times.example/rings?utm_source=rss</link>
    <atom:link href="https://times.example/wrong"/>
    <guid isPermaLink="false">tag:42</guid>
    <pubDate>Sun, 01 Mar 2026 12:00:00 +0100</pubDate>
    <dc:creator>Jane Doe</dc:creator>
    <description>&lt;p&gt;Queues at &amp;quot;the shop&amp;quot;&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
    <content:encoded><![CDATA[<p>Whole story</p><p>Second &amp; last</p>]]></content:encoded>
    <media:title>not this one</media:title>
    <media:content url="https://cdn.example/x.jpg"><media:description>nor this</media:description></media:content>
  </item>
</channel>
</rss>`;

const item = (inner: string) =>
  `<rss version="2.0"><channel><title>T</title><item>${inner}</item></channel></rss>`;
const DATED = '<link>https://a.example/1</link><pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate>';

describe('RSS', () => {
  it('takes an item with the elements of its modules', () => {
    expect(adapt(rss, RSS)).toEqual([
      {
        id: articleId('https://times.example/rings'),
        url: 'https://times.example/rings?utm_source=rss',
        published_at: '2026-03-01T11:00:00Z',
        source_name: 'Example & Times',
        author: 'Jane Doe',
        title: 'Aurora rings sell out again',
        description: 'Queues at "the shop"',
        content: 'Whole story\n\nSecond & last',
        lang: 'en-GB',
      },
    ]);
    expect([recognises(rss, RSS), recognises(atom, RSS)]).toEqual([true, false]);
  });

  it('goes by the meaning of prefixes, and by their usual one where none is declared', () => {
    const odd = `<rss xmlns:x="http://purl.org/dc/elements/1.1/" xmlns:dc="http://other.example/"><channel><item>${DATED}<x:creator>Right</x:creator><dc:creator>Wrong</dc:creator></item></channel></rss>`;
    expect(adapt(rss, odd)).toMatchObject([{ author: 'Right' }]);
    expect(adapt(rss, item(`${DATED}<dc:creator>Undeclared</dc:creator>`))).toMatchObject([
      { author: 'Undeclared' },
    ]);
  });

  it.each([
    [
      '<guid>https://a.example/g</guid>',
      { url: 'https://a.example/g', id: articleId('https://a.example/g') },
    ],
    ['<guid isPermaLink="false">https://a.example/g</guid>', { id: articleId('https://a.example/g') }],
    ['<guid>tag:42</guid>', { id: articleId('tag:42') }],
    ['<link>https://a.example/l</link>', { url: 'https://a.example/l' }],
  ])('knows an article with %s', (inner, expected) => {
    const [event] = adapt(rss, item(`${inner}<pubDate>1 Mar 2026 12:00 GMT</pubDate>`));
    expect(event).toMatchObject(expected);
    expect(Object.keys(event ?? {}).includes('url')).toBe('url' in expected);
  });

  it.each([
    ['lawyer@boyer.net (Lawyer Boyer)', 'Lawyer Boyer'],
    ['Jane Doe', 'Jane Doe'],
    ['()', '()'],
  ])('reads the author %j as %j', (author, expected) => {
    expect(adapt(rss, item(`${DATED}<author>${author}</author>`))).toMatchObject([{ author: expected }]);
  });

  it('rejects items without an address or a date, and keeps each as a feed of its own', () => {
    expect(adapt(rss, item('<title>x</title>'))).toEqual([
      {
        outcome: 'rejected',
        reason: 'missing:url',
        raw: '<rss><channel><item><title>x</title></item></channel></rss>',
      },
    ]);
    expect(adapt(rss, item('<link>https://a.example/</link>'))).toMatchObject([
      { reason: 'missing:published_at' },
    ]);
    const bad = item('<link>https://a.example/</link><pubDate>yesterday</pubDate>');
    expect(adapt(rss, bad)).toMatchObject([{ reason: 'bad:published_at' }]);
  });

  it('takes RSS 1.0', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>Old News</title></channel>
      <item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link><dc:date>2026-03-01T12:00:00+01:00</dc:date></item></rdf:RDF>`;
    expect(recognises(rss, rdf)).toBe(true);
    expect(adapt(rss, rdf)).toMatchObject([{ title: 'One', published_at: '2026-03-01T11:00:00Z' }]);
  });
});

const ATOM = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://blog.example/">
  <title type="html">Das &amp;lt;Blog&amp;gt;</title>
  <author><name>Redaktion</name></author>
  <updated>2026-03-02T00:00:00Z</updated>
  <entry>
    <title>AT&amp;T &lt;em&gt;</title>
    <link rel="edit" href="/edit/1"/>
    <link href="2026/ringe"/>
    <id>tag:blog.example,2026:1</id>
    <published>2026-03-01T12:00:00.5+01:00</published>
    <updated>2026-03-01T13:00:00Z</updated>
    <summary type="html">&lt;p&gt;Kurz &amp;amp; gut&lt;/p&gt;</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ganz &amp; gar</p><p>1 &lt; 2</p></div></content>
  </entry>
  <entry><id>https://blog.example/2</id><title>Zwei</title><updated>2026-03-01T14:00:00Z</updated>
    <author><name>Jo</name></author></entry>
</feed>`;

describe('Atom', () => {
  it('takes entries', () => {
    expect(adapt(atom, ATOM)).toEqual([
      {
        id: articleId('https://blog.example/2026/ringe'),
        url: 'https://blog.example/2026/ringe',
        published_at: '2026-03-01T11:00:00.500Z',
        version: Date.UTC(2026, 2, 1, 13),
        source_name: 'Das <Blog>',
        author: 'Redaktion',
        title: 'AT&T <em>',
        description: 'Kurz & gut',
        content: 'Ganz & gar\n\n1 < 2',
        lang: 'de',
      },
      {
        id: articleId('https://blog.example/2'),
        published_at: '2026-03-01T14:00:00Z',
        source_name: 'Das <Blog>',
        author: 'Jo',
        title: 'Zwei',
        lang: 'de',
      },
    ]);
    expect([recognises(atom, ATOM), recognises(rss, ATOM)]).toEqual([true, false]);
  });

  it('keeps an entry that cannot be used as a feed of its own, which is rejected in the same way', () => {
    const [found] = adapt(atom, ATOM.replaceAll(/<(published|updated)>/g, '<$1>x'));
    expect(found).toMatchObject({ outcome: 'rejected', reason: 'bad:published_at' });
    const { raw } = found as { raw: string };
    expect(recognises(atom, raw)).toBe(true);
    expect(adapt(atom, raw)).toMatchObject([{ reason: 'bad:published_at' }]);
    expect(adapt(atom, raw.replace('<published>x', '<published>'))).toMatchObject([{ title: 'AT&T <em>' }]);
  });
});

describe('feeds that are meant badly, or broken', () => {
  it('expands no entities that a document declares', () => {
    const lol = Array.from(
      { length: 10 },
      (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`,
    ).join('\n');
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY lol0 "lol">\n${lol}\n<!ENTITY file SYSTEM "file:///etc/passwd">]>
      ${item(`${DATED}<title>&lol10;&file;</title>`)}`;
    const started = performance.now();
    expect(adapt(rss, bomb)).toMatchObject([{ title: '&lol10;&file;' }]);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(recognises(rss, bomb)).toBe(true);
  });

  it('takes what is whole of a feed that breaks off, and rejects the rest', () => {
    const whole = `<item>${DATED}</item>`;
    const feed = `<rss><channel>${whole}<item><title>Two</title><link>https://a.exam`;
    expect(adapt(rss, feed)).toMatchObject([
      { url: 'https://a.example/1' },
      { outcome: 'rejected', reason: 'not_a_message', raw: '<item><title>Two</title><link>https://a.exam' },
    ]);
    expect(adapt(rss, `<rss><channel>${whole}\n<ite`)).toMatchObject([
      { url: 'https://a.example/1' },
      { outcome: 'rejected', reason: 'not_a_message' },
    ]);
  });

  it('bears markup that is not well-formed', () => {
    const html = item(`${DATED}<title>Fish & Chips</title><description><p>One<br>Two</description>`);
    expect(adapt(rss, html)).toMatchObject([
      { title: 'Fish & Chips', description: expect.stringContaining('One') },
    ]);
  });

  it.each([
    ['deep nesting', '<a>'.repeat(200_000)],
    ['many elements', '<a/>'.repeat(600_000)],
    ['closing tags', '</b>'.repeat(300_000)],
    ['attributes', `<a ${Array.from({ length: 50_000 }, (_, i) => `x${i}="1"`).join(' ')}/>`],
    ['ampersands', '&'.repeat(500_000)],
    ['namespaces', '<a xmlns:b="x">'.repeat(50_000)],
  ])('is not stopped by %s', (_what, inner) => {
    const started = performance.now();
    adapt(rss, item(`${DATED}<description>${inner}`));
    adapt(rss, `<rss><channel>${inner}<item>${DATED}</item>`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('reads no more than 20,000 items of a document, and says what it left', () => {
    const adapted = adapt(rss, `<rss><channel>${`<item>${DATED}</item>`.repeat(20_001)}</channel></rss>`);
    expect(adapted).toHaveLength(20_001);
    expect(adapted.at(-1)).toEqual({
      outcome: 'rejected',
      reason: 'not_a_message',
      raw: `<item>${DATED}</item></channel></rss>`,
    });
  });

  it.each([
    '<html><body>502 Bad Gateway</body></html>',
    '<feed/>',
    'no XML',
    '',
    '<',
    '<!DOCTYPE rss',
    '<item/>',
  ])('does not take %j for a feed', (text) => {
    expect([recognises(rss, text), recognises(atom, text)]).toEqual([false, false]);
  });
});
