import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, Consumer, Producer } from '@platformatic/kafka';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { cluster, describeOnCluster, freshDatabase, freshName, kill, restart } from './support.ts';

/** Statement by statement, as any client of the SQL Gateway does it. */
async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${cluster().flinkGateway}/v3${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json() as Promise<Record<string, unknown>>;
}

async function selectOne(): Promise<string> {
  const { sessionHandle } = await post('/sessions', {});
  const { operationHandle } = await post(`/sessions/${sessionHandle}/statements`, {
    statement: 'SELECT 1',
  });
  const result = `${cluster().flinkGateway}/v3/sessions/${sessionHandle}/operations/${operationHandle}/result`;
  for (let page = 0, seen = ''; ; ) {
    const answer = await (await fetch(`${result}/${page}`)).json();
    seen += JSON.stringify(answer.results?.data ?? []);
    if (answer.resultType === 'EOS') return seen;
    if (answer.resultType === 'NOT_READY') await sleep(200);
    else page = Number(/\/result\/(\d+)/.exec(answer.nextResultUri)?.[1]);
  }
}

async function sendAndReceive(): Promise<string> {
  const base = { clientId: freshName('client'), bootstrapBrokers: [cluster().kafka] };
  const topic = freshName('topic');
  const admin = new Admin(base);
  await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 });
  const producer = new Producer(base);
  await producer.send({ messages: [{ topic, key: Buffer.from('k'), value: Buffer.from('hello') }] });
  const consumer = new Consumer({ ...base, groupId: freshName('group') });
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
  try {
    for await (const message of stream) return message.value.toString();
    return '';
  } finally {
    await consumer.close(true);
    await producer.close();
    await admin.deleteTopics({ topics: [topic] });
    await admin.close();
  }
}

async function restVersion(): Promise<{ taskmanagers: number; version: string }> {
  const overview = await (await fetch(`${cluster().flinkRest}/overview`)).json();
  return { taskmanagers: overview.taskmanagers, version: overview['flink-version'] };
}

describeOnCluster('the local cluster', () => {
  it('has Flink with its slots', async () => {
    expect(await restVersion()).toEqual({ taskmanagers: 1, version: '1.20.3' });
  });

  it('runs a statement through the SQL Gateway', async () => {
    expect(await selectOne()).toContain('"fields":[1]');
  });

  it('carries a message through Kafka', async () => {
    expect(await sendAndReceive()).toBe('hello');
  });

  it('gives each test a database of its own', async () => {
    const { url, drop } = await freshDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(
      'SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = $1',
      ['public'],
    );
    await client.end();
    await drop();
    expect(rows).toEqual([{ tables: 0 }]);
  });

  it('has each part again after it was killed', async () => {
    for (const part of ['taskmanager', 'kafka', 'postgresql', 'gateway', 'jobmanager'] as const) {
      await kill(part);
      await restart(part);
    }
    expect(await selectOne()).toContain('"fields":[1]');
    expect(await sendAndReceive()).toBe('hello');
    const { drop } = await freshDatabase();
    await drop();
  });
});
