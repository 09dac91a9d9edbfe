import { describe, expect, it } from 'vitest';
import { serverSettings, settingArguments, sharedBuffersMiB } from './settings.ts';

const GIB = 1024 ** 3;

describe('sharedBuffersMiB', () => {
  it('stays between 128 and 256 MiB', () => {
    expect([1, 2, 3, 4, 16, 64].map((memory) => sharedBuffersMiB(memory * GIB))).toEqual([
      128, 128, 192, 256, 256, 256,
    ]);
  });
});

describe('settingArguments', () => {
  it('gives each setting as one argument of its own, whatever its value holds', () => {
    expect(settingArguments({ jit: 'off', datestyle: 'ISO, YMD' })).toEqual([
      '-c',
      'jit=off',
      '-c',
      'datestyle=ISO, YMD',
    ]);
  });

  it('never trades durability for speed', () => {
    expect(serverSettings(GIB, 'linux')).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
    });
  });

  it('asks only Linux to sync a whole file system', () => {
    const method = (platform: NodeJS.Platform): string | undefined =>
      serverSettings(GIB, platform)['recovery_init_sync_method'];
    expect([method('linux'), method('darwin'), method('win32')]).toEqual(['syncfs', undefined, undefined]);
  });
});
