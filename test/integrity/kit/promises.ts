import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readTables } from '../fold/tables.ts';
import type { WebFact } from '../fold/web-facts.ts';
import { foldWeb } from '../fold/web-fold.ts';
import { auditStream, type StreamAccount } from './audit.ts';
import { runCommand } from './command.ts';
import type { TestFolder } from './folder.ts';
import { readLake } from './lake.ts';
import { startProgram } from './running.ts';
import { TRAFFIC_DAY, until } from './traffic.ts';
import { readWarehouse } from './warehouse.ts';

const DAY = 86_400_000;
const STREAM = 'web-behaviour';

/** Waits until nothing of a stream is left in the log. */
export async function drained(data: string): Promise<StreamAccount> {
  let account = await auditStream(data, STREAM);
  await until('the log is empty', async () => {
    if (account.lag.bytes > 0) account = await auditStream(data, STREAM);
    return account.lag.bytes === 0;
  });
  return account;
}

/** Has distinct counts and sessions recomputed now: an ingest waits for them, also one of an empty file. */
export async function settled(folder: TestFolder): Promise<void> {
  const empty = path.join(folder.root, 'empty.ndjson');
  await writeFile(empty, '');
  const { exit, stderr } = await runCommand(['ingest', STREAM, empty, '--data-dir', folder.data]);
  if (exit !== 0) throw new Error(`an empty ingest ended with ${exit}: ${stderr}`);
}

/**
 * Starts the program on the data folder once more and checks D1 to D4 to the last event: each of these is stored once,
 * the accounting adds up, the lake holds what is stored and no file besides, and every rollup is that of the fold.
 */
export async function expectKept(folder: TestFolder, facts: readonly WebFact[]): Promise<StreamAccount> {
  const program = await startProgram(folder.data);
  await drained(folder.data);
  await settled(folder);
  const account = await auditStream(folder.data, STREAM);
  const warehouse = await readWarehouse(folder.data);
  try {
    const lake = await readLake(folder.data, STREAM, warehouse);
    const expected = facts.map((fact) => fact.id).sort();
    assert.deepEqual(lake.ids, expected);
    assert.deepEqual({ missing: lake.missing, orphans: lake.orphans }, { missing: [], orphans: [] });
    assert.deepEqual(account.stored, expected.length);
    assert.deepEqual(account.lake.rows, expected.length);
    assert.deepEqual(account.received, account.stored + account.duplicate + account.rejected.total);
    assert.deepEqual(account.balanced, true);
    const fold = foldWeb(facts);
    const range = { from: TRAFFIC_DAY - 2 * DAY, to: TRAFFIC_DAY + 5 * DAY };
    assert.deepEqual(await readTables(warehouse, 'web_behaviour', Object.keys(fold), range), fold);
  } finally {
    await warehouse.close();
    await program.stop();
  }
  return account;
}
