// PostgreSQL that hangs, goes away or is refused: senders are served from the log, and everything is caught up with.
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { post } from './kit/collector.ts';
import { killAll } from './kit/command.ts';
import { type EngineHall, openHall } from './kit/engine.ts';
import { makeFolder, removeTemplate, type TestFolder } from './kit/folder.ts';
import { canStopProcesses, freeze } from './kit/processes.ts';
import { drained, expectKept } from './kit/promises.ts';
import { startProxy } from './kit/proxy.ts';
import { hangWhileSending } from './kit/rounds.ts';
import { postgresPid, startProgram } from './kit/running.ts';
import { pause, startSender, take, until, webTraffic } from './kit/traffic.ts';

let folder: TestFolder;
let letGo: () => void = () => undefined;

beforeEach(async () => {
  folder = await makeFolder();
}, 60_000);

afterEach(async () => {
  letGo();
  await killAll();
  await folder.remove();
}, 60_000);

afterAll(removeTemplate, 60_000);

describe.runIf(canStopProcesses)('PostgreSQL that hangs', () => {
  it('[D1] [D2] [D7] holds up nobody who sends: the log grows, memory does not, and all is caught up with', async () => {
    const { facts } = await hangWhileSending({ folder, seed: 11, seconds: 3 });
    await expectKept(folder, facts);
  }, 120_000);

  it('[D7] makes senders wait once the log is full, with Retry-After, and takes them again later', async () => {
    const program = await startProgram(folder.data, ['--set', 'log-limit=1MiB', '--set', 'log-retention=0']);
    const traffic = webTraffic(12);
    const lines = (): string[] => take(traffic, 300).map((line) => line.text);
    expect((await post(program, 'web-behaviour', lines())).status).toBe(202);
    letGo = await freeze(await postgresPid(folder.data));
    let refused: Response | null = null;
    for (let tries = 0; refused === null && tries < 50; tries += 1) {
      const response = await fetch(`${program.url}/v1/events/web-behaviour`, {
        method: 'POST',
        headers: {
          'x-collector-key': program.key,
          'content-type': 'application/x-ndjson',
          connection: 'close',
        },
        body: `${lines().join('\n')}\n`,
      });
      await response.arrayBuffer();
      if (response.status !== 202) refused = response;
    }
    expect(refused?.status).toSatisfy((status: number) => status === 429 || status === 503);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    letGo();
    await until(
      'senders are taken again',
      async () => (await post(program, 'web-behaviour', lines())).status === 202,
    );
    expect(await drained(folder.data)).toMatchObject({ balanced: true });
    await program.stop();
  }, 120_000);

  it('does not keep the program from ending', async () => {
    const program = await startProgram(folder.data);
    expect(
      (
        await post(
          program,
          'web-behaviour',
          take(webTraffic(13), 50).map((line) => line.text),
        )
      ).status,
    ).toBe(202);
    letGo = await freeze(await postgresPid(folder.data));
    expect(
      (
        await post(
          program,
          'web-behaviour',
          take(webTraffic(14), 50).map((line) => line.text),
        )
      ).status,
    ).toBe(202);
    await pause(500);
    expect((await program.stop()).exit).toBe(0);
  }, 60_000);
});

describe('a PostgreSQL of somebody else', () => {
  let hall: EngineHall | undefined;

  afterEach(async () => {
    await hall?.close();
    hall = undefined;
  }, 60_000);

  it('[D1] [D2] [D7] that goes away is waited for, and all is caught up with', async () => {
    hall = await openHall();
    const { port, user, password, database } = hall.postgres.connection;
    const proxy = await startProxy(port);
    const url = `postgresql://${user}:${password}@127.0.0.1:${proxy.port}/${database}`;
    const program = await startProgram(folder.data, ['--set', `database-url=${url}`]);
    const sender = startSender(program, webTraffic(15), { batchLines: 100 });
    await until('events arrive', async () => sender.acknowledged.length > 500);
    await proxy.shut();
    const before = sender.acknowledged.length;
    await pause(6_000);
    expect(sender.acknowledged.length).toBeGreaterThan(before);
    expect(program.said()).toMatch(/PostgreSQL is away/);
    await proxy.open();
    await sender.finish();
    const account = await drained(folder.data);
    expect(account).toMatchObject({ balanced: true, stored: sender.acknowledged.length });
    expect([...sender.answers.keys()]).toEqual(['202']);
    await program.stop();
    await proxy.close();
  }, 120_000);

  it('that is away does not keep the program from ending', async () => {
    hall = await openHall();
    const { port, user, password, database } = hall.postgres.connection;
    const proxy = await startProxy(port);
    const url = `postgresql://${user}:${password}@127.0.0.1:${proxy.port}/${database}`;
    const program = await startProgram(folder.data, ['--set', `database-url=${url}`]);
    await proxy.shut();
    expect(
      (
        await post(
          program,
          'web-behaviour',
          take(webTraffic(16), 50).map((line) => line.text),
        )
      ).status,
    ).toBe(202);
    await pause(1_000);
    expect((await program.stop()).exit).toBe(0);
    await proxy.close();
  }, 60_000);
});
