// `kill -9` at random moments: what was acknowledged is stored once, and every count adds up afterwards.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { killAll } from './kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from './kit/folder.ts';
import { expectKept } from './kit/promises.ts';
import { killWhileLoading, killWhileSending, LINES_PER_FILE } from './kit/rounds.ts';

let folder: TestFolder;

beforeAll(async () => {
  folder = await makeFolder();
}, 60_000);

afterEach(async () => {
  await killAll();
  await folder.remove();
  folder = await makeFolder();
}, 60_000);

afterAll(async () => {
  await folder.remove();
  await removeTemplate();
}, 60_000);

describe('ten kills of program, PostgreSQL or both', () => {
  it('[D1] [D2] [D3] [D4] lose and double nothing while events arrive by HTTP', async () => {
    const { facts } = await killWhileSending({ folder, seed: 1, kills: 10 });
    expect(facts.length).toBeGreaterThan(0);
    await expectKept(folder, facts);
  }, 300_000);

  it('[D2] [D3] [D4] lose and double nothing while files are loaded', async () => {
    const { facts, lines } = await killWhileLoading({ folder, seed: 2, kills: 10 });
    const account = await expectKept(folder, facts);
    // A file is read whole, or whole once more.
    expect(account.received % LINES_PER_FILE).toBe(0);
    expect(account.received).toBeGreaterThanOrEqual(lines);
  }, 300_000);
});
