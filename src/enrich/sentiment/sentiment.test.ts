import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SENTIMENT_MODEL, scoreSentiment } from './sentiment.ts';

describe('scoreSentiment, plain sentences', () => {
  it.each([
    'I love this phone',
    'Best day ever!!! so happy :)',
    'The new album is amazing #BestDayEver',
    'soooo goooood',
    'Great service, thank you so much',
    "Can't wait for the concert tomorrow ❤️",
    '😀',
    '👍',
  ])('positive: %s', (text) => {
    const { polarity, subjectivity, sentiment } = scoreSentiment(text);
    expect(sentiment).toBe('positive');
    expect(polarity).toBeGreaterThan(0.3);
    expect(subjectivity).toBeGreaterThan(0.6);
  });

  it.each([
    'I hate this phone',
    'Worst service ever!!!',
    'so sad :(',
    'We are very disappointed',
    'Terrible queue at the airport',
    'Nothing works, support does not answer',
    'this is awful 😡',
    '👎',
  ])('negative: %s', (text) => {
    const { polarity, subjectivity, sentiment } = scoreSentiment(text);
    expect(sentiment).toBe('negative');
    expect(polarity).toBeLessThan(-0.3);
    expect(subjectivity).toBeGreaterThan(0.6);
  });

  it.each([
    'The store opens at 9 am on Monday',
    'Meeting tomorrow at 10',
    'Check out our shop https://shop.example',
  ])('neutral: %s', (text) => {
    const { polarity, subjectivity, sentiment } = scoreSentiment(text);
    expect(sentiment).toBe('neutral');
    expect(Math.abs(polarity)).toBeLessThan(0.3);
    expect(subjectivity).toBeLessThan(0.6);
  });

  it.each([
    ['I like this phone', "I don't like this phone"],
    ['I am happy with the service', 'I am not happy with the service'],
    ['That is funny', "That isn't funny"],
    ['The food was good', 'The food was not good'],
  ])('a negation turns it: %s', (plain, negated) => {
    expect(scoreSentiment(plain).polarity).toBeGreaterThan(0);
    expect(scoreSentiment(negated).polarity).toBeLessThan(0);
  });

  it.each(['', ' ', '@ann https://example.com', '!!!', '...', '\u200d\ufe0f', '🧮', '\ud83d'])(
    'says nothing of %j, which says nothing',
    (text) => expect(scoreSentiment(text)).toEqual({ polarity: 0, subjectivity: 0, sentiment: 'neutral' }),
  );

  it('takes names and links as such, whatever they are', () => {
    const mood = scoreSentiment('@ann I love it https://example.com/awful');
    expect(scoreSentiment('@terrible_bob I love it http://t.co/x')).toEqual(mood);
  });
});

/** Words, marks, emoji and broken text, side by side. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      'B',
      ' ',
      ':',
      ')',
      '(',
      '#',
      '@',
      "'",
      'n',
      't',
      '!',
      '😀',
      '\ud83d',
      '3',
      '<',
    ),
  }),
  fc
    .array(fc.constantFrom('not', 'good', 'bad', ':)', '#Fail', '@x', 'http://x.y', '❤️', '!!'))
    .map((words) => words.join(' ')),
);

describe('scoreSentiment, whatever comes', () => {
  it('stays in its ranges, and the class follows from the two numbers', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { polarity, subjectivity, sentiment } = scoreSentiment(text);
        expect(subjectivity).toBeGreaterThanOrEqual(0);
        expect(subjectivity).toBeLessThanOrEqual(1);
        expect(Math.abs(polarity)).toBeLessThanOrEqual(subjectivity + 1e-9);
        const chances = {
          negative: (subjectivity - polarity) / 2,
          neutral: 1 - subjectivity,
          positive: (subjectivity + polarity) / 2,
        };
        // Half of the last decimal, three times over.
        expect(chances[sentiment]).toBeGreaterThanOrEqual(Math.max(...Object.values(chances)) - 2e-4);
      }),
    );
  });

  it('gives the same text the same mood, whatever came before it', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const mood = scoreSentiment(text);
        scoreSentiment(other);
        expect(scoreSentiment(text)).toEqual(mood);
      }),
    );
  });

  it('does not stall on a megabyte', () => {
    const started = performance.now();
    for (const piece of ['a', 'good ', '#', ':', '😀', '\ud800', '@a.', '!', 'not bad, ']) {
      scoreSentiment(piece.repeat(1_000_000 / piece.length));
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('reads the first 2,000 units alone', () => {
    const head = 'lovely '.repeat(300).slice(0, 2_000);
    expect(scoreSentiment(`${head}${' terrible'.repeat(200)}`)).toEqual(scoreSentiment(head));
  });
});

it('names its model and its version', () => expect(SENTIMENT_MODEL).toMatch(/^[a-z-]+ \d+$/));
