import { describe, expect, it } from 'vitest';
import type { Campaign } from '../api/campaigns.ts';
import { emptyForm, fieldIn, formOf, problemIn, rulesOf, wordsIn } from './form-values.ts';

const campaign: Campaign = {
  id: 'summer-sale',
  name: 'Summer sale',
  any: ['summer sale', '#summersale'],
  none: ['garage'],
  language: 'en',
  platform: null,
  from: '2026-06-01T00:00:00Z',
  to: '2026-07-01T00:00:00Z',
  colour: '#0072b2',
  state: 'ready',
  progress: { done: 1, total: 1 },
  mentions: 12,
  createdAt: '2026-06-01T00:00:00Z',
};

describe('the form of a campaign', () => {
  it('reads words by line and by comma, each once', () => {
    expect(wordsIn(' summer sale\n#summersale, summer sale,\n\n')).toEqual(['summer sale', '#summersale']);
  });

  it('shows the last day, which the API has as the start of the next', () => {
    expect(formOf(campaign)).toMatchObject({ from: '2026-06-01', to: '2026-06-30' });
  });

  it('keeps an instant within a day as it is', () => {
    expect(formOf({ ...campaign, to: '2026-06-30T12:00:00Z' }).to).toBe('2026-06-30T12:00:00Z');
  });

  it('sends empty fields as no limit', () => {
    expect(rulesOf({ ...formOf(campaign), language: ' ', from: '' })).toMatchObject({
      language: null,
      platform: null,
      from: null,
      to: '2026-06-30',
    });
  });

  it('begins with a colour that no campaign has', () => {
    expect(emptyForm([campaign]).colour).toBe('#e69f00');
  });

  it('finds the field that a refusal speaks of', () => {
    const message = `The body 'any.0' cannot be used: the keyword "!" has no letter and no number to look for.`;
    expect(fieldIn(message)).toBe('any');
    expect(problemIn(message)).toBe('The keyword "!" has no letter and no number to look for.');
    expect(fieldIn('"from" of the campaign cannot be used: it is not before "to".')).toBe('from');
    expect(fieldIn('PostgreSQL does not answer.')).toBeUndefined();
  });
});
