import { describe, expect, it } from 'vitest';
import { dayText } from './instant.ts';
import { daysOfMonthView, monthAway, monthWords } from './month.ts';

describe('a month of the calendar', () => {
  it('begins with the Monday of its first week, and has six weeks', () => {
    const days = daysOfMonthView(Date.parse('2026-03-05T10:00:00Z'));
    expect(days).toHaveLength(42);
    // 1 March 2026 is a Sunday.
    expect(dayText(days[0] ?? 0)).toBe('2026-02-23');
    expect(dayText(days[6] ?? 0)).toBe('2026-03-01');
  });

  it('turns over at the year', () => {
    expect(monthWords(monthAway(Date.parse('2026-01-31T00:00:00Z'), -1))).toBe('December 2025');
  });
});
