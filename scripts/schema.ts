import { writeFileSync } from 'node:fs';
import { catalogue } from '../src/streams/catalogue.ts';
import { renderSchema } from '../src/warehouse/schema.ts';

/**
 * Writes src/warehouse/schema.sql: what the declarations and migrations make of a new database.
 * `node scripts/run.mjs --script scripts/schema.ts`
 */
const file = new URL('../src/warehouse/schema.sql', import.meta.url);
writeFileSync(file, renderSchema(catalogue));
process.stdout.write('src/warehouse/schema.sql is up to date\n');
