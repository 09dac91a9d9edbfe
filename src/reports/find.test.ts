import { describe, expect, it } from 'vitest';
import { findReport, nearestNames, reportsByName } from './find.ts';
import { shop } from './testing/shop.ts';

describe('a report', () => {
  const reports = reportsByName([shop]);

  it('is found by its name', () => {
    expect(findReport(reports, 'top')).toEqual({ name: 'top', stream: shop, report: shop.reports['top'] });
  });

  it('that does not exist is answered with the nearest names', () => {
    const remedyFor = (name: string) => {
      try {
        return findReport(reports, name).name;
      } catch (error) {
        expect(error).toMatchObject({ code: 'unknown_report', message: `There is no report "${name}".` });
        return (error as { remedy: string }).remedy;
      }
    };
    expect(remedyFor('trafic')).toBe('Did you mean traffic?');
    expect(remedyFor('funel')).toBe('Did you mean funnel?');
    expect(remedyFor('zzzzzzzzz')).toContain('Reports: top, top-by-visitors, stores');
    expect(remedyFor('__proto__')).toContain('Reports: ');
  });

  it('has a name that no other stream uses', () => {
    const other = { ...shop, name: 'other-shop' };
    expect(() => reportsByName([shop, other])).toThrow(
      'The streams test-shop and other-shop both have a report top.',
    );
  });
});

describe('nearest names', () => {
  it('differ by few letters', () => {
    const names = ['sessions', 'session-totals', 'traffic', 'totals'];
    expect(nearestNames('sesions', names)).toEqual(['sessions']);
    expect(nearestNames('TRAFFIC', names)).toEqual(['traffic']);
    expect(nearestNames('total', names)).toEqual(['session-totals', 'totals']);
    expect(nearestNames('', names)).toEqual([]);
    expect(nearestNames('x'.repeat(100_000), names)).toEqual([]);
  });
});
