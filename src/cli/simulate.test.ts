import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, NOW } from './testing/command-line.ts';

let folder = '';
let servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-simulate-'));
});
afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
  rmSync(folder, { recursive: true, force: true });
});

const line = (seed: number, n: number, at: number) =>
  `${JSON.stringify({ id: `${seed}-${n}`, at, page: '/' })}\n`;
const DAY = Date.UTC(2026, 0, 1);

interface Received {
  readonly url: string;
  readonly key: string;
  readonly body: string;
}

/** A collector that asks its senders to wait `busy` times. */
async function collector(busy: number, key = 'key'): Promise<{ address: string; received: Received[] }> {
  const received: Received[] = [];
  let left = busy;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const given = request.headers.authorization ?? '';
    if (given !== `Bearer ${key}`) response.writeHead(401).end('{}');
    else if (left > 0) {
      left -= 1;
      response.writeHead(503, { 'retry-after': '0.01' }).end('{}');
    } else {
      received.push({ url: request.url ?? '', key: given, body: Buffer.concat(chunks).toString() });
      response.writeHead(202).end('{}');
    }
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, received };
}

describe('simulate', () => {
  it('hands the log’s part to the job', async () => {
    const jobs = { simulate: async () => ({ stream: 'clicks', events: 20, seconds: 2 }) };
    const one = await call('simulate clicks --rate 2.5 --count 20 --seed 7 --start 2026-01-01', { jobs });
    expect(one.ran).toEqual([
      { name: 'simulate', args: { stream: 'clicks', rate: 2.5, seed: 7, count: 20, start: DAY, out: 'log' } },
    ]);
    expect(one.stdout).toBe('clicks: 20 events simulated in 2.0 s (10/s)\n');
    const other = await call('simulate clicks', { jobs });
    expect(other.ran[0]?.args).toEqual({ stream: 'clicks', rate: 10, seed: 1, out: 'log' });
  });

  it('writes a file without opening anything, the same for the same seed, rate and start', async () => {
    const args = 'simulate clicks --rate 1 --count 2 --seed 3 --start 2026-01-01T00:00:00Z --out';
    for (const name of ['a.ndjson', 'b.ndjson']) {
      const { exit, opened } = await call(`${args} ${name}`, { workingFolder: folder });
      expect([exit, opened]).toEqual([0, []]);
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe(line(3, 0, DAY) + line(3, 1, DAY + 1000));
    }
    await call(`${args} c.ndjson.gz`, { workingFolder: folder });
    expect(gunzipSync(readFileSync(path.join(folder, 'c.ndjson.gz'))).toString()).toContain('"3-1"');
  });

  it('lets a file end now, so that nothing of it is in the future', async () => {
    const { stdout } = await call('simulate clicks --rate 1 --count 2 --out -');
    expect(stdout).toBe(line(1, 0, NOW - 2000) + line(1, 1, NOW - 1000));
  });

  it('says how many as JSON', async () => {
    const { stdout } = await call('simulate clicks --count 3 --out x.ndjson --json', {
      workingFolder: folder,
    });
    expect(JSON.parse(stdout)).toEqual({
      stream: 'clicks',
      events: 3,
      seed: 1,
      rate: 10,
      seconds: expect.any(Number),
    });
  });

  it('posts to a collector, again when it is asked to wait', async () => {
    const { address, received } = await collector(2);
    const { exit, stderr } = await call(
      `simulate clicks --rate 1 --count 1500 --start 2026-01-01 --out ${address} --key key`,
    );
    expect([stderr, exit]).toEqual(['', 0]);
    expect(received.map(({ url }) => url)).toEqual(['/v1/events/clicks', '/v1/events/clicks']);
    const ids = received.flatMap(({ body }) =>
      body
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text).id),
    );
    expect(ids).toEqual(Array.from({ length: 1500 }, (_, n) => `1-${n}`));
  });

  it('says so when the collector refuses the key, or is not there', async () => {
    const { address } = await collector(0, 'another');
    const args = (url: string) => `simulate clicks --count 1 --start 2026-01-01 --out ${url} --key key`;
    expect((await call(args(address))).stderr).toMatch(/refused the collector key.*--key/);
    expect((await call(args('http://127.0.0.1:1'))).stderr).toMatch(/cannot be reached/);
    const without = await call(`simulate clicks --count 1 --out ${address}`);
    expect(without.stderr).toMatch(/no collector-key yet/);
  });
});

describe('simulated remove', () => {
  it('says how many went', async () => {
    const jobs = { 'simulated.remove': async () => ({ streams: [{ stream: 'clicks', removed: 1200 }] }) };
    const { stdout, ran } = await call('simulated remove', { jobs });
    expect(ran).toEqual([{ name: 'simulated.remove', args: {} }]);
    expect(stdout).toBe('clicks: 1,200 simulated events removed\n');
    expect(JSON.parse((await call('simulated remove --json', { jobs })).stdout)).toEqual({
      streams: [{ stream: 'clicks', removed: 1200 }],
    });
  });
});
