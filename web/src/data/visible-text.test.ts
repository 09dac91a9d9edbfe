import { describe, expect, it } from 'vitest';
import { reasonWords } from './reason-words.ts';
import { visibleText } from './visible-text.ts';

describe('text from outside', () => {
  it('shows what would hide or turn it around', () => {
    expect(visibleText('a\u202eb\u0000\u200bc')).toBe('a[U+202E]b[U+0000][U+200B]c');
  });

  it('keeps lines, tabs, markup and every script as they are', () => {
    expect(visibleText('<b>\tй 漢\r\n</b>')).toBe('<b>\tй 漢\n</b>');
  });
});

describe('reasons', () => {
  it('are words, an unknown one included', () => {
    expect(reasonWords('missing:id')).toBe('id is missing');
    expect(reasonWords('bad:time_stamp')).toBe('time_stamp has an unusable value');
    expect(reasonWords('not_json')).toBe('not valid JSON');
    expect(reasonWords('something_new')).toBe('something_new');
  });
});
