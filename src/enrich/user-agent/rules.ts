import table from './generated/rules.json' with { type: 'json' };
import { literalScan } from './literal-scan.ts';

/** One regular expression of uap-core. */
export interface Rule {
  readonly regex: string;
  readonly flags: string;
  /** Texts for family and version parts in place of the groups 1, 2, ...; null keeps the group. `$n` stands for a group. */
  readonly replace: readonly (string | null)[];
  /** Numbers of literals; a text is a candidate when it holds at least one of each clause. */
  readonly clauses: readonly (readonly number[])[];
}

/** The generated file `generated/rules.json`. */
export interface RuleTable {
  readonly literals: readonly string[];
  readonly browser: readonly Rule[];
  readonly os: readonly Rule[];
  readonly spider: readonly Rule[];
}

/** The family and the parts of its version, as uap-core's own tests spell them: missing parts are null. */
export interface Match {
  readonly family: string;
  readonly version: readonly (string | null)[];
}

interface CompiledRule extends Rule {
  expression: RegExp | null;
}

/** The first match of each section of uap-core in one user agent. */
export interface Matches {
  readonly browser: Match | null;
  readonly os: Match | null;
  /** Place of the matching spider rule in its section; null for none. */
  readonly spider: number | null;
}

const rules: RuleTable = table;
const scanner = literalScan(rules.literals);
const present = new Uint8Array(rules.literals.length);
const browserRules = rules.browser.map(uncompiled);
const osRules = rules.os.map(uncompiled);
const spiderRules = rules.spider.map(uncompiled);

/** How many spider rules there are; the last one is uap-core's generic list of words. */
export const SPIDER_RULES = spiderRules.length;

/** Runs uap-core's rules over a user agent: in each section the first rule that matches counts. */
export function matchRules(userAgent: string): Matches {
  scanner.scan(userAgent, present);
  return {
    browser: firstMatch(browserRules, userAgent),
    os: firstMatch(osRules, userAgent),
    spider: firstIndex(spiderRules, userAgent),
  };
}

/** Expressions are compiled when first needed: most programs never meet a user agent for most rules. */
function uncompiled(rule: Rule): CompiledRule {
  return { ...rule, expression: null };
}

function firstMatch(section: readonly CompiledRule[], userAgent: string): Match | null {
  for (const rule of section) {
    if (!isCandidate(rule)) continue;
    const found = expressionOf(rule).exec(userAgent);
    if (found !== null) return toMatch(rule, found);
  }
  return null;
}

function firstIndex(section: readonly CompiledRule[], userAgent: string): number | null {
  const index = section.findIndex((rule) => isCandidate(rule) && expressionOf(rule).test(userAgent));
  return index < 0 ? null : index;
}

function expressionOf(rule: CompiledRule): RegExp {
  rule.expression ??= new RegExp(rule.regex, rule.flags);
  return rule.expression;
}

function isCandidate(rule: Rule): boolean {
  for (const clause of rule.clauses) {
    if (!holdsOne(clause)) return false;
  }
  return true;
}

function holdsOne(clause: readonly number[]): boolean {
  for (const literal of clause) {
    if (present[literal] === 1) return true;
  }
  return false;
}

function toMatch(rule: Rule, found: RegExpExecArray): Match {
  const parts = rule.replace.map((replacement, index) =>
    replacement === null ? part(found[index + 1]) : part(filledIn(replacement, found)),
  );
  const [family, ...version] = parts;
  return { family: family ?? 'Other', version };
}

function filledIn(replacement: string, found: RegExpExecArray): string {
  return replacement.includes('$')
    ? replacement.replace(/\$(\d)/g, (_, group) => found[Number(group)] ?? '')
    : replacement;
}

function part(text: string | undefined): string | null {
  const trimmed = text?.trim();
  return trimmed === undefined || trimmed === '' ? null : trimmed;
}
