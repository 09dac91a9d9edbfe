import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildRuleTable } from '../src/enrich/user-agent/rule-table.ts';

/**
 * Writes src/enrich/user-agent/generated/rules.json from uap-core's regexes.yaml beside it.
 * To move to a newer uap-core: replace regexes.yaml, run `node scripts/generate-user-agent-regexes.ts`, run the tests.
 */
const folder = new URL('../src/enrich/user-agent/', import.meta.url);
const table = buildRuleTable(readFileSync(new URL('regexes.yaml', folder), 'utf8'));
mkdirSync(new URL('generated/', folder), { recursive: true });
writeFileSync(new URL('generated/rules.json', folder), `${JSON.stringify(table)}\n`);
process.stdout.write(
  `${table.browser.length} browser, ${table.os.length} operating system and ${table.spider.length} spider rules, ${table.literals.length} literals\n`,
);
