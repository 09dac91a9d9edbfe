import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/streams/catalogue.ts';
import { findTables } from '../../src/warehouse/catalog.ts';
import { renderSchema } from '../../src/warehouse/schema.ts';
import { schemaOf } from '../../src/warehouse/sql-names.ts';
import { connected, newDatabase, openTest, run, startServerForTests } from '../../src/warehouse/testing.ts';

startServerForTests();

const file = new URL('../../src/warehouse/schema.sql', import.meta.url);
const written = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');

describe('schema.sql', () => {
  it('is what the declarations and migrations say (else: node scripts/run.mjs --script scripts/schema.ts)', () => {
    expect(renderSchema(catalogue)).toBe(written);
  });

  it('makes the same tables as opening a warehouse', async () => {
    const [opened, loaded] = [await newDatabase(), await newDatabase()];
    await openTest(opened, catalogue);
    await run(loaded, written);
    for (const schema of ['crosscurrent', ...catalogue.map((stream) => schemaOf(stream.name))]) {
      const tables = await connected(loaded, (client) => findTables(client, schema));
      expect(tables.size).toBeGreaterThan(0);
      expect(await connected(opened, (client) => findTables(client, schema))).toEqual(tables);
    }
  });
});
