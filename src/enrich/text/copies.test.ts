import { describe, expect, it } from 'vitest';
import { copyKey } from './copies.ts';

const SAID = 'Win a free phone today, only for you!';

describe('copyKey', () => {
  it.each([
    'WIN A FREE PHONE TODAY ONLY FOR YOU',
    'RT @spam: Win a free phone today, only for you!',
    '@ann @bob Win a free phone today, only for you! https://x.example/1',
    'Win a free phone today, only for you! https://x.example/2 😀',
    'Ｗｉｎ a free phone today,  only for you!!! 4711',
  ])('is the same for a near copy: %s', (copy) => expect(copyKey(copy)).toBe(copyKey(SAID)));

  it.each(['Win a free tablet today, only for you!', 'Win a free phone', 'Gewinne heute ein Telefon'])(
    'differs for another text: %s',
    (other) => expect(copyKey(other)).not.toBe(copyKey(SAID)),
  );

  it('tells texts without letters apart', () => {
    expect(copyKey('😀😀')).not.toBe(copyKey('😡'));
    expect(copyKey('123')).not.toBe(copyKey('124'));
    expect(copyKey('https://x.example/1')).not.toBe(copyKey('https://x.example/2'));
  });

  it('is NULL for white space, and short for everything else', () => {
    expect(copyKey(' \n')).toBeNull();
    expect(copyKey(SAID)).toMatch(/^[\w-]{12}$/);
    expect(copyKey('\ud800 lone')).toMatch(/^[\w-]{12}$/);
  });
});
