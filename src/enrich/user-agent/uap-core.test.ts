import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildRuleTable } from './rule-table.ts';
import { matchRules } from './rules.ts';
import { parseUserAgent } from './user-agent.ts';

const SUITE = new URL('../../../../shared/data/uap-core/tests/', import.meta.url);
const available = existsSync(SUITE);
const why = available ? '' : ' (skipped: ../shared/data/uap-core is not there)';

const part = z.union([z.string(), z.null()]).optional();
const suiteSchema = z.object({
  test_cases: z.array(
    z.object({
      user_agent_string: z.string(),
      family: z.string(),
      major: part,
      minor: part,
      patch: part,
      patch_minor: part,
    }),
  ),
});

function cases(file: string) {
  return suiteSchema.parse(parse(readFileSync(new URL(file, SUITE), 'utf8'))).test_cases;
}

describe.skipIf(!available)(`uap-core's own suite${why}`, () => {
  it('names the browser of every case', () => {
    const suite = cases('test_ua.yaml');
    expect(suite).toHaveLength(1601);
    const wrong = suite.flatMap((test) => {
      const found = matchRules(test.user_agent_string).browser;
      const got = [found?.family ?? 'Other', ...[0, 1, 2].map((index) => found?.version[index] ?? null)];
      const wanted = [test.family, ...[test.major, test.minor, test.patch].map((text) => text || null)];
      return JSON.stringify(got) === JSON.stringify(wanted)
        ? []
        : [{ userAgent: test.user_agent_string, got, wanted }];
    });
    expect(wrong).toEqual([]);
  });

  it('names the operating system of every case', () => {
    const suite = cases('test_os.yaml');
    expect(suite).toHaveLength(483);
    const wrong = suite.flatMap((test) => {
      const found = matchRules(test.user_agent_string).os;
      const got = [found?.family ?? 'Other', ...[0, 1, 2, 3].map((index) => found?.version[index] ?? null)];
      const wanted = [
        test.family,
        ...[test.major, test.minor, test.patch, test.patch_minor].map((text) => text || null),
      ];
      return JSON.stringify(got) === JSON.stringify(wanted)
        ? []
        : [{ userAgent: test.user_agent_string, got, wanted }];
    });
    expect(wrong).toEqual([]);
  });

  it('never loses a match to the prefilter', () => {
    const table = buildRuleTable(readFileSync(new URL('regexes.yaml', import.meta.url), 'utf8'));
    const rules = [...table.browser, ...table.os, ...table.spider].map((rule) => ({
      expression: new RegExp(rule.regex, rule.flags),
      clauses: rule.clauses.map((clause) => clause.map((literal) => table.literals[literal] ?? '')),
    }));
    let matches = 0;
    for (const { user_agent_string: text } of [...cases('test_ua.yaml'), ...cases('test_os.yaml')]) {
      const folded = text.toLowerCase();
      for (const { expression, clauses } of rules) {
        if (!expression.test(text)) continue;
        matches += 1;
        const lost = clauses.filter((clause) => !clause.some((literal) => folded.includes(literal)));
        if (lost.length > 0)
          expect.fail(`${expression.source} matches ${text}, but needs ${lost.join(' and ')}`);
      }
    }
    expect(matches).toBeGreaterThan(5_000);
  });

  it('carries the families and versions into the columns', () => {
    for (const test of cases('test_ua.yaml')) {
      const columns = parseUserAgent(test.user_agent_string);
      expect(columns.browser).toBe(test.family);
      const version = [test.major, test.minor, test.patch].map((text) => text || null);
      const until = version.indexOf(null);
      const expected = version.slice(0, until < 0 ? version.length : until).join('.');
      expect(columns.browser_version, test.user_agent_string).toBe(expected || null);
    }
  });
});

describe('the generated table', () => {
  it('is what regexes.yaml gives', () => {
    const yaml = readFileSync(new URL('regexes.yaml', import.meta.url), 'utf8');
    const json: unknown = JSON.parse(readFileSync(new URL('generated/rules.json', import.meta.url), 'utf8'));
    expect(json, 'run node scripts/generate-user-agent-regexes.ts').toEqual(buildRuleTable(yaml));
  });
});
