import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { KafkaConnection } from '../src/log/kafka/connection.ts';
import { deleteTopics, ensureTopics, topicsOf } from '../src/log/kafka/topics.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/warehouse/embedded/start.ts';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { BROKERS, benchBroker } from './events/broker.ts';
import { produceFile } from './events/raw-topic.ts';
import { webStream } from './events/web-stream.ts';
import { number } from './show.ts';

/** Brokers to measure with; nothing is started here but PostgreSQL. */

const PARTITIONS = 4;

const HOUR_MS = 60 * 60 * 1000;

/** Workers at once, in this order. */
const WORKERS: readonly number[] = [1, 2];

/** What comes before is not measured: groups are joined, and no value is known to the workers yet. */
const WARM_UP = 0.2;

/** Events a second, from the raw topic to rows in PostgreSQL, with so many workers on an empty warehouse. */
async function rateOf(
  around: Surroundings,
  work: { workers: number; connection: KafkaConnection; postgres: EmbeddedPostgres; events: number },
): Promise<number> {
  const { workers, connection, postgres, events } = work;
  const database = `workers_${workers}`;
  const { host, port, user, password } = postgres.connection;
  await query(postgres.connection, `CREATE DATABASE ${database}`);
  const flags = [
    ...['--streams', webStream.name],
    ...['--database-url', `postgresql://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`],
    ...['--set', `kafka-brokers=${connection.brokers.join(',')}`],
    ...['--set', `kafka-topic-prefix=${connection.topicPrefix}`],
    ...['--set', `kafka-partitions=${PARTITIONS}`],
    ...['--set', `lake-dir=${path.join(around.folder, database, 'lake')}`],
  ];
  const running = Array.from({ length: workers }, () => around.programs.run(['worker', '--json', ...flags]));
  const client = new Client({ ...postgres.connection, database });
  try {
    await Promise.all(running.map((one) => one.firstLine));
    await client.connect();
    const until = async (count: number): Promise<number> => {
      for (;;) {
        around.signal.throwIfAborted();
        const done = await client.query<{ done: string | null }>(
          'SELECT sum(received) AS done FROM crosscurrent.account',
        );
        const found = Number(done.rows[0]?.done ?? 0);
        if (found >= count) return found;
        await pause(20);
      }
    };
    const before = await until(events * WARM_UP);
    const began = performance.now();
    await until(events);
    return ((events - before) * 1000) / (performance.now() - began);
  } finally {
    await client.end().catch(() => undefined);
    await Promise.all(running.map((one) => one.stop()));
  }
}

async function query(connection: EmbeddedPostgres['connection'], sql: string): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function run(around: Surroundings, size: Size): Promise<readonly Section[]> {
  const connection = benchBroker();
  const file = await around.files.get({ stream: webStream.name, events: size.events, rate: size.rate });
  const topics = topicsOf(connection, webStream.name, {
    ...{ partitions: PARTITIONS, replication: 1, retentionMs: HOUR_MS },
  });
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(around.folder, 'workers-postgres'),
    secretsDir: path.join(around.folder, 'workers-secrets'),
    onLog: () => undefined,
  });
  try {
    await ensureTopics(connection, topics);
    around.say('producing raw messages');
    const events = await produceFile(connection, file);
    const rates: number[] = [];
    for (const workers of WORKERS) {
      around.say(`${workers} ${workers === 1 ? 'worker' : 'workers'}`);
      rates.push(await rateOf(around, { workers, connection, postgres, events }));
    }
    return [section(events, rates)];
  } finally {
    await postgres.stop();
    await deleteTopics(
      connection,
      topics.map(({ name }) => name),
    );
  }
}

function section(events: number, rates: readonly number[]): Section {
  const [one = 0] = rates;
  return {
    title: `workers: ${number(events)} web events, ${PARTITIONS} partitions, from the raw topic to rows in PostgreSQL`,
    ratioTo: 'one worker',
    figures: rates.map((rate, index): Figure => {
      const workers = WORKERS[index] ?? 0;
      const what = workers === 1 ? 'one worker' : `${workers} workers`;
      return { what, value: rate, unit: 'events/s', ratio: rate / one };
    }),
    notes: [
      `Broker, PostgreSQL and workers share this machine. The first ${WARM_UP * 100} % are not measured.`,
      'A worker alone keeps several cores busy: more of them help where they have cores of their own.',
    ],
  };
}

/** What further workers bring. */
export const workers: Benchmark = {
  name: 'workers',
  about: `DuckDB workers on Kafka, one and two of them; needs a broker in ${BROKERS}`,
  size: { events: 1_000_000, rate: 100, seconds: 0 },
  run,
};
