// The parts of `npm run cluster` that need no cluster.
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../scripts/cluster/arguments.ts';
import { flinkMemory } from '../../scripts/cluster/flink-memory.ts';
import { majorOf } from '../../scripts/cluster/java.ts';
import { choosePorts, isFree } from '../../scripts/cluster/ports.ts';
import { hasEnded } from '../../scripts/cluster/processes.ts';
import { fill } from '../../scripts/cluster/templates.ts';

describe('the memory of a TaskManager', () => {
  it.each([
    [2560, 'hashmap'],
    [8192, 'hashmap'],
    [4096, 'rocksdb'],
  ] as const)('adds up to %i MiB with %s', (taskManagerMiB, stateBackend) => {
    const memory = flinkMemory({ taskManagerMiB, stateBackend });
    const { taskHeap, network, managed, frameworkHeap, frameworkOffHeap, metaspace, overhead } = memory;
    const all = [taskHeap, network, managed, frameworkHeap, frameworkOffHeap, metaspace, overhead];
    expect(all.reduce((sum, one) => sum + one)).toBe(taskManagerMiB);
    expect(memory.heap).toBe(taskHeap + frameworkHeap);
  });

  it('gives RocksDB the share that it lives on, and the hashmap backend the heap', () => {
    const rocksdb = flinkMemory({ taskManagerMiB: 4000, stateBackend: 'rocksdb' });
    const hashmap = flinkMemory({ taskManagerMiB: 4000, stateBackend: 'hashmap' });
    expect(rocksdb.managed).toBe(1600);
    expect(hashmap.taskHeap).toBeGreaterThan(3000);
  });

  it.each(['hashmap', 'rocksdb'] as const)(
    'says how much is the least with %s, and takes that',
    (stateBackend) => {
      let remedy = '';
      try {
        flinkMemory({ taskManagerMiB: 900, stateBackend });
      } catch (error) {
        if (error instanceof Error && 'remedy' in error) remedy = String(error.remedy);
      }
      const least = Number(/(\d+) MiB/.exec(remedy)?.[1]);
      expect(flinkMemory({ taskManagerMiB: least, stateBackend }).taskHeap).toBeGreaterThan(200);
      expect(() => flinkMemory({ taskManagerMiB: least - 2, stateBackend })).toThrow();
    },
  );
});

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_412"', 8],
    ['openjdk version "25-ea" 2025-09-16', 25],
    ['no such thing', undefined],
  ])('is read from %j', (output, major) => {
    expect(majorOf(output)).toBe(major);
  });
});

describe('the ports', () => {
  it('differ, are free, and lie below those of outgoing connections', async () => {
    const ports = Object.values(await choosePorts(undefined));
    expect(new Set(ports).size).toBe(6);
    for (const port of ports) expect(port).toBeLessThan(32_768);
    expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
  });

  it('stay the same, but for one that somebody else took', async () => {
    const first = await choosePorts(undefined);
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(first.rest, '127.0.0.1', resolve));
    try {
      const second = await choosePorts(first);
      expect(second).toEqual({ ...first, rest: second.rest });
      expect(second.rest).not.toBe(first.rest);
    } finally {
      taken.close();
    }
  });
});

describe('the command line', () => {
  it('is read with sizes in their units', () => {
    const asked = readArguments(['--taskmanager-memory', '4g', '--slots', '16', '--dir', 'x'], 'start');
    expect(asked).toMatchObject({ folder: 'x', options: { taskManagerMiB: 4096, slots: 16 } });
    expect(readArguments(['--jars', 'j'], 'start').options).toEqual({ jars: path.resolve('j') });
    expect(readArguments(['--delete'], 'stop')).toMatchObject({ remove: true, only: undefined });
  });

  it.each([
    [['--taskmanager-memory', '4'], 'start', /2560m or 4g/],
    [['--slots', '0'], 'start', /whole number/],
    [['--state-backend', 'heap'], 'start', /hashmap or rocksdb/],
    [['--only', 'zookeeper'], 'start', /no part "zookeeper"/],
    [['--delete'], 'start', /--delete does not belong/],
    [['--slots', '2'], 'stop', /--slots does not belong/],
    [['--nonsense'], 'stop', /nonsense/],
  ] as const)('refuses %j', (args, what, says) => {
    expect(() => readArguments(args, what)).toThrow(says);
  });
});

describe('templates', () => {
  const hole = (name: string): string => ['$', '{', name, '}'].join('');

  it('are filled, comments left alone, and a name without a value is a mistake', () => {
    const text = `# ${hole('A')}\nx=${hole('A')}:${hole('B')}`;
    expect(fill(text, { A: 1, B: 'two' })).toBe(`# ${hole('A')}\nx=1:two`);
    expect(() => fill(`x=${hole('C')}`, { A: 1 })).toThrow('C');
  });
});

describe('a process', () => {
  it('has ended when there is none of its number', async () => {
    expect(await hasEnded(process.pid)).toBe(false);
    expect(await hasEnded(2 ** 22 + 1)).toBe(true);
  });
});
