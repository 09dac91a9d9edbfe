// A disk without space, at whatever write it is met: a clear word, nothing lost, and it goes on once there is space.
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killAll, runCommand } from './kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from './kit/folder.ts';
import { drained, expectKept } from './kit/promises.ts';
import { startProgram } from './kit/running.ts';
import { mountSmallDisk, type SmallDisk } from './kit/small-disk.ts';
import { pause, startSender, take, until, webTraffic } from './kit/traffic.ts';

const DISK_MIB = 400;
const WHY_NOT = 'a disk of a fixed size can only be mounted by root on Linux';

let disk: SmallDisk | null = null;
let folder: TestFolder | undefined;

beforeEach(async () => {
  disk = await mountSmallDisk(DISK_MIB);
  folder = disk === null ? undefined : await makeFolder(disk.root);
}, 60_000);

afterEach(async () => {
  await killAll();
  await folder?.remove();
  await disk?.remove();
}, 60_000);

afterAll(removeTemplate, 60_000);

describe('a full disk', () => {
  const LEFT: readonly (readonly [words: string, bytes: number])[] = [
    ['nothing', 0],
    ['the room for a few events', 300 * 1024],
    ['some room', 4 * 1024 * 1024],
  ];

  for (const [words, bytes] of LEFT) {
    it(`[D1] [D2] [D7] with ${words} left loses no acknowledged event, and is told of`, async ({ skip }) => {
      if (disk === null || folder === undefined) return skip(WHY_NOT);
      const program = await startProgram(folder.data);
      const sender = startSender(program, webTraffic(21 + bytes), { batchLines: 150 });
      await until('events arrive', async () => sender.acknowledged.length > 600);
      await disk.fill(bytes);
      await until('somebody is told', async () => (sender.answers.get('503') ?? 0) > 0, 60_000);
      await pause(2_000);
      await disk.empty();
      await sender.finish();
      await drained(folder.data);
      expect(program.said()).not.toMatch(/Unexpected|internal/);
      expect([...sender.answers.keys()].filter((answer) => answer !== '202' && answer !== '503')).toEqual([]);
      expect((await program.stop()).exit).toBe(0);
      await expectKept(folder, sender.acknowledged);
    }, 180_000);
  }

  it('[D2] [D4] ends a load with one clear line, and the same load goes on where it was', async ({
    skip,
  }) => {
    if (disk === null || folder === undefined) return skip(WHY_NOT);
    const lines = take(webTraffic(31), 6_000);
    const file = path.join(tmpdir(), `${path.basename(folder.root)}.ndjson`);
    await writeFile(file, lines.map((line) => `${line.text}\n`).join(''));
    const load = ['ingest', 'web-behaviour', file, '--data-dir', folder.data];
    await disk.fill(200 * 1024);
    const { exit, stderr } = await runCommand(load);
    expect(stderr).toMatch(/space/i);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^crosscurrent: /);
    expect(exit).toBe(1);
    await disk.empty();
    expect((await runCommand(load)).exit).toBe(0);
    const facts = lines.flatMap(({ outcome }) => ('fact' in outcome ? [outcome.fact] : []));
    await rm(file);
    await expectKept(folder, facts);
  }, 180_000);
});
