import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { acquireHost, busyError, findHost, type Hold } from './acquire.ts';
import { writeRecord } from './record.ts';

const HOLDER = path.join(import.meta.dirname, 'testing', 'holder.ts');
const clock = fixedClock(Date.UTC(2026, 0, 1));

let folder = '';
let children: ChildProcess[] = [];

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'crosscurrent-host-')), 'data');
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

interface Holder {
  readonly child: ChildProcess;
  readonly role: string;
  readonly pid: number | null;
}

async function holder(): Promise<Holder> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
  child.once('close', (code) => reject(new Error(`ended with ${code} and said nothing: ${complaint}`)));
  const said: unknown = JSON.parse(await promise);
  if (typeof said !== 'object' || said === null || !('role' in said) || !('pid' in said))
    throw new Error('no answer');
  return { child, role: String(said.role), pid: said.pid === null ? null : Number(said.pid) };
}

async function acquire(): Promise<Awaited<ReturnType<typeof acquireHost>>> {
  return await acquireHost({ dataDir: folder, command: 'audit', version: '1.0.0', clock });
}

async function hold(): Promise<Hold> {
  const got = await acquire();
  if (got.role !== 'host') throw new Error(`held by ${got.record?.pid}`);
  return got;
}

describe('acquireHost', () => {
  it('makes the folder and says who has it', async () => {
    const mine = await hold();
    expect(await findHost(folder)).toMatchObject({
      pid: process.pid,
      command: 'audit',
      version: '1.0.0',
      startedAt: '2026-01-01T00:00:00.000Z',
      state: 'starting',
      url: null,
    });
    await mine.announce({ state: 'ready', url: 'http://127.0.0.1:1' });
    expect(await findHost(folder)).toMatchObject({ state: 'ready', url: 'http://127.0.0.1:1' });
    expect(JSON.parse(readFileSync(path.join(folder, 'format.json'), 'utf8'))).toEqual({ version: 1 });
    await mine.release();
    expect(await findHost(folder)).toBeNull();
    expect(existsSync(path.join(folder, 'host.json'))).toBe(false);
  });

  it('gives the folder to one caller at a time, also within one process', async () => {
    const mine = await hold();
    expect(await acquire()).toMatchObject({ role: 'busy', record: { pid: process.pid } });
    await mine.release();
    await (await hold()).release();
  });

  it('lets exactly one of ten that start at once have it, and tells the others who', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, holder));
    const winners = all.filter(({ role }) => role === 'host');
    expect(winners).toHaveLength(1);
    const [winner] = winners;
    expect(all.map(({ pid }) => pid)).toEqual(all.map(() => winner?.child.pid));
  }, 180_000);

  it('is free again at once after kill -9, whatever host.json still says', async () => {
    const first = await holder();
    expect(first.role).toBe('host');
    const gone = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await gone;
    expect(existsSync(path.join(folder, 'host.json'))).toBe(true);
    expect(await findHost(folder)).toBeNull();
    const mine = await hold();
    expect((await findHost(folder))?.pid).toBe(process.pid);
    await mine.release();
  });

  it('is not misled by a process id that another process got since', async () => {
    const before = await hold();
    const record = before.record();
    await before.release();
    // The parent of this process lives, but has nothing to do with the folder.
    await writeRecord(folder, { ...record, pid: process.ppid, state: 'ready', url: 'http://127.0.0.1:1' });
    expect(await findHost(folder)).toBeNull();
    await (await hold()).release();
  });

  it('hands the folder over when its host ends', async () => {
    const first = await holder();
    const gone = once(first.child, 'exit');
    expect(await acquire()).toMatchObject({
      role: 'busy',
      record: { pid: first.child.pid, command: 'start' },
    });
    first.child.stdin?.end();
    await gone;
    await (await hold()).release();
  });

  it('says who has it, since when, and what to do', async () => {
    const mine = await hold();
    await mine.announce({ state: 'ready', url: 'http://127.0.0.1:4100' });
    const { code, message, remedy } = busyError(folder, mine.record());
    await mine.release();
    expect(code).toBe('data_dir_busy');
    for (const part of [
      'audit',
      String(process.pid),
      '2026-01-01T00:00:00',
      'http://127.0.0.1:4100',
      folder,
    ]) {
      expect(message).toContain(part);
    }
    expect(remedy).toContain('--data-dir');
  });
});

describe('the folder', () => {
  it('of a newer version is left alone', async () => {
    await (await hold()).release();
    writeFileSync(path.join(folder, 'format.json'), '{"version": 99}');
    await expect(acquire()).rejects.toMatchObject({
      code: 'data_dir_newer',
      message: expect.stringContaining('99'),
    });
  });

  it('is usable after its first host was killed before it had said who it is', async () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'host.json.7d3c7b5e-0f0d-4d6e-8d0b-0d9b8f1f2a11'), '{');
    await (await hold()).release();
  });

  it('with other things in it is refused', async () => {
    const other = path.dirname(folder);
    writeFileSync(path.join(other, 'thesis.docx'), '');
    await expect(
      acquireHost({ dataDir: other, command: 'start', version: '1.0.0', clock }),
    ).rejects.toMatchObject({ code: 'data_dir_unusable', message: expect.stringContaining('thesis.docx') });
  });

  it('that is a file is refused', async () => {
    writeFileSync(folder, '');
    await expect(acquire()).rejects.toMatchObject({ code: 'data_dir_unusable' });
  });

  it('below a folder that cannot be made is refused', async () => {
    const dataDir = process.platform === 'win32' ? 'Q:\\nowhere\\data' : '/proc/nowhere/data';
    await expect(acquireHost({ dataDir, command: 'start', version: '1.0.0', clock })).rejects.toMatchObject({
      code: 'data_dir_unusable',
    });
  });

  // Root may write everywhere, and Windows has no such bits.
  const canForbid = process.platform !== 'win32' && process.getuid?.() !== 0;
  it.skipIf(!canForbid)(
    'that may not be written is refused (skipped for root: it may write everywhere)',
    async () => {
      await (await hold()).release();
      chmodSync(folder, 0o500);
      await expect(acquire()).rejects.toMatchObject({ code: 'data_dir_unusable' });
      chmodSync(folder, 0o700);
    },
  );
});
