import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../stream/random.ts';
import { compileGrammar, type Scene } from './grammar.ts';

const scene: Scene = { random: seededRandom('grammar') };

function every(source: string, rule = 'start'): string[] {
  const write = compileGrammar(source, { city: () => 'Porto' }).rule(rule);
  return [...new Set(Array.from({ length: 400 }, () => write?.(scene) ?? 'no rule'))].sort();
}

describe('compileGrammar', () => {
  it('picks among alternatives, one a line', () => {
    expect(every('start:\none\ntwo\nthree')).toEqual(['one', 'three', 'two']);
  });

  it('picks inside brackets, with nothing among the choices, and fills slots there', () => {
    expect(every('start:\na[ b| {city}|]!')).toEqual(['a Porto!', 'a b!', 'a!']);
  });

  it('fills slots and other rules, whatever their order', () => {
    expect(every('start:\n{greeting}, {city}\n\ngreeting:\n[Hi|Hello]')).toEqual([
      'Hello, Porto',
      'Hi, Porto',
    ]);
  });

  it('has no rule of another name', () => {
    expect(every('start:\none', 'end')).toEqual(['no rule']);
  });

  it('refuses a slot that nothing fills, and what JSON would have to escape', () => {
    expect(() => compileGrammar('start:\n{nobody}', {})).toThrow('nothing is called {nobody}');
    for (const text of ['say "yes"', 'a\\b', 'a\tb']) {
      expect(() => compileGrammar(`start:\n${text}`, {})).toThrow('needs escaping');
    }
  });

  it('is as likely to choose each', () => {
    const write = compileGrammar('start:\none\ntwo', {}).rule('start');
    const ones = Array.from({ length: 10_000 }, () => write?.(scene)).filter((text) => text === 'one').length;
    expect(Math.abs(ones - 5000)).toBeLessThan(300);
  });
});
