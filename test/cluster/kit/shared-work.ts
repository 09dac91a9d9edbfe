// What several workers are given, and what has to come of it.
import { createHash } from 'node:crypto';
import { systemClock } from '../../../src/event/clock.ts';
import { partitionOfKey } from '../../../src/log/kafka/partitioner.ts';
import { catalogue } from '../../../src/streams/catalogue.ts';
import { rollupRows, rollupTables } from '../../integrity/fold/tables.ts';
import type { EngineHall } from '../../integrity/kit/engine.ts';
import type { WarehouseReader } from '../../integrity/kit/warehouse.ts';

export const PARTITIONS = 4;
export const STREAMS = ['web-behaviour', 'posts'] as const;
const SCHEMAS: Readonly<Record<string, string>> = { 'web-behaviour': 'web_behaviour', posts: 'posts' };

/** Long past, so that no clock matters. */
const START = Date.UTC(2026, 2, 3);
const EVERYTHING = { from: 0, to: Date.UTC(2100, 0, 1) };

/** A message of a raw topic. */
export interface Message {
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
}

/** What comes in, in the order of each partition. */
export function messagesOf(stream: string, count: number, seed: number): Message[] {
  const declared = catalogue.find(({ name }) => name === stream);
  if (declared === undefined) throw new Error(`no stream ${stream}`);
  const lines = declared.simulator({ seed, rate: 50, start: START });
  const messages: Message[] = [];
  for (let serial = 0; serial < count; serial += 1) {
    const value = Buffer.from(lines.next().value.line);
    const key = keyOf(value, declared.id);
    const message = { partition: partitionOfKey(key, PARTITIONS), key, value };
    messages.push(message);
    // Copies, near and far.
    if (serial % 17 === 0) messages.push(message);
    const earlier = messages[Math.floor(messages.length / 2)];
    if (serial % 29 === 0 && earlier !== undefined) messages.push(earlier);
    if (serial % 500 === 0) messages.push(...poison(serial));
  }
  return messages;
}

function keyOf(value: Buffer, id: string): Buffer {
  try {
    const event = JSON.parse(value.toString('utf8')) as Record<string, unknown>;
    if (typeof event[id] === 'string') return Buffer.from(event[id]);
  } catch {
    // Broken on purpose.
  }
  return createHash('sha256').update(value).digest();
}

/** What no engine may choke on, in every partition. */
function poison(serial: number): Message[] {
  const values = [
    Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    Buffer.from('{"a":'),
    Buffer.from('1}'),
    Buffer.from('[]'),
    Buffer.from(`"${'x'.repeat(100_000)}"`),
  ];
  return Array.from({ length: PARTITIONS }, (_, partition) =>
    values.map((value) => ({ partition, key: Buffer.from(`poison-${serial}`), value })),
  ).flat();
}

/** Brings all that was sent to one engine that is alone, partition by partition. */
export async function alone(
  hall: EngineHall,
  name: string,
  sent: ReadonlyMap<string, readonly Message[]>,
): Promise<Tables> {
  const bench = await hall.open(name, { clock: systemClock });
  try {
    for (const [stream, messages] of sent) {
      for (let partition = 0; partition < PARTITIONS; partition += 1) {
        const own = messages.filter((one) => one.partition === partition);
        // As a topic is read: what is no UTF-8 text is rejected on the way.
        const lines = own.map(({ value }) => (value.includes(0xff) ? Buffer.from('not a text') : value));
        const slice = await hall.slice({
          stream,
          source: `kafka-${partition}`,
          from: 0n,
          lines,
          receivedAt: Date.now(),
        });
        await bench.engine.submit(slice);
      }
      await bench.engine.settle(stream);
    }
    return await tablesOf(bench.reader);
  } finally {
    await bench.close();
  }
}

/** The rows of all rollups, by table. */
export type Tables = Record<string, readonly string[]>;

/** The rows of all rollups of a warehouse. */
export async function tablesOf(reader: WarehouseReader): Promise<Tables> {
  const tables: Tables = {};
  for (const schema of Object.values(SCHEMAS)) {
    for (const table of await rollupTables(reader, schema)) {
      tables[`${schema}.${table}`] = await rollupRows(reader, `${schema}.${table}`, EVERYTHING);
    }
  }
  return tables;
}
