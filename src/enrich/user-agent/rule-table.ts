import { parse } from 'yaml';
import { requiredLiterals } from './required-literals.ts';
import type { Rule, RuleTable } from './rules.ts';

/**
 * The table that a program loads, made from the text of uap-core's `regexes.yaml`: browser and operating system rules in
 * their order, of the device rules only those for spiders, and for each rule the clauses of its prefilter.
 * Made ahead of time because reading the YAML costs 130 ms and the analysis more; the table loads in a few.
 */
export function buildRuleTable(yamlText: string): RuleTable {
  const document: unknown = parse(yamlText);
  const literals = new Map<string, number>();
  const table = {
    browser: section(document, 'user_agent_parsers').map((entry) =>
      toRule(entry, ['family_replacement', 'v1_replacement', 'v2_replacement', 'v3_replacement'], literals),
    ),
    os: section(document, 'os_parsers').map((entry) =>
      toRule(
        entry,
        [
          'os_replacement',
          'os_v1_replacement',
          'os_v2_replacement',
          'os_v3_replacement',
          'os_v4_replacement',
        ],
        literals,
      ),
    ),
    spider: section(document, 'device_parsers')
      .filter((entry) => entry['device_replacement'] === 'Spider')
      .map((entry) => toRule(entry, [], literals)),
  };
  return { literals: [...literals.keys()], ...table };
}

type Entry = Readonly<Record<string, unknown>>;

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function section(document: unknown, name: string): Entry[] {
  const entries = isEntry(document) ? document[name] : undefined;
  if (!Array.isArray(entries)) throw new TypeError(`regexes.yaml has no list named ${name}`);
  return entries.filter(isEntry);
}

function toRule(entry: Entry, replacements: readonly string[], literals: Map<string, number>): Rule {
  const regex = String(entry['regex']);
  const clauses = requiredLiterals(regex).map((clause) => clause.map((text) => numberOf(text, literals)));
  return {
    regex,
    flags: typeof entry['regex_flag'] === 'string' ? entry['regex_flag'] : '',
    replace: replacements.map((name) => (typeof entry[name] === 'string' ? entry[name] : null)),
    clauses,
  };
}

function numberOf(text: string, literals: Map<string, number>): number {
  const known = literals.get(text);
  if (known !== undefined) return known;
  literals.set(text, literals.size);
  return literals.size - 1;
}
