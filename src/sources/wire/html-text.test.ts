import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlText } from './html-text.ts';

describe('htmlText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['<p>Hello &amp; goodbye</p><p>again</p>', 'Hello & goodbye\n\nagain'],
    ['one<br>two<br/>three<br />four', 'one\ntwo\nthree\nfour'],
    ['a<br><br><br><br>b', 'a\n\nb'],
    ['  a \n\t b&nbsp; c  ', 'a b c'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['&lt;b&gt; &quot;x&quot; &#39;y&#39; &#x1F600; &eacute;', '<b> "x" \'y\' 😀 é'],
    ['1 < 2 and 3 > 2 & so on', '1 < 2 and 3 > 2 & so on'],
    ['<script>alert("x")</script>ok<style>p{}</style><!-- no -->', 'ok'],
    ['a<script src="x">b', 'a'],
    ['&#xD800;&#0;&#99999999;', '\ufffd\ufffd\ufffd'],
    ['&bogus; &amp', '&bogus; &'],
    ['<', '<'],
    ['<b', ''],
    ['', ''],
  ])('of %j is %j', (html, text) => {
    expect(htmlText(html).text).toBe(text);
  });

  it('keeps addresses whole that are hidden in part, and tells links from mentions and hashtags', () => {
    const html =
      '<p>See <a href="https://www.example.com/a?b=1&amp;c=2"><span class="invisible">https://www.</span><span class="ellipsis">example.com/a?b=1</span><span class="invisible">&amp;c=2</span></a> ' +
      '<a href="https://social.example/tags/Cats" class="mention hashtag" rel="tag">#<span>Cats</span></a> ' +
      '<a href="https://social.example/@bob" class="u-url mention">@<span>bob</span></a> <a href="javascript:alert(1)">x</a></p>';
    expect(htmlText(html)).toEqual({
      text: 'See https://www.example.com/a?b=1&c=2 #Cats @bob x',
      links: ['https://www.example.com/a?b=1&c=2'],
    });
  });

  it('takes no longer than the text is long', () => {
    const hostile = [
      '<b>',
      '</i>',
      '<b> </b>',
      '&',
      '&amp',
      '<',
      '<a x="',
      '<!--',
      '<![CDATA[',
      '<script>',
      '<br>',
      '<svg>',
    ];
    const started = performance.now();
    for (const part of hostile) htmlText(part.repeat(200_000));
    htmlText(`<${' '.repeat(1_000_000)}`);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('gives well-formed text, whatever it is given', () => {
    const parts = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '&',
        '#',
        ';',
        'a',
        'p',
        '/',
        '"',
        '=',
        ' ',
        '\ud83d',
        'script',
        '!--',
        'x1F600',
      ),
    );
    fc.assert(
      fc.property(parts, (each) => {
        expect(htmlText(each.join('')).text.isWellFormed()).toBe(true);
      }),
    );
  });
});
