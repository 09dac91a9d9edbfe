import { describe, expect, it } from 'vitest';
import { troubleOf } from './part-error.ts';

const html = '<script type="module" crossorigin src="/assets/index-AbC1.js"></script>';

describe('why a part could not be fetched', () => {
  it('is that the program is away when nothing answers', () => {
    expect(troubleOf({ html: undefined, script: '/assets/index-AbC1.js' })).toBe('away');
  });

  it('is that the program was renewed when the page of today has another script', () => {
    expect(troubleOf({ html, script: '/assets/index-old9.js' })).toBe('upgraded');
  });

  it('is the part itself when the page of today is this one', () => {
    expect(troubleOf({ html, script: '/assets/index-AbC1.js' })).toBe('broken');
    expect(troubleOf({ html, script: undefined })).toBe('broken');
  });
});
