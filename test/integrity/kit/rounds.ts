import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WebFact } from '../fold/web-facts.ts';
import { callProgram } from './command.ts';
import type { TestFolder } from './folder.ts';
import { killPostgres, seeded, startMortal, VICTIMS, type Victim } from './kills.ts';
import { freeze, residentBytes } from './processes.ts';
import { drained } from './promises.ts';
import { postgresPid, startProgram } from './running.ts';
import { pause, startSender, take, until, webTraffic } from './traffic.ts';

export interface Round {
  readonly folder: TestFolder;
  readonly seed: number;
  readonly kills: number;
  /** Told of each kill. */
  readonly onKill?: (words: string) => void;
}

/** What was sent in a round, and has to be stored afterwards. */
export interface Sent {
  readonly facts: readonly WebFact[];
  readonly lines: number;
}

/** Sends events by HTTP while program, PostgreSQL or both are killed; whatever was not acknowledged is sent again. */
export async function killWhileSending({ folder, seed, kills, onKill }: Round): Promise<Sent> {
  const random = seeded(seed);
  const mortal = await startMortal(folder.data);
  const senders = [
    startSender(mortal.target, webTraffic(seed * 100_000_000), { batchLines: 40 }),
    startSender(mortal.target, webTraffic(seed * 100_000_000 + 50_000_000), { batchLines: 7 }),
  ];
  for (let kill = 0; kill < kills; kill += 1) {
    const afterMs = 50 + random() * 1_200;
    const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'program';
    await pause(afterMs);
    await mortal.kill(victim);
    onKill?.(`${victim} after ${Math.round(afterMs)} ms of sending`);
  }
  await Promise.all(senders.map((sender) => sender.finish()));
  await mortal.stop();
  const facts = senders.flatMap((sender) => sender.acknowledged);
  return { facts, lines: facts.length };
}

/** Loads files while program, PostgreSQL or both are killed; each file is loaded until that worked. */
export async function killWhileLoading({ folder, seed, kills, onKill }: Round): Promise<Sent> {
  const random = seeded(seed);
  const traffic = webTraffic(seed * 100_000_000);
  const facts: WebFact[] = [];
  let lines = 0;
  for (let kill = 0; kill < kills; ) {
    const file = path.join(folder.root, `events-${kill}.ndjson`);
    const part = take(traffic, LINES_PER_FILE);
    await writeFile(file, part.map((line) => `${line.text}\n`).join(''));
    lines += part.length;
    for (const { outcome } of part) if ('fact' in outcome) facts.push(outcome.fact);
    for (let done = false; !done; kill += 1) {
      const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? 'program';
      const afterMs = 300 + random() * 2_500;
      done = await loadOnce(folder, file, kill < kills ? { afterMs, victim } : null);
      onKill?.(`${victim} ${Math.round(afterMs)} ms after the start of a load${done ? ', too late' : ''}`);
    }
  }
  return { facts, lines };
}

export const LINES_PER_FILE = 2_000;

/** Loads a file and kills at a moment; false when the file was not done then. */
async function loadOnce(
  folder: TestFolder,
  file: string,
  kill: { readonly afterMs: number; readonly victim: Victim } | null,
): Promise<boolean> {
  const call = callProgram(['ingest', 'web-behaviour', file, '--data-dir', folder.data]);
  if (kill === null) {
    const { exit, stderr } = await call.ended;
    if (exit !== 0) throw new Error(`a load that nobody disturbed ended with ${exit}: ${stderr}`);
    return true;
  }
  const ended = await Promise.race([call.ended, pause(kill.afterMs)]);
  if (ended !== undefined) return ended.exit === 0;
  if (kill.victim !== 'postgres') call.child.kill('SIGKILL');
  if (kill.victim !== 'program') await killPostgres(folder.data);
  return (await call.ended).exit === 0;
}

/** Sends events while PostgreSQL hangs for some seconds; fails when nobody is served meanwhile or memory grows. */
export async function hangWhileSending(round: {
  folder: TestFolder;
  seed: number;
  seconds: number;
}): Promise<Sent> {
  const { folder, seed, seconds } = round;
  const program = await startProgram(folder.data);
  const sender = startSender(program, webTraffic(seed), { batchLines: 100, pauseMs: 50 });
  await until('events arrive', async () => sender.acknowledged.length > 500);
  const letGo = await freeze(await postgresPid(folder.data));
  try {
    await pause(500);
    const [before, memory] = [sender.acknowledged.length, await residentBytes(program.pid)];
    await pause(seconds * 1000);
    assert.ok(sender.acknowledged.length > before, 'senders are served while PostgreSQL hangs');
    const grown = (await residentBytes(program.pid)) - memory;
    assert.ok(grown < MOST_GROWTH_BYTES, `memory grew by ${grown} bytes while PostgreSQL hung`);
  } finally {
    letGo();
  }
  await sender.finish();
  await drained(folder.data);
  await program.stop();
  return { facts: sender.acknowledged, lines: sender.acknowledged.length };
}

/** What a program may take for itself while it waits; the log would be many times this. */
const MOST_GROWTH_BYTES = 200 * 1024 * 1024;
