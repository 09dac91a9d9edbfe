import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { CrosscurrentError } from '../event/errors.ts';
import { failureOf, toWarehouseError } from './failure.ts';
import { openWarehouse } from './open.ts';
import {
  advance,
  batch,
  clock,
  DAY,
  newDatabase,
  openTest,
  partial,
  run,
  startServerForTests,
  testStream,
} from './testing.ts';

startServerForTests();

function databaseError(code: string): DatabaseError {
  const error = new DatabaseError('words', 5, 'error');
  error.code = code;
  return error;
}

/** Ends every connection to a database but our own. */
const END_ALL =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

describe('failures', () => {
  it.each([
    ['57P01', 'away'],
    ['57P03', 'away'],
    ['08006', 'away'],
    ['53300', 'away'],
    ['53100', 'disk_full'],
    ['22P02', 'refused'],
    ['23505', 'refused'],
  ])('%s means %s', (code, meaning) => {
    expect(failureOf(toWarehouseError(databaseError(code)))).toBe(meaning);
  });

  it('know a lost connection without a code', () => {
    expect(failureOf(toWarehouseError(new Error('Connection terminated unexpectedly')))).toBe('away');
    expect(failureOf(toWarehouseError(Object.assign(new Error('x'), { code: 'ECONNRESET' })))).toBe('away');
    expect(
      failureOf(toWarehouseError(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]))),
    ).toBe('away');
  });

  it('are not confused with errors of anything else', () => {
    expect(failureOf(new Error('x'))).toBeUndefined();
    expect(failureOf(new CrosscurrentError('bad_call', '', ''))).toBeUndefined();
  });
});

describe('opening', () => {
  const open = (connection: string) => openWarehouse({ connection, catalogue: [testStream()], clock });

  it('says that an address is none, without repeating it', async () => {
    for (const address of ['secret', 'http://user:secret@localhost/x', 'mysql://secret']) {
      const error: unknown = await open(address).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'bad_configuration' });
      expect(String(error)).not.toContain('secret');
    }
  });

  it('says that nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const error = await open(`postgresql://user:secret@127.0.0.1:${port}/x`).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(String(error)).not.toContain('secret');
  });

  it('takes a URL, whose sslmode means what libpq means', async () => {
    const { user, password, host, port, database } = await newDatabase();
    const url = (more: string) => `postgresql://${user}:${password}@${host}:${port}/${database}${more}`;
    for (const more of ['', '?sslmode=disable', '?sslmode=prefer', '?sslmode=allow'])
      await (await open(url(more))).close();
    for (const more of ['?sslmode=require', '?sslmode=verify-full']) {
      await expect(open(url(more))).rejects.toMatchObject({
        code: 'warehouse_unavailable',
        message: expect.stringContaining('does not support SSL'),
      });
    }
    await expect(open(url('').replace(password, 'wrong'))).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('password authentication failed'),
    });
  });

  it('says what is wrong with a database that cannot hold every text', async () => {
    const connection = await newDatabase();
    await run(connection, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    await expect(openTest({ ...connection, database: 'latin' })).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('LATIN1'),
    });
  });

  it('says that an account may not make schemas', async () => {
    const connection = await newDatabase();
    await run(connection, "CREATE ROLE guest LOGIN PASSWORD 'guest'");
    const guest = openTest({ ...connection, user: 'guest', password: 'guest' });
    await expect(guest).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      remedy: expect.stringContaining('GRANT CREATE'),
    });
  });
});

describe('a lost connection', () => {
  it('is not noticed by readers and committers', async () => {
    const connection = await newDatabase();
    const warehouse = await openTest(connection);
    for (let n = 0n; n < 3n; n++) {
      await warehouse.commit(
        batch({ advances: [advance(n, n + 1n)], partials: [await partial('days', [[DAY, 1]])] }),
      );
      await run(connection, END_ALL);
      expect(await warehouse.query('SELECT events FROM test_events.days')).toEqual([
        { events: String(n + 1n) },
      ]);
    }
  });

  it('that does not come back is "away"', async () => {
    const connection = await newDatabase();
    const warehouse = await openTest(connection);
    await run(
      { ...connection, database: 'postgres' },
      `ALTER DATABASE ${connection.database} CONNECTION LIMIT 0`,
    );
    await run(
      { ...connection, database: 'postgres' },
      `ALTER DATABASE ${connection.database} ALLOW_CONNECTIONS false`,
    );
    await run(
      { ...connection, database: 'postgres' },
      END_ALL.replace('current_database()', `'${connection.database}'`),
    );
    const error: unknown = await warehouse.commit(batch({})).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'warehouse_unavailable' });
    await run(
      { ...connection, database: 'postgres' },
      `ALTER DATABASE ${connection.database} ALLOW_CONNECTIONS true`,
    );
    expect(await warehouse.commit(batch({}))).toMatchObject({ outcome: 'committed' });
  });
});

describe('a full disk', () => {
  it('is said, and forgotten when there is space', async () => {
    const connection = await newDatabase();
    const warehouse = await openTest(connection);
    await run(
      connection,
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql
         AS $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER full_disk BEFORE INSERT ON crosscurrent.account FOR EACH ROW EXECUTE FUNCTION full_disk()`,
    );
    const work = batch({ advances: [advance(0n, 1n)], partials: [await partial('days', [[DAY, 1]])] });
    await expect(warehouse.commit(work)).rejects.toMatchObject({ code: 'disk_full' });
    expect(await warehouse.query('SELECT events FROM test_events.days')).toEqual([]);
    await run(connection, 'DROP TRIGGER full_disk ON crosscurrent.account');
    expect(await warehouse.commit(work)).toMatchObject({ outcome: 'committed', version: 1 });
  });
});

describe('listeners', () => {
  it('hear of commits of any program, also of those that happened while the connection was lost', async () => {
    const connection = await newDatabase();
    const [reader, writer] = [await openTest(connection), await openTest(connection)];
    const heard: [string, number][] = [];
    const stop = reader.onCommit((stream, version) => heard.push([stream, version]));
    await vi.waitUntil(async () => {
      await writer.commit(batch({}));
      return heard.length > 0;
    }, 5_000);
    const { version } = await writer.commit(batch({}));
    await vi.waitUntil(() => heard.at(-1)?.[1] === version, 5_000);
    await run(connection, END_ALL);
    const later = await writer.commit(batch({}));
    await vi.waitUntil(() => heard.at(-1)?.[1] === later.version, 5_000);
    expect(heard.every(([stream]) => stream === 'test-events')).toBe(true);
    stop();
    const before = heard.length;
    await writer.commit(batch({}));
    await sleep(100);
    expect(heard.length).toBe(before);
  });
});

describe('dead letters', () => {
  it('are listed newest first, filtered, paged and marked', async () => {
    const warehouse = await openTest(await newDatabase());
    const letter = (n: number) => ({
      stream: 'test-events',
      source: 'collector',
      offset: BigInt(n),
      reason: n % 2 === 0 ? 'not_json' : 'missing:id',
      raw: Buffer.from(`line ${n}`),
      rawBytes: 6,
      receivedAt: DAY + n,
    });
    const deadLetters = Array.from({ length: 2_500 }, (_, n) => letter(n));
    await warehouse.commit(batch({ deadLetters }));
    const [newest, second] = await warehouse.deadLetters.list({ limit: 2 });
    expect(newest).toEqual({ ...letter(2499), id: expect.any(String), replayedAt: null });
    const before = await warehouse.deadLetters.list({ limit: 1, before: newest?.id ?? '' });
    expect(before).toEqual([second]);
    expect(await warehouse.deadLetters.count({ stream: 'test-events', reason: 'not_json' })).toBe(1250);
    expect(await warehouse.deadLetters.count({ stream: 'other' })).toBe(0);
    expect(await warehouse.deadLetters.get(newest?.id ?? '')).toEqual(newest);
    expect(await warehouse.deadLetters.get("1'; --")).toBeUndefined();
    expect(await warehouse.deadLetters.list({ before: 'x' })).toEqual([]);
    const ids = [newest?.id ?? '', second?.id ?? ''];
    expect(await warehouse.deadLetters.markReplayed(ids)).toBe(2);
    expect(await warehouse.deadLetters.markReplayed(ids)).toBe(0);
    expect(await warehouse.deadLetters.count({ waiting: true })).toBe(2498);
  });
});
