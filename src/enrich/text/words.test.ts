import { describe, expect, it } from 'vitest';
import { contentWords, MAX_WORDS } from './words.ts';

describe('contentWords', () => {
  it.each([
    ['en', "I'm so happy with the NEW bike, don't you think?", ['happy', 'bike']],
    ['en', 'Nike’s new shoes and Nike again', ['nike', 'shoes']],
    ['de', 'Das Fahrrad ist gestern endlich in der Straße angekommen', ['fahrrad', 'straße', 'angekommen']],
    ['fr', "Le vélo est très beau, c'est vrai", ['vélo', 'beau', 'vrai']],
    ['es', 'Mañana vamos a la playa con los amigos', ['mañana', 'playa', 'amigos']],
    ['ja', '新しい自転車がとても好きです', ['新しい', '自転車', '好き']],
    ['zh', '我喜欢这辆新自行车', ['喜欢', '新']],
    [null, 'the bike', ['the', 'bike']],
  ])('%s: %s', (language, text, words) =>
    expect(contentWords(text, language)).toEqual(expect.arrayContaining(words)),
  );

  it('leaves out stop words, numbers, links, names, hashtags and entities of HTML', () => {
    expect(
      contentWords(
        'RT @ann the #summer bike 2026 https://x.example/bike-shop www.bike.example $BIKE &amp; fun 😀',
        'en',
      ),
    ).toEqual(['bike', 'fun']);
  });

  it('has each word once, in order, whatever its case', () => {
    expect(contentWords('Bike bike BIKE shop Shop', 'en')).toEqual(['bike', 'shop']);
  });

  it('is bounded', () => {
    const many = Array.from(
      { length: 10_000 },
      (_, n) => `word${String.fromCharCode(97 + (n % 26))}${n}`,
    ).join(' ');
    expect(contentWords(many, 'en').length).toBeLessThanOrEqual(MAX_WORDS);
    const started = performance.now();
    for (const piece of ['a', '漢', 'a’', '\ud800', '#', 'ก', "a'b"])
      contentWords(piece.repeat(1_000_000), 'ja');
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
