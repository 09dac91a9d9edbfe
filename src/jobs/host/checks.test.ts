import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../event/clock.ts';
import { acquireHost } from './acquire.ts';
import { checkDataFolder, checkDisk, checkMemory, checkPort } from './checks.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-checks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('doctor’s checks', () => {
  it('look at a data folder that is not there yet without making it', async () => {
    const dataDir = path.join(folder, 'a', 'b');
    expect(await checkDataFolder(dataDir)).toMatchObject({
      state: 'good',
      found: expect.stringContaining('can be made'),
    });
    expect(existsSync(path.dirname(dataDir))).toBe(false);
    expect(await checkDisk(dataDir)).toMatchObject({
      name: 'disk',
      found: expect.stringMatching(/GiB are free/),
    });
  });

  it('say who has the data folder', async () => {
    const dataDir = path.join(folder, 'data');
    const got = await acquireHost({ dataDir, command: 'start', version: '1.0.0', clock: systemClock });
    expect(await checkDataFolder(dataDir)).toMatchObject({
      state: 'good',
      found: expect.stringContaining(`${process.pid}`),
    });
    if (got.role === 'host') await got.release();
    expect(await checkDataFolder(dataDir)).toMatchObject({
      state: 'good',
      found: expect.stringContaining('nobody'),
    });
  });

  it('find a folder of a newer version', async () => {
    writeFileSync(path.join(folder, 'format.json'), '{"version": 2}');
    expect(await checkDataFolder(folder)).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('newer'),
    });
  });

  it('find a taken port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await checkPort({ host: '127.0.0.1', port }, folder)).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('--port'),
    });
    await new Promise((resolve) => server.close(resolve));
    expect(await checkPort({ host: '127.0.0.1', port }, folder)).toMatchObject({ state: 'good' });
  });

  it('warn of little memory', () => {
    expect(checkMemory(8 * 2 ** 30, 2 ** 30).state).toBe('good');
    expect(checkMemory(2 ** 30, 2 ** 29)).toMatchObject({ state: 'warning', remedy: expect.any(String) });
  });
});
