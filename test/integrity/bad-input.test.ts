// What is wrong gets one clear line and the right exit code or status, and nothing is lost over it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditStream } from './kit/audit.ts';
import { post } from './kit/collector.ts';
import { type Ended, killAll, runCommand } from './kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from './kit/folder.ts';
import { readLake } from './kit/lake.ts';
import { type RunningProgram, startProgram } from './kit/running.ts';
import { until } from './kit/traffic.ts';
import { readWarehouse } from './kit/warehouse.ts';

let folder: TestFolder;
let program: RunningProgram;

beforeAll(async () => {
  folder = await makeFolder();
  program = await startProgram(folder.data, ['--set', 'collector-max-body=65536']);
}, 60_000);

afterAll(async () => {
  await program?.stop();
  await killAll();
  await folder?.remove();
  await removeTemplate();
}, 60_000);

const run = (...args: readonly string[]): Promise<Ended> => runCommand([...args, '--data-dir', folder.data]);

/** Each test has a file of its own: no two have the same content. */
async function file(name: string, content: string | Buffer): Promise<string> {
  const where = path.join(folder.root, name);
  await mkdir(path.dirname(where), { recursive: true });
  await writeFile(where, content);
  return where;
}

const event = (id: string, more: object = {}): string =>
  JSON.stringify({
    id,
    collection: 'view_product_detail',
    time_stamp: 1_740_000_000,
    device_id: 'd',
    ...more,
  });

function expectOneLine({ exit, stderr }: Ended, code: number, words: RegExp): void {
  expect(stderr).toMatch(/^crosscurrent: [^\n]+\n$/);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+|Unexpected failure/);
  expect(exit).toBe(code);
}

interface Accounting {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
}

/** Loads a file and tells what became of its lines. */
async function load(where: string, stream = 'web-behaviour', ...flags: readonly string[]): Promise<object> {
  const { exit, stdout, stderr } = await run('ingest', stream, where, '--json', ...flags);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const { received, stored, duplicate, rejected } = JSON.parse(stdout) as Accounting;
  expect(received).toBe(stored + duplicate + rejected.total);
  return { stored, duplicate, ...rejected.byReason };
}

describe('a call that is wrong', () => {
  it.each<[what: string, args: readonly string[], exit: number, words: RegExp]>([
    [
      'an unknown stream',
      ['ingest', 'web-behavior', 'x.ndjson'],
      2,
      /no stream "web-behavior".*web-behaviour/i,
    ],
    [
      'a missing file',
      ['ingest', 'web-behaviour', '/nowhere/x.ndjson'],
      2,
      /no file .*\/nowhere\/x\.ndjson/i,
    ],
    ['a day that does not exist', ['report', 'top-products', '--day', '2026-02-30'], 2, /2026-02-30/],
    [
      '--from after --to',
      ['report', 'top-countries', '--from', '2026-03-02', '--to', '2026-03-01'],
      2,
      /from.*(after|before|later).*to|to.*(before|after)/i,
    ],
    ['an unknown report', ['report', 'top-product'], 2, /top-product/],
    ['an unknown option', ['audit', '--jsn'], 2, /--jsn/],
    [
      'a second start on the same folder',
      ['start', '--port', '0'],
      1,
      /process \d+.*has had the data folder/,
    ],
  ])(
    '%s is refused',
    async (_what, args, exit, words) => {
      expectOneLine(await run(...args), exit, words);
    },
    60_000,
  );
});

describe('a file that cannot be taken as it is', () => {
  it('[D6] is told to be binary', async () => {
    const bytes = createHash('sha256').update('x').digest();
    const where = await file(
      'picture.png',
      Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]), bytes, bytes]),
    );
    expectOneLine(await run('ingest', 'web-behaviour', where), 1, /binary|not text/i);
  }, 60_000);

  it('is told to lack a column', async () => {
    const where = await file('lacking.csv', 'id,collection,device_id\na,view,b\n');
    expectOneLine(await run('ingest', 'web-behaviour', where), 1, /no column time_stamp/);
  }, 60_000);

  it('may be empty', async () => {
    expect(await load(await file('empty.ndjson', ''))).toEqual({ stored: 0, duplicate: 0 });
  }, 60_000);

  it('[D4] [D6] is read as far as a truncated gzip goes, and whole when it is mended', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) =>
      event(`gz-${n}`, { order_id: createHash('md5').update(`${n}`).digest('hex') }),
    );
    const whole = gzipSync(`${lines.join('\n')}\n`);
    const torn = await file('torn.ndjson.gz', whole.subarray(0, whole.length / 2));
    const before = (await auditStream(folder.data, 'web-behaviour')).stored;
    expectOneLine(await run('ingest', 'web-behaviour', torn), 1, /torn\.ndjson\.gz.*(end|truncated)/i);
    const stored = (await auditStream(folder.data, 'web-behaviour')).stored - before;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(3_000);
    const mended = await file('mended.ndjson.gz', whole);
    expect(await load(mended)).toEqual({ stored: 3_000 - stored, duplicate: stored });
  }, 60_000);
});

describe('a line that cannot be taken', () => {
  it('[D6] of 100 MB becomes a dead letter that says how long it was', async () => {
    const long = `{"id":"long","padding":"${'x'.repeat(100_000_000)}"}`;
    const where = await file('long.ndjson', `${event('before-long')}\n${long}\n${event('behind-long')}\n`);
    expect(await load(where)).toEqual({ stored: 2, duplicate: 0, line_too_long: 1 });
    const { stdout } = await run(
      'dead-letters',
      'list',
      'web-behaviour',
      '--reason',
      'line_too_long',
      '--json',
    );
    expect(JSON.parse(stdout).rows[0]).toMatchObject({ reason: 'line_too_long', bytes: long.length });
  }, 120_000);

  it('[D6] for its bytes or its JSON becomes a dead letter, and the others are stored', async () => {
    const lines = [
      event('plain'),
      Buffer.from([
        ...Buffer.from('{"id":"latin","collection":"caf'),
        0xe9,
        ...Buffer.from('","time_stamp":1}'),
      ]),
      Buffer.from(`{"id":"nul","collection":"a${String.fromCharCode(0)}b","time_stamp":1}`),
      `{"id":"deep","collection":"x","time_stamp":1,"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      `{"id":"deep-objects","collection":"x","time_stamp":1,"option":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
      '{',
      '"id": "broken over lines"',
      '}',
      event('plain-2'),
    ];
    const where = await file(
      'bytes.ndjson',
      Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])),
    );
    expect(await load(where)).toEqual({ stored: 2, duplicate: 0, not_utf8: 1, not_json: 6 });
  }, 60_000);

  it('[V2] keeps an event whose number is beyond 64 bits, without the number', async () => {
    const reading = { city: 'Bogor', social_media: 'X', ts: 1_740_000_000 };
    const where = await file(
      'numbers.ndjson',
      `{"id":"n1","usage_count":99999999999999999999,${JSON.stringify(reading).slice(1)}\n{"id":"n2","usage_count":9223372036854775807,"ts":1740000000}\n`,
    );
    expect(await load(where, 'channel-metrics')).toEqual({ stored: 2, duplicate: 0 });
    const account = await auditStream(folder.data, 'channel-metrics');
    expect(account.badFields).toMatchObject({ usage_count: 1 });
  }, 60_000);

  it('[V2] never holds up the events behind it, however large its numbers', async () => {
    const huge = 9_000_000_000_000_000_000n;
    const lines = Array.from(
      { length: 4 },
      (_, n) =>
        `{"id":"huge-${n}","sales":${huge},"visitors":${huge},"page_visitors":${huge},"conversion":0.5,"ts":1740100000}`,
    );
    expect(await load(await file('huge.ndjson', `${lines.join('\n')}\n`), 'channel-metrics')).toMatchObject({
      duplicate: 0,
    });
    const behind = await file('behind-huge.ndjson', '{"id":"behind-huge","sales":1,"ts":1740100000}\n');
    expect(await load(behind, 'channel-metrics')).toEqual({ stored: 1, duplicate: 0 });
  }, 60_000);

  it('[V1] [A3] takes NUL escapes, __proto__ and quotes for the text they are', async () => {
    const names = ['a\u0000b', 'o\'brien"; DROP TABLE x; --', '$1 \\ %s {}', '__proto__', '\ud83d\udca5'];
    const lines = names.map((product_id, n) => event(`odd-${n}`, { product_id, store_id: product_id }));
    lines.push(
      '{"__proto__":{"polluted":true},"constructor":1,"id":"odd-proto","collection":"x","time_stamp":1740000000}',
    );
    expect(await load(await file('odd.ndjson', `${lines.join('\n')}\n`))).toEqual({
      stored: 6,
      duplicate: 0,
    });
    const warehouse = await readWarehouse(folder.data);
    try {
      const rows = await warehouse.rows(
        "SELECT product_id FROM web_behaviour.product_views WHERE window_start = '2025-02-19' ORDER BY product_id",
      );
      const found = rows.map((row) => row['product_id']);
      expect(found).toEqual(
        expect.arrayContaining(['o\'brien"; DROP TABLE x; --', '$1 \\ %s {}', '__proto__', '\ud83d\udca5']),
      );
      expect(found).toContain('a\ufffdb');
    } finally {
      await warehouse.close();
    }
  }, 60_000);
});

describe('a data folder that cannot be used', () => {
  it.each<[what: string, make: () => Promise<string>, words: RegExp]>([
    ['that is a file', () => file('a-file', 'x'), /a-file/],
    [
      'in a place where nothing can be made',
      async () => '/proc/crosscurrent-data',
      /\/proc\/crosscurrent-data/,
    ],
    [
      'of a newer version',
      async () => path.dirname(await file('newer/format.json', '{"version":999}')),
      /format 999.*newer version/i,
    ],
    [
      'that holds something else',
      async () => path.dirname(await file('photos/holiday.jpg', 'x')),
      /holiday\.jpg/,
    ],
  ])(
    '%s is refused',
    async (_what, make, words) => {
      const data = await make();
      expectOneLine(await runCommand(['audit', '--data-dir', data]), 1, words);
    },
    60_000,
  );

  it('says that the port is in use', async () => {
    const other = await makeFolder();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const ended = await runCommand([
        'start',
        '--no-simulate',
        '--port',
        String(port),
        '--data-dir',
        other.data,
      ]);
      expect(ended.exit).toBe(1);
      expect(ended.stderr).toMatch(new RegExp(`crosscurrent: .*${port}.*\n$`));
      expect(ended.stderr.split('crosscurrent: ').length).toBe(2);
    } finally {
      taken.close();
      await other.remove();
    }
  }, 60_000);
});

describe('a request that is wrong', () => {
  const send = async (
    init: RequestInit & { route?: string },
  ): Promise<{ status: number; error: unknown }> => {
    const { route = '/v1/events/web-behaviour', ...rest } = init;
    const response = await fetch(`${program.url}${route}`, { method: 'POST', ...rest });
    const body = (await response.json()) as { error?: { code?: unknown; message?: unknown } };
    return { status: response.status, error: body.error?.code };
  };
  const json = (): Record<string, string> => ({
    'x-collector-key': program.key,
    'content-type': 'application/json',
  });

  it('[A1] [A4] gets the right status', async () => {
    const body = event('refused');
    expect(await send({ headers: { ...json(), 'x-collector-key': 'wrong' }, body })).toEqual({
      status: 401,
      error: 'not_signed_in',
    });
    expect(await send({ headers: { 'content-type': 'application/json' }, body })).toEqual({
      status: 401,
      error: 'not_signed_in',
    });
    expect(await send({ route: '/v1/events/nothing', headers: json(), body })).toEqual({
      status: 404,
      error: 'unknown_stream',
    });
    expect(await send({ headers: json(), body: 'x'.repeat(70_000) })).toEqual({
      status: 413,
      error: 'too_large',
    });
    expect(
      await send({ headers: { ...json(), 'content-encoding': 'gzip' }, body: gzipSync('y'.repeat(70_000)) }),
    ).toEqual({ status: 413, error: 'too_large' });
    expect(await send({ headers: { ...json(), 'content-type': 'image/png' }, body })).toEqual({
      status: 415,
      error: 'unsupported_type',
    });
    expect(await send({ headers: json(), body: '' })).toEqual({ status: 400, error: 'bad_call' });
    expect(await send({ headers: { ...json(), 'content-encoding': 'gzip' }, body: 'no gzip' })).toEqual({
      status: 400,
      error: 'bad_call',
    });
    expect((await fetch(`${program.url}/api/audit`)).status).toBe(401);
    expect(
      (await fetch(`${program.url}/api/audit`, { headers: { authorization: `Bearer ${program.key}` } }))
        .status,
    ).toBe(401);
  }, 60_000);

  it('[D3] [D6] with lines of every kind of garbage does not hold up the stream', async () => {
    const before = await auditStream(folder.data, 'web-behaviour');
    const lines = [
      '{"a":',
      '1}',
      '{',
      `  "id": "over lines",`,
      '}',
      '[',
      ']',
      '"text"',
      'null',
      '{"id":"x"}}',
      '{"id":"x","collection":NaN,"time_stamp":1740000000,}',
      `{"id":"deep","deep":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      event('http-good'),
    ];
    const { status, body } = await post(program, 'web-behaviour', lines);
    expect(status).toBe(202);
    const { received, accepted } = body as { received: number; accepted: number };
    await until('the events are in the warehouse', async () => {
      const now = await auditStream(folder.data, 'web-behaviour');
      return now.received === before.received + lines.length;
    });
    const after = await auditStream(folder.data, 'web-behaviour');
    expect(received).toBe(lines.length);
    expect(after.stored + after.duplicate - before.stored - before.duplicate).toBe(accepted);
    expect(after.rejected.total - before.rejected.total).toBe(lines.length - accepted);
  }, 60_000);
});

describe('after all of it', () => {
  it('[D3] everything is accounted for, and the lake holds what is stored', async () => {
    const warehouse = await readWarehouse(folder.data);
    try {
      for (const stream of ['web-behaviour', 'channel-metrics']) {
        const account = await auditStream(folder.data, stream);
        expect(account.balanced).toBe(true);
        const lake = await readLake(folder.data, stream, warehouse);
        expect(lake.ids.length).toBe(account.stored);
        expect(lake.missing).toEqual([]);
      }
    } finally {
      await warehouse.close();
    }
    expect(await readFile(path.join(folder.data, 'format.json'), 'utf8')).toContain('version');
    expect(program.said()).not.toMatch(/Unexpected|internal|undefined/);
  }, 60_000);
});
