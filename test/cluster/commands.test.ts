// `npm run cluster` and `npm run cluster:stop` as they are called, on a second cluster that is small.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeOf } from '../../scripts/cluster/place.ts';
import { hasEnded, isAlive } from '../../scripts/cluster/processes.ts';
import { run } from '../../scripts/cluster/run.ts';
import { findRunning } from '../../scripts/cluster/running.ts';
import { readState } from '../../scripts/cluster/state.ts';
import { stopCluster } from '../../scripts/cluster/stop-cluster.ts';
import { parseConfig } from '../../src/jobs/configuration/config-file.ts';
import { cluster, describeOnCluster } from './support.ts';

const root = path.join(import.meta.dirname, '..', '..');

let folder = '';
let jars = '';

async function command(
  script: 'start' | 'stop',
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const file = path.join('scripts', 'cluster', `${script}.ts`);
  return run(process.execPath, ['scripts/run.mjs', '--script', file, '--dir', folder, ...args], {
    cwd: root,
  });
}

describeOnCluster('npm run cluster', () => {
  beforeAll(async () => {
    const state = await readState(placeOf(cluster().folder));
    jars = state?.options.jars ?? '';
    folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-second-cluster-'));
  });
  afterAll(async () => {
    await stopCluster(placeOf(folder), { remove: true, say: () => {} });
    await rm(folder, { recursive: true, force: true });
  });

  it('refuses what cannot be, before it starts anything', async () => {
    const small = await command('start', '--taskmanager-memory', '512m');
    expect(small).toMatchObject({ code: 1, output: expect.stringContaining('at least 1184 MiB') });
    const part = await command('start', '--only', 'zookeeper');
    expect(part).toMatchObject({ code: 1, output: expect.stringContaining('There is no part "zookeeper"') });
    const alone = await command('start', '--only', 'kafka');
    expect(alone).toMatchObject({ code: 1, output: expect.stringContaining('Run `npm run cluster`') });
    expect((await findRunning(placeOf(folder))).size).toBe(0);
  });

  it('starts beside another one, says what runs and where, and does so once', async () => {
    const first = await command('start', '--jars', jars, '--taskmanager-memory', '1200m', '--slots', '2');
    expect(first, first.output).toMatchObject({ code: 0 });
    const state = await readState(placeOf(folder));
    const other = await readState(placeOf(cluster().folder));
    expect(Object.values(state?.pids ?? {}).filter(isAlive)).toHaveLength(5);
    const ports = [...Object.values(state?.ports ?? {}), ...Object.values(other?.ports ?? {})];
    expect(new Set(ports).size).toBe(12);

    const second = await command('start');
    expect(second).toMatchObject({ code: 0, output: expect.stringContaining('runs already') });
    expect((await readState(placeOf(folder)))?.pids).toEqual(state?.pids);
  });

  it('writes a configuration file that names its endpoints', async () => {
    const state = await readState(placeOf(folder));
    const file = placeOf(folder).configuration;
    const values = new Map(
      parseConfig(readFileSync(file, 'utf8'), file).map(({ name, text }) => [name, text]),
    );
    expect(values.get('kafka-brokers')).toBe(state?.endpoints.kafka);
    expect(values.get('flink-url')).toBe(state?.endpoints.flinkRest);
    expect(values.get('flink-gateway-url')).toBe(state?.endpoints.flinkGateway);
    expect(values.get('database-url')).toBe(state?.endpoints.databaseUrl);
  });

  it('starts what is missing after parts were killed', async () => {
    const before = await readState(placeOf(folder));
    const { taskmanager = 0, kafka = 0 } = before?.pids ?? {};
    for (const pid of [taskmanager, kafka]) process.kill(pid, 'SIGKILL');
    const again = await command('start', '--only', 'kafka');
    expect(again, again.output).toMatchObject({ code: 0 });
    const after = await readState(placeOf(folder));
    expect(after?.ports).toEqual(before?.ports);
    expect(after?.pids.kafka).not.toBe(kafka);
    expect(after?.pids.taskmanager).toBeUndefined();
  });

  it('leaves nothing behind when it is stopped, whatever was killed before', async () => {
    const pids = Object.values((await readState(placeOf(folder)))?.pids ?? {});
    const { gateway = 0, postgresql = 0 } = (await readState(placeOf(folder)))?.pids ?? {};
    for (const pid of [gateway, postgresql]) process.kill(pid, 'SIGKILL');
    const stopped = await command('stop');
    expect(stopped, stopped.output).toMatchObject({ code: 0 });
    expect((await findRunning(placeOf(folder))).size).toBe(0);
    expect(await Promise.all(pids.map(hasEnded))).toEqual(pids.map(() => true));
    expect(existsSync(folder)).toBe(true);

    const removed = await command('stop', '--delete');
    expect(removed, removed.output).toMatchObject({ code: 0 });
    expect(existsSync(folder)).toBe(false);
  });
});
