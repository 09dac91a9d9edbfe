import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
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

const PARTITIONS = 4;

const HOUR_MS = 60 * 60 * 1000;

/** Workers at once, and whether each is held on a processor of its own. */
interface Way {
  readonly workers: number;
  readonly isPinned: boolean;
}

/** What is measured, in this order; each second one is compared with the first. */
const WAYS: readonly Way[] = [
  { workers: 1, isPinned: false },
  { workers: 2, isPinned: false },
  { workers: 1, isPinned: true },
  { workers: 2, isPinned: true },
];

/** What comes before is not measured: groups are joined, and no value is known to the workers yet. */
const WARM_UP = 0.2;

/** Events a second, from the raw topic to rows in PostgreSQL, with so many workers on an empty warehouse. */
async function rateOf(
  around: Surroundings,
  work: { way: Way; connection: KafkaConnection; postgres: EmbeddedPostgres; events: number },
): Promise<number> {
  const { connection, postgres, events } = work;
  const { workers, isPinned } = work.way;
  const database = `workers_${workers}${isPinned ? '_pinned' : ''}`;
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
    if (isPinned) for (const [processor, { pid }] of running.entries()) pin(pid, processor);
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

/** Holds all threads of a process, and those that they start, on one processor. */
function pin(pid: number, processor: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(processor), String(pid)], {
    stdio: 'ignore',
  });
}

/** Only Linux has a command for it. */
const CAN_PIN = process.platform === 'linux' && availableParallelism() > 1;

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
    const ways = WAYS.filter(({ isPinned }) => CAN_PIN || !isPinned);
    for (const way of ways) {
      around.say(wordsOf(way));
      rates.push(await rateOf(around, { way, connection, postgres, events }));
    }
    return [section(events, ways, rates)];
  } finally {
    await postgres.stop();
    await deleteTopics(
      connection,
      topics.map(({ name }) => name),
    );
  }
}

function wordsOf({ workers, isPinned }: Way): string {
  const who = workers === 1 ? 'one worker' : `${workers} workers`;
  return isPinned ? `${who}, a processor each` : who;
}

function section(events: number, ways: readonly Way[], rates: readonly number[]): Section {
  return {
    title: `workers: ${number(events)} web events, ${PARTITIONS} partitions, from the raw topic to rows in PostgreSQL`,
    ratioTo: 'one worker of the same kind',
    figures: ways.map((way, index): Figure => {
      const one = ways.findIndex(({ workers, isPinned }) => workers === 1 && isPinned === way.isPinned);
      const value = rates[index] ?? 0;
      return { what: wordsOf(way), value, unit: 'events/s', ratio: value / (rates[one] ?? Number.NaN) };
    }),
    notes: [
      `Broker, PostgreSQL and workers share this machine. The first ${WARM_UP * 100} % are not measured.`,
      'A worker alone keeps several processors busy: more of them help where they have some of their own.',
    ],
  };
}

/** What further workers bring. */
export const workers: Benchmark = {
  name: 'workers',
  about: `DuckDB workers on Kafka, one and two of them, with a processor each too; needs a broker in ${BROKERS}`,
  size: { events: 1_000_000, rate: 100, seconds: 0 },
  run,
};
