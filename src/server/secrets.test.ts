import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets } from './secrets.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crosscurrent-secrets-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the secrets of a data folder', () => {
  it('are made at the first start, differ, and stay', async () => {
    const first = await loadSecrets(join(dir, 'secrets'));
    expect(new Set(Object.values(first)).size).toBe(3);
    for (const value of Object.values(first)) expect(value).toMatch(/^[\w-]{43}$/);
    expect(await loadSecrets(join(dir, 'secrets'))).toEqual(first);
    expect(await readFile(join(dir, 'secrets', 'api-token'), 'utf8')).toBe(`${first.apiToken}\n`);
    expect((await readdir(join(dir, 'secrets'))).sort()).toEqual([
      'api-token',
      'collector-key',
      'session-secret',
    ]);
  });

  it.skipIf(process.platform === 'win32')('can be read by their owner alone', async () => {
    await loadSecrets(join(dir, 'secrets'));
    await writeFile(join(dir, 'secrets', 'api-token'), 'x'.repeat(40), { mode: 0o644 });
    await loadSecrets(join(dir, 'secrets'));
    expect((await stat(join(dir, 'secrets'))).mode & 0o777).toBe(0o700);
    for (const name of ['api-token', 'collector-key', 'session-secret']) {
      expect((await stat(join(dir, 'secrets', name))).mode & 0o777).toBe(0o600);
    }
  });

  it('are refused when they are empty or short, rather than used', async () => {
    await writeFile(join(dir, 'api-token'), '\n');
    await expect(loadSecrets(dir)).rejects.toMatchObject({ code: 'data_dir_unusable' });
  });

  it('say so when they cannot be made', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(loadSecrets(join(dir, 'file', 'secrets'))).rejects.toMatchObject({
      code: 'data_dir_unusable',
    });
  });
});
