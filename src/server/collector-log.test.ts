import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSegmentLog } from '../log/segments/open.ts';
import { createServer, type Server } from './create-server.ts';
import { COLLECTOR_KEY, memoryDependencies } from './testing/memory.ts';

let dir = '';
let server: Server | undefined;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosscurrent-collector-'));
});
afterEach(async () => {
  await server?.close();
  await rm(dir, { recursive: true });
});

const send = (url: string, body: string) =>
  fetch(`${url}/v1/events/notes`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${COLLECTOR_KEY}`, 'content-type': 'application/x-ndjson' },
  });

describe('the collector over segment files', () => {
  it('stores each acknowledged line once, in the order of its sender, across a restart', async () => {
    const { dependencies } = memoryDependencies();
    const log = await openSegmentLog({ dir });
    server = await createServer({ ...dependencies, log }, { port: 0, logLevel: 'silent' });
    const { url } = server;
    const senders = Array.from({ length: 16 }, async (_, sender) => {
      for (let n = 0; n < 20; n += 1) {
        const lines = Array.from({ length: 3 }, (_line, line) => `{"id":"${sender}-${n * 3 + line}"}\n`);
        expect((await send(url, lines.join(''))).status).toBe(202);
      }
    });
    await Promise.all(senders);
    await server.close();
    await log.close();

    const again = await openSegmentLog({ dir });
    const read = await again.read('notes', 'collector', 0n, 1 << 20);
    const ids =
      (await read?.data())
        ?.toString()
        .trimEnd()
        .split('\n')
        .map((line) => String(JSON.parse(line).id)) ?? [];
    await read?.release();
    await again.close();
    for (let sender = 0; sender < 16; sender += 1) {
      const own = ids.filter((id) => id.startsWith(`${sender}-`));
      expect(own).toEqual(Array.from({ length: 60 }, (_, n) => `${sender}-${n}`));
    }
    expect(ids.length).toBe(16 * 60);
  });

  it('asks senders to wait when the log is full, and takes their events afterwards', async () => {
    const { dependencies } = memoryDependencies();
    const log = await openSegmentLog({ dir, limitBytes: 4096, retainBytes: 0 });
    server = await createServer({ ...dependencies, log }, { port: 0, logLevel: 'silent' });
    const body = `{"id":"${'x'.repeat(1500)}"}\n`;
    expect((await send(server.url, body)).status).toBe(202);
    expect((await send(server.url, body)).status).toBe(202);
    const full = await send(server.url, body);
    expect([full.status, (await full.json()).error.code, full.headers.get('retry-after')]).toEqual([
      503,
      'log_full',
      '5',
    ]);
    await log.truncateBefore('notes', 'collector', log.end('notes', 'collector'));
    expect((await send(server.url, body)).status).toBe(202);
    await server.close();
    await log.close();
  });
});
