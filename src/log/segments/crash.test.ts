import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAll } from '../contract.suite.ts';
import { openSegmentLog } from './open.ts';

const ROUNDS = 6;
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'log-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

it('has every acknowledged line once, in order, after its program was killed at any moment (D1)', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const acknowledged = await appendUntilKilled(30 + round * 17);
    const log = await openSegmentLog({ dir });
    const { text } = await readAll(log, { stream: 'shop', source: 'collector' });
    expect(text.length).toBeGreaterThanOrEqual(acknowledged);
    expect(BigInt(text.length)).toBe(log.end('shop', 'collector'));
    let at = 0;
    for (const line of text.split('\n').slice(0, -1)) {
      expect(JSON.parse(line)).toEqual({ at });
      at += line.length + 1;
    }
    await log.close();
  }
}, 60_000);

/** Lets a program append for some milliseconds after its first line; the last offset it was told is durable. */
async function appendUntilKilled(ms: number): Promise<number> {
  const program = join(import.meta.dirname, 'appender.fixture.ts');
  const child = spawn(process.execPath, [program, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
  await new Promise((resolve) => child.on('close', resolve));
  return Math.max(...output.split('\n').slice(0, -1).map(Number));
}
