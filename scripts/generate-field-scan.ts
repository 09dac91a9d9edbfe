import { mkdirSync, writeFileSync } from 'node:fs';
import { compileFieldScan, fieldScanModule } from './field-scan-module.ts';

/**
 * Writes src/engine/duckdb/field-scan/generated/module.ts from the sources in assembly/ beside it.
 * After a change there: `node scripts/generate-field-scan.ts`, then the tests.
 */
const text = await compileFieldScan();
mkdirSync(new URL('.', fieldScanModule), { recursive: true });
writeFileSync(fieldScanModule, text);
process.stdout.write(`field-scan: ${text.length} characters\n`);
