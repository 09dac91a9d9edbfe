// Files and dead letters with a log in Kafka: both go through the topic, like everything else.
import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { Line } from '../integrity/fold/lines.ts';
import { readTables } from '../integrity/fold/tables.ts';
import type { WebFact } from '../integrity/fold/web-facts.ts';
import { foldWeb } from '../integrity/fold/web-fold.ts';
import { callProgram, killAll, killChild, runCommand } from '../integrity/kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from '../integrity/kit/folder.ts';
import { factsOf } from '../integrity/kit/rows-of-run.ts';
import { type RunningProgram, startProgram } from '../integrity/kit/running.ts';
import { take, until, webTraffic } from '../integrity/kit/traffic.ts';
import { connectReader, type WarehouseReader } from '../integrity/kit/warehouse.ts';
import { startWorker } from './kit/workers.ts';
import { cluster, describeOnCluster, freshDatabase, freshName } from './support.ts';

const STREAM = 'web-behaviour';
const EVERYTHING = { from: 0, to: Date.UTC(2100, 0, 1) };
const MIB = 1024 * 1024;

let folder: TestFolder;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let reader: WarehouseReader;
let config: string;
let program: RunningProgram | undefined;

beforeEach(async () => {
  folder = await makeFolder();
  database = await freshDatabase();
  reader = await connectReader({ connectionString: database.url });
  config = path.join(folder.root, 'settings.yaml');
  await configure({});
}, 60_000);
afterEach(async () => {
  await program?.stop();
  program = undefined;
  await killAll();
  await reader.close();
  await database.drop();
  await folder.remove();
}, 60_000);
afterAll(removeTemplate);

const prefix = `${freshName('p')}-`;

async function configure(settings: Readonly<Record<string, string | boolean>>): Promise<void> {
  const all = {
    log: 'kafka',
    'kafka-brokers': cluster().kafka,
    'kafka-topic-prefix': `${prefix}${path.basename(folder.root)}.`,
    'kafka-partitions': 3,
    'database-url': database.url,
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\n`);
  await writeFile(config, lines.join(''));
}

function command(...args: string[]): readonly string[] {
  return [...args, '--config', config, '--data-dir', folder.data];
}

/** Runs a command with `--json`. */
async function answer(...args: string[]): Promise<Record<string, unknown>> {
  const { exit, stdout, stderr } = await runCommand(command(...args, '--json'));
  if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}: ${stderr}`);
  return JSON.parse(stdout);
}

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder.root, name);
  await writeFile(file, content);
  return file;
}

/** Lines with blanks in them, so that there are many pieces of a file and few events. */
function spread(lines: readonly Line<WebFact>[], bytes: number): string {
  return lines.map(({ text }) => `${text.slice(0, -1)}${' '.repeat(bytes)}}\n`).join('');
}

/** The accounting of the stream, over all its sources. */
async function account(): Promise<Readonly<Record<string, number>>> {
  const [row] = await reader.rows(
    `SELECT sum(received) AS received, sum(stored) AS stored, sum(duplicate) AS duplicate, sum(rejected) AS rejected
     FROM crosscurrent.account WHERE stream = $1`,
    [STREAM],
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
}

async function reasons(): Promise<Readonly<Record<string, number>>> {
  const rows = await reader.rows(
    'SELECT reason, sum(events) AS events FROM crosscurrent.account_reason WHERE stream = $1 GROUP BY 1',
    [STREAM],
  );
  return Object.fromEntries(rows.map((row) => [String(row['reason']), Number(row['events'])]));
}

async function expectRows(lines: readonly Line<WebFact>[]): Promise<void> {
  const folded = foldWeb(factsOf(lines));
  const found = await readTables(reader, 'web_behaviour', Object.keys(folded), EVERYTHING);
  expect(found).toEqual(folded);
}

describeOnCluster('files with a log in Kafka', () => {
  it('have the rows of the fold when the load is killed, and goes on (D2, D4)', async () => {
    const lines = take(webTraffic(21), 6000);
    const file = await fileOf('large.ndjson', spread(lines, 6000));
    const { size } = statSync(file);
    const offset = async (): Promise<number> => {
      const rows = await reader
        .rows("SELECT next_offset FROM crosscurrent.source_offset WHERE source LIKE 'file:%'")
        .catch(() => []);
      return Number(rows[0]?.['next_offset'] ?? 0);
    };
    const killed = callProgram(command('ingest', STREAM, file));
    await until('the load has begun', async () => (await offset()) > 0);
    await killChild(killed.child);
    const kept = await offset();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(size);

    const rest = await answer('ingest', STREAM, file);
    expect(rest).toMatchObject({ inWarehouse: true, waiting: 0, refused: 0 });
    // From where it had got to, and not from the beginning.
    expect(Number(rest['sent']) / lines.length).toBeCloseTo(1 - kept / size, 1);
    const { received, stored, duplicate, rejected } = await account();
    expect({ stored, rejected }).toEqual({ stored: factsOf(lines).length, rejected: 0 });
    expect(received).toBe((stored ?? 0) + (duplicate ?? 0));
    // What was under way when it was killed: two pieces at most.
    expect(duplicate).toBeLessThanOrEqual(Math.ceil((lines.length * 8 * MIB) / size));
    await expectRows(lines);

    const again = await answer('ingest', STREAM, file);
    expect(again).toMatchObject({ sent: 0, files: [{ sentBefore: expect.stringContaining('T') }] });
    expect((await account())['received']).toBe(received);
  });

  it('go through a program that runs, and lose nothing that is no event (D3, D6)', async () => {
    program = await startProgram(folder.data, ['--config', config]);
    const lines = take(webTraffic(22), 400);
    const text = lines.map((line) => `${line.text}\n`).join('');
    const bad = Buffer.concat([
      Buffer.from(text),
      Buffer.from('{"id":"\xff"}\nnonsense\n', 'latin1'),
      Buffer.from(`${'x'.repeat(16 * MIB + 5)}\n`),
    ]);
    const packed = await fileOf('events.ndjson.gz', gzipSync(bad));
    const rows = 'c1,view,2025-03-03T10:00:00Z\nc2,view\n';
    const csv = await fileOf('events.csv', `id,collection,time_stamp\n${rows}`);

    const { exit, stdout } = await runCommand(command('ingest', STREAM, packed, csv));
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: expect.stringMatching(
        /405 lines sent to Kafka[\s\S]*in the warehouse[\s\S]*audit[\s\S]*3 lines/,
      ),
    });
    expect(await account()).toEqual({ received: 405, stored: 401, duplicate: 0, rejected: 4 });
    expect(await reasons()).toEqual({ not_utf8: 1, not_json: 1, line_too_long: 1, not_a_row: 1 });
    const letters = await reader.rows(
      `SELECT left(encode(raw, 'escape'), 20) AS raw, length(raw) AS kept, raw_bytes FROM crosscurrent.dead_letter
       WHERE reason IN ('not_a_row', 'line_too_long') ORDER BY raw_bytes`,
    );
    expect(letters.map(({ kept, raw_bytes }) => [kept, raw_bytes])).toEqual([
      ['7', '7'],
      [String(64 * 1024), String(16 * MIB + 5)],
    ]);
    expect(letters[0]?.['raw']).toBe('c2,view');

    const sent = await reader.rows('SELECT DISTINCT source FROM crosscurrent.account ORDER BY 1');
    expect(sent.map(({ source }) => source)).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
  });

  it('reach workers, and say so when there are none', async () => {
    await configure({ worker: false });
    const lines = take(webTraffic(23), 300);
    const file = await fileOf('a.ndjson', lines.map((line) => `${line.text}\n`).join(''));
    const alone = await runCommand(command('ingest', STREAM, file));
    expect({ exit: alone.exit, said: alone.stdout }).toEqual({
      exit: 0,
      said: expect.stringMatching(
        /300 lines sent[\s\S]*300 events of web-behaviour wait[\s\S]*crosscurrent worker/,
      ),
    });
    const worker = await startWorker(command('--health-port', '0'), {});
    const other = await fileOf('b.ndjson', lines.map((line) => `${line.text}\n`).join(' '));
    expect(await answer('ingest', STREAM, other)).toMatchObject({ sent: 300, inWarehouse: true });
    expect(await account()).toEqual({ received: 600, stored: 300, duplicate: 300, rejected: 0 });
    await worker.stop();
  });
});

describeOnCluster('dead letters with a log in Kafka', () => {
  it('are replayed by a command and from the pages, once each', async () => {
    program = await startProgram(folder.data, ['--config', config]);
    const file = await fileOf('bad.ndjson', 'nonsense\n{"id":1}\n');
    await answer('ingest', STREAM, file);
    expect(await account()).toMatchObject({ received: 2, rejected: 2 });
    // As if a declaration of before had rejected good lines.
    const lines = take(webTraffic(24), 3);
    for (const { text } of lines) {
      await reader.rows(
        `INSERT INTO crosscurrent.dead_letter (stream, source, source_offset, reason, raw, raw_bytes, received_at)
         VALUES ($1, 'kafka-0', 0, 'not_json', $2, $3, now())`,
        [STREAM, Buffer.from(text), Buffer.byteLength(text)],
      );
    }
    const waiting = async (): Promise<string[]> => {
      const rows = await reader.rows(
        'SELECT id FROM crosscurrent.dead_letter WHERE replayed_at IS NULL ORDER BY id',
      );
      return rows.map(({ id }) => String(id));
    };
    const [, , third, ...others] = await waiting();

    const paged = await fetch(`${program.url}/api/dead-letters/replay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${program.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ stream: STREAM, ids: [third] }),
    });
    expect({ status: paged.status, body: await paged.json() }).toMatchObject({
      status: 200,
      body: { replayed: 1, sent: 1 },
    });
    await until('the line is stored', async () => (await account())['stored'] === 1, 20_000);

    const { exit, stdout } = await runCommand(command('dead-letters', 'replay', STREAM, ...others));
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: expect.stringMatching(/2 lines sent to Kafka again.*in the warehouse/),
    });
    expect(await account()).toEqual({ received: 5, stored: 3, duplicate: 0, rejected: 2 });
    expect(await waiting()).toHaveLength(2);

    expect(await answer('dead-letters', 'replay', STREAM)).toMatchObject({ sent: 2, inWarehouse: true });
    // Still no events: rejected once more, as letters of their own.
    expect(await account()).toEqual({ received: 7, stored: 3, duplicate: 0, rejected: 4 });
    expect(await waiting()).toHaveLength(2);
    await expectRows(lines);
  });
});
