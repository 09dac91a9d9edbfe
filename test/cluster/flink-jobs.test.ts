// Jobs on a real Flink: submitted, looked after, killed and resumed; rows exact each time.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deleteRecordsBefore, endOffsets } from '../../src/log/kafka/topics.ts';
import { type Kit, openKit } from './flink/kit.ts';
import { rowsOf, visitsFrom, visitsWithMinutes } from './flink/visits.ts';
import { describeOnCluster, kill, restart } from './support.ts';

let kit: Kit;

beforeEach(async () => {
  kit = await openKit();
});

afterEach(async () => {
  await kit.close();
});

/** The first batch of every test. */
const some = visitsFrom(0, 2000);
const more = visitsFrom(1500, 4000);
const all = [...some, ...more];

describeOnCluster('a deployment', () => {
  it('makes the topic, runs, and keeps rows that are exact; once more it does nothing', async () => {
    const deployed = await kit.deploy();
    expect(deployed).toMatchObject({ step: 'begin', diff: null, restoredFrom: null });
    await kit.send(some);
    expect(await kit.settled(some)).toEqual(rowsOf(some));
    const again = await kit.deploy();
    expect(again).toMatchObject({ step: 'keep', jobId: deployed.jobId, diff: '' });
    await kit.send(more);
    expect(await kit.settled(all)).toEqual(rowsOf(all));
    const { job } = await kit.status();
    expect(job).toMatchObject({ state: 'RUNNING', wanted: 'running', restarts: 0, waiting: [] });
    const age = async (): Promise<unknown> => (await kit.status()).job?.checkpoint?.ageSeconds;
    await expect.poll(age, { timeout: 30_000 }).toBeLessThan(60);
    const stored = JSON.stringify(await kit.sql('SELECT * FROM crosscurrent.deployment'));
    expect(stored).toContain('<password>');
    expect(stored).not.toContain(kit.context.options.jdbcPassword);
  });

  it('[D2] stops with a savepoint and resumes from it, also with another parallelism', async () => {
    await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    const { savepoint, outcome } = await kit.undeploy();
    expect([outcome, savepoint]).toEqual(['stopped', expect.stringContaining('savepoint-')]);
    expect((await kit.undeploy()).outcome).toBe('already');
    await kit.send(more);
    const resumed = await kit.deploy();
    expect(resumed).toMatchObject({ step: 'resume', restoredFrom: savepoint });
    expect(await kit.settled(all)).toEqual(rowsOf(all));
    const exchanged = await kit.deploy({ overrides: { parallelism: 3 } });
    expect(exchanged.step).toBe('exchange');
    expect(exchanged.diff).toContain(
      "- SET 'parallelism.default' = '2';\n+ SET 'parallelism.default' = '3';",
    );
    const last = visitsFrom(3900, 5000);
    await kit.send(last);
    expect(await kit.settled([...all, ...last])).toEqual(rowsOf([...all, ...last]));
  });

  it('leaves the job alone when its figures are made otherwise now, and rebuilds them when told to', async () => {
    const deployed = await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    const refused = kit.deploy({}, visitsWithMinutes);
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported',
      remedy: expect.stringContaining('deploy visits --rebuild'),
    });
    const shown = await kit.deploy({ dryRun: true }, visitsWithMinutes);
    expect(shown).toMatchObject({ step: 'refuse', jobId: deployed.jobId });
    expect(shown.diff).toContain('+ CREATE TEMPORARY TABLE `visits_to_visit_minutes` (');
    const rebuilt = await kit.deploy({ rebuild: true });
    expect(rebuilt.step).toBe('rebuild');
    expect(rebuilt.jobId).not.toBe(deployed.jobId);
    expect(await kit.settled(some)).toEqual(rowsOf(some));
  });

  it('[D2] does not pass over messages that are gone since its savepoint', async () => {
    await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    await kit.undeploy();
    await kit.send(more);
    const { kafka } = kit.context;
    await deleteRecordsBefore(kafka, kit.topic, await endOffsets(kafka, kit.topic));
    await expect(kit.deploy()).rejects.toMatchObject({
      code: 'job_failed',
      message: expect.stringMatching(/offset.* out of range/i),
    });
    await expect(kit.deploy({ rebuild: true })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('are gone by its retention'),
    });
    expect(await kit.settled(some)).toEqual(rowsOf(some));
  });

  it('begins with nothing only where the tables are empty', async () => {
    await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    expect((await kit.undeploy({ dropState: true })).savepoint).toBeNull();
    await expect(kit.deploy()).rejects.toMatchObject({ remedy: expect.stringContaining('--rebuild') });
    await kit.deploy({ rebuild: true });
    await kit.send(more);
    expect(await kit.settled(all)).toEqual(rowsOf(all));
  });

  it('tells in one line why a job does not run', async () => {
    const overrides = { jdbcUser: 'nobody' };
    const failed = await kit.deploy({ overrides }).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: 'job_failed',
      message: expect.stringContaining('password authentication failed'),
    });
    expect(JSON.stringify(failed)).not.toMatch(/\\tat |Caused by/);
    expect((await kit.status()).job?.state).toBe('CANCELED');
    expect((await kit.deploy()).step).toBe('revive');
  });
});

describeOnCluster('a fault in mid-run', () => {
  it('[D2] of the TaskManager changes no row', async () => {
    await kit.deploy();
    await kit.send(some);
    await pause(3000);
    await kit.send(visitsFrom(1500, 3000));
    await kill('taskmanager');
    await kit.send(visitsFrom(3000, 4000));
    await restart('taskmanager');
    expect(await kit.settled(all)).toEqual(rowsOf(all));
    expect((await kit.status()).job?.restarts).toBeGreaterThan(0);
  });

  it('[D2] of the JobManager is mended by a deployment, from the newest checkpoint', async () => {
    await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    // Asked of the JobManager: `status` would note the checkpoint, and it is to be found without that.
    const [record] = await kit.context.books.list();
    const jobs = kit.context.jobManager(kit.context.flinkUrl);
    const checkpoint = async (): Promise<unknown> =>
      (await jobs.checkpoints(record?.jobId ?? ''))?.latest?.path;
    await expect.poll(checkpoint, { timeout: 60_000 }).toMatch(/\/chk-\d+$/);
    await kill('jobmanager');
    await kit.send(more);
    await expect(kit.deploy()).rejects.toMatchObject({ code: 'flink_unavailable' });
    expect((await kit.status()).job?.state).toBe('UNKNOWN');
    await restart('jobmanager');
    const revived = await kit.deploy();
    expect(revived.step).toBe('revive');
    expect(revived.restoredFrom).toMatch(/\/chk-\d+$/);
    expect(await kit.settled(all)).toEqual(rowsOf(all));
  });

  it('of the gateway is none of a job, and a deployment opens another session', async () => {
    await kit.deploy();
    await kill('gateway');
    expect((await kit.deploy()).step).toBe('keep');
    await restart('gateway');
    await kit.send(some);
    expect((await kit.deploy({ overrides: { parallelism: 1 } })).step).toBe('exchange');
    expect(await kit.settled(some)).toEqual(rowsOf(some));
  });

  it('[D2] of PostgreSQL changes no row', async () => {
    await kit.deploy();
    await kit.send(some);
    await pause(2000);
    await kill('postgresql');
    await kit.send(more);
    await pause(3000);
    await restart('postgresql');
    expect(await kit.settled(all)).toEqual(rowsOf(all));
  });

  it('[D2] of a job is mended by whoever watches', async () => {
    await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    const stop = new AbortController();
    const told: unknown[] = [];
    const watching = kit.run(
      'deploy',
      { watch: true, watchSeconds: 1 },
      (one) => told.push(one),
      stop.signal,
    );
    const [record] = await kit.context.books.list();
    await kit.context.jobManager(kit.context.flinkUrl).cancel(record?.jobId ?? '', { withinMs: 30_000 });
    await kit.send(more);
    expect(await kit.settled(all)).toEqual(rowsOf(all));
    const again = { done: expect.stringContaining('the job was submitted') };
    await expect.poll(() => told, { timeout: 60_000 }).toContainEqual(again);
    stop.abort();
    await watching;
  });
});

describeOnCluster('a message that is no JSON', () => {
  it('stops the job, says so, and is passed over only by whoever asks for it', async () => {
    await kit.deploy();
    await kit.send(some);
    await kit.settled(some);
    const state = async (): Promise<unknown> => (await kit.status()).job?.checkpoint?.path;
    await expect.poll(state, { timeout: 30_000 }).toMatch(/chk-\d+$/);
    await kit.sendRaw(['{"id": "broken', 'nothing', '[', '12 "']);
    const words = async (): Promise<unknown> => (await kit.status()).job?.lastFailure?.words;
    await expect
      .poll(words, { timeout: 60_000 })
      .toMatch(/visits\.enriched, partition = \d+, .*offset = \d+/);
    expect(await words()).toContain('Failed to deserialize JSON');
    await expect(kit.deploy()).rejects.toMatchObject({
      code: 'job_failed',
      message: expect.stringContaining('fails again and again'),
    });
    await kit.send(more);
    const stopped = await kit.undeploy();
    expect(stopped.savepoint).toMatch(/\/chk-\d+$/);
    const resumed = await kit.deploy({ overrides: { skipUnreadable: true } });
    expect(resumed).toMatchObject({ step: 'resume', restoredFrom: stopped.savepoint });
    expect(await kit.settled(all)).toEqual(rowsOf(all));
    expect((await kit.deploy()).step).toBe('exchange');
    await kit.sendRaw(['[']);
    await pause(5000);
    expect((await kit.deploy({ overrides: { skipUnreadable: true } })).step).toBe('exchange');
    const last = visitsFrom(3900, 5000);
    await kit.send(last);
    expect(await kit.settled([...all, ...last])).toEqual(rowsOf([...all, ...last]));
  });
});
