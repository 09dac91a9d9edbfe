import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEntities, makeEntityFinder } from './entities.ts';
import { TYPES } from './labels.ts';
import { readModel } from './model.ts';

function named(text: string): string[] {
  return findEntities(text).map((entity) => `${entity.type} ${entity.text}`);
}

describe('findEntities', () => {
  it.each([
    [
      'Barack Obama met Angela Merkel in Berlin on Tuesday.',
      ['PER Barack Obama', 'PER Angela Merkel', 'LOC Berlin'],
    ],
    ['John Smith works for Siemens in Munich.', ['PER John Smith', 'ORG Siemens', 'LOC Munich']],
    ['Deutsche Bank cuts jobs in Frankfurt', ['ORG Deutsche Bank', 'LOC Frankfurt']],
    ["Obama's speech in Paris", ['PER Obama', 'LOC Paris']],
    ['lol justin bieber is coming to london tomorrow', ['PER justin bieber', 'LOC london']],
    ['Good morning everyone, have a nice day', []],
  ])('reads %j', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it.each([
    ['Tesla Shares Fall After Elon Musk Sells Stock', ['ORG Tesla', 'PER Elon Musk']],
    ['Netflix and Amazon Raise Prices in Germany', ['ORG Netflix', 'ORG Amazon', 'LOC Germany']],
    ['Microsoft to Acquire LinkedIn for $26 Billion', ['ORG Microsoft', 'ORG LinkedIn']],
    ['Why You Should Drink More Water Every Day', []],
  ])('reads the headline %j', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it('finds nothing in texts without words', () => {
    const texts = [
      '',
      '   ',
      '\n\n',
      '😀😀 👍🏽',
      'https://example.com/Berlin',
      '@BarackObama',
      '!!! ...',
      '2024',
    ];
    for (const text of texts) expect(findEntities(text), text).toEqual([]);
  });

  it('gives a hashtag without its sign', () => {
    expect(named('Floods in #Germany today')).toEqual(['LOC Germany']);
  });

  it('gives a name once, as it is written first', () => {
    expect(named('In Berlin. Ah, BERLIN! I love Berlin.')).toEqual(['LOC Berlin']);
  });

  it('finds pieces of the text, of a known type, each once, whatever the text is', () => {
    const word = fc.constantFrom(
      'Obama',
      'Berlin',
      'New',
      'York',
      '#Tag',
      '@me',
      '\ud83d',
      '\u001f',
      '\n',
      "'s",
      'É',
      '“',
    );
    const text = fc.oneof(
      fc
        .array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 40 })
        .map((parts) => parts.join(' ')),
      fc
        .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
        .map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(text, (post) => {
        const entities = findEntities(post);
        for (const entity of entities) {
          expect(post).toContain(entity.text);
          expect(TYPES).toContain(entity.type);
          expect(entity.text).toBe(entity.text.trim());
          expect(entity.text.length).toBeGreaterThan(1);
          expect(entity.text.length).toBeLessThanOrEqual(100);
          expect(entity.text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        }
        expect(new Set(entities.map((entity) => entity.text.toLowerCase())).size).toBe(entities.length);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on what was read before', () => {
    const texts = ['Barack Obama met Angela Merkel in Berlin.', 'x', "Paris is Macron's home", ''];
    const fresh = texts.map((text) => makeEntityFinder(readModel(modelFile()))(text));
    expect(texts.map((text) => findEntities(text))).toEqual(fresh);
    expect([...texts].reverse().map((text) => findEntities(text))).toEqual([...fresh].reverse());
  });

  it('reads no more than the beginning of a very long text', () => {
    const texts = [
      'Barack Obama '.repeat(80_000),
      'x'.repeat(1_000_000),
      '\ud800'.repeat(1_000_000),
      '#a@b '.repeat(200_000),
      `${' '.repeat(1_000_000)}Berlin`,
    ];
    const start = performance.now();
    for (const text of texts) findEntities(text);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(findEntities(texts[4] ?? '')).toEqual([]);
  });

  it('refuses a file that is no model', () => {
    expect(() => readModel(Buffer.alloc(64))).toThrow(/another version/);
  });
});

function modelFile(): Buffer {
  return readFileSync(new URL('model.bin', import.meta.url));
}
