// A Kafka that is reached over TLS, and where one has to sign in.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { post } from '../integrity/kit/collector.ts';
import { killAll, runCommand } from '../integrity/kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from '../integrity/kit/folder.ts';
import { startProgram } from '../integrity/kit/running.ts';
import { take, until, webTraffic } from '../integrity/kit/traffic.ts';
import { connectReader } from '../integrity/kit/warehouse.ts';
import { PASSWORD, type SecureBroker, startSecureBroker, USER } from './kit/secure-broker.ts';
import { describeOnCluster, freshDatabase } from './support.ts';

const STREAM = 'web-behaviour';

let folder: TestFolder;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let broker: SecureBroker;

/** Settings in a file, as `--config` wants them. */
async function settings(name: string, other: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const all = {
    log: 'kafka',
    'kafka-brokers': broker.address,
    'kafka-partitions': 1,
    'database-url': database.url,
    'kafka-tls': true,
    'kafka-tls-ca': broker.authority,
    'kafka-sasl-mechanism': 'scram-sha-512',
    'kafka-sasl-username': USER,
    'kafka-sasl-password': PASSWORD,
    ...other,
  };
  const file = path.join(folder.root, `${name}.json`);
  await writeFile(file, JSON.stringify(all));
  return ['--config', file];
}

describeOnCluster('a Kafka with TLS and SASL', () => {
  beforeAll(async () => {
    [folder, database] = await Promise.all([makeFolder(), freshDatabase()]);
    broker = await startSecureBroker(path.join(folder.root, 'broker'));
  }, 120_000);
  afterAll(async () => {
    await killAll();
    await broker?.stop();
    await database?.drop();
    await folder?.remove();
    await removeTemplate();
  }, 60_000);

  it('takes events from the collector to the warehouse', async () => {
    const flags = await settings('good');
    const program = await startProgram(folder.data, flags);
    const lines = take(webTraffic(31), 50).map(({ text }) => text);
    expect((await post(program, STREAM, lines)).status).toBe(202);
    const reader = await connectReader({ connectionString: database.url });
    await until('the events are stored', async () => {
      const rows = await reader.rows('SELECT stored FROM crosscurrent.account WHERE stream = $1', [STREAM]);
      return rows[0]?.['stored'] === '50';
    });
    await reader.close();
    await program.stop();

    const plain = await settings('plain', { 'kafka-sasl-mechanism': 'plain' });
    const { exit, stdout } = await runCommand(['doctor', '--data-dir', folder.data, '--port', '0', ...plain]);
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: expect.stringMatching(/^ok +Kafka: .*knows shop;/m),
    });
  });

  it.each([
    {
      wrong: 'password',
      other: () => ({ 'kafka-sasl-password': 'guess' }),
      line: /does not accept the credentials: .*kafka-sasl-password/,
    },
    {
      wrong: 'password (PLAIN)',
      other: () => ({ 'kafka-sasl-password': 'guess', 'kafka-sasl-mechanism': 'plain' }),
      line: /does not accept the credentials: .*kafka-sasl-password/,
    },
    {
      wrong: 'certificates',
      other: () => ({ 'kafka-tls-ca': broker.otherAuthority }),
      line: /cannot be reached safely: .*kafka-tls-ca/,
    },
  ])('says in one line that the $wrong cannot be right', async ({ other, line }) => {
    const flags = await settings('wrong', other());
    const data = ['--data-dir', folder.data, '--port', '0', ...flags];
    const started = await runCommand(['start', '--no-simulate', ...data]);
    expect(started.exit).toBe(2);
    const complaints = started.stderr.split('\n').filter((text) => text.startsWith('crosscurrent:'));
    expect(complaints).toEqual([expect.stringMatching(line)]);
    expect(started.stderr).not.toMatch(/\n {4}at /);
    expect(started.stderr).not.toContain('guess');

    const doctor = await runCommand(['doctor', ...data]);
    expect(doctor.exit).toBe(1);
    const findings = doctor.stdout.split('\n').filter((text) => text.startsWith('WRONG'));
    expect(findings).toEqual([expect.stringMatching(line)]);
  });
});
