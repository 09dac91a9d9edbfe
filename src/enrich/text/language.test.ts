import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectLanguage, languageFromTag } from './language.ts';

describe('detectLanguage', () => {
  it.each([
    ['en', 'The new bike has finally arrived and I love it'],
    ['de', 'Das neue Fahrrad ist gestern endlich angekommen'],
    ['fr', 'Je suis très content de mon nouveau vélo'],
    ['es', 'Mañana vamos a la playa con los amigos'],
    ['pt', 'Não consigo acreditar que já é segunda-feira'],
    ['it', 'Questa sera guardiamo la partita insieme'],
    ['nl', 'Ik ben vandaag met de trein naar mijn werk gegaan'],
    ['ja', '今日はとても天気がいいですね'],
    ['zh', '今天天气很好我们去公园吧'],
    ['ko', '오늘 날씨가 정말 좋네요'],
    ['ar', 'اليوم الجو جميل جدا في المدينة'],
    ['ru', 'Сегодня прекрасная погода для прогулки'],
    ['tr', 'Bugün hava çok güzel dışarı çıkalım'],
    ['hi', 'आज मौसम बहुत अच्छा है'],
    ['th', 'วันนี้อากาศดีมาก'],
  ])('finds %s', (language, text) => expect(detectLanguage(text)).toBe(language));

  it.each([
    '',
    'ok',
    'Nike',
    'hahaha',
    '😀😀😀😀😀😀😀😀😀😀😀😀',
    '12345678901234567890',
    '@someone_with_a_long_name #averylonghashtagindeed',
    'https://example.com/a/very/long/address/indeed',
  ])('does not guess: %s', (text) => expect(detectLanguage(text)).toBeNull());

  it('does not stall on a megabyte, nor on half a surrogate', () => {
    const started = performance.now();
    for (const piece of ['a', 'wort ', '漢', '\ud800', '@', 'https://'])
      detectLanguage(piece.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  const TWEETS = new URL('../../../../shared/data/semeval-sentiment/dev.tsv', import.meta.url);
  it.skipIf(!existsSync(TWEETS))(
    'finds 97 of 100 English posts of 20 letters and more (when the posts lie beside the repository)',
    () => {
      const posts = readFileSync(TWEETS, 'utf8')
        .split('\n')
        .flatMap((line) => line.split('\t')[1] ?? [])
        .filter((text) => (text.match(/\p{L}/gu) ?? []).length >= 20);
      expect(posts.length).toBeGreaterThan(1_900);
      const english = posts.filter((text) => detectLanguage(text) === 'en');
      expect(english.length / posts.length).toBeGreaterThan(0.97);
    },
  );
});

describe('languageFromTag', () => {
  it.each([
    ['en', 'en'],
    ['EN-us', 'en'],
    ['zh_TW', 'zh'],
    ['pt-BR', 'pt'],
    ['iw', 'he'],
    ['in', 'id'],
    ['eng', 'en'],
    ['nb', 'no'],
    ['yue', 'yue'],
  ])('%s is %s', (tag, language) => expect(languageFromTag(tag)).toBe(language));

  it.each(['', 'und', 'zxx', 'qme', 'english', '??', 'e', '12'])('%s is none', (tag) =>
    expect(languageFromTag(tag)).toBeNull(),
  );
});
