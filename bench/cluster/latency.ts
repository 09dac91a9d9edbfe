import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createKafkaProducer, type OutgoingMessage } from '../../src/log/kafka/producer.ts';
import { topicName } from '../../src/log/kafka/topics.ts';
import type { Surroundings } from '../contract.ts';
import { webStream } from '../events/web-stream.ts';
import { MARKED_PRODUCT } from '../latency/markers.ts';
import type { Place } from './place.ts';

const TICK_MS = 50;
const POLL_MS = 20;

/** How many views of the marked product the warehouse shows. */
const SHOWN = `SELECT sum(views) FROM web_behaviour.product_views WHERE product_id = '${MARKED_PRODUCT}'`;

function event(product: string): OutgoingMessage['value'] {
  const now = Math.floor(Date.now() / 1000);
  return Buffer.from(
    JSON.stringify({ ...webStream.example, id: randomUUID(), product_id: product, time_stamp: now }),
  );
}

/**
 * Produces `rate` events a second, one of them each second for a product of its own.
 * @returns milliseconds from each of those being acknowledged by the broker until a row of the warehouse counts it
 */
export async function latencies(
  { signal, say }: Surroundings,
  place: Place,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  say(`producing ${rate} events a second for ${seconds} s`);
  const producer = await createKafkaProducer(place.kafka, { compression: 'lz4' });
  const topic = topicName(place.kafka, webStream.name, 'raw');
  const message = (product: string): OutgoingMessage => {
    const value = event(product);
    return { topic, value, key: Buffer.from(randomUUID()) };
  };
  const sent: number[] = [];
  const seen: number[] = [];
  let over = false;
  const watching = (async () => {
    while (!over || seen.length < sent.length) {
      signal.throwIfAborted();
      const shown = await place.number(SHOWN);
      const now = performance.now();
      while (seen.length < Math.min(shown, sent.length)) seen.push(now);
      await pause(POLL_MS);
    }
  })();
  try {
    const began = performance.now();
    let made = 0;
    while (performance.now() - began < seconds * 1000) {
      const due = Math.floor(((performance.now() - began) / 1000) * rate);
      const some = Array.from({ length: due - made }, () => message('100234'));
      made = due;
      await producer.send(some);
      if (sent.length < (performance.now() - began) / 1000) {
        await producer.send([message(MARKED_PRODUCT)]);
        sent.push(performance.now());
      }
      await pause(TICK_MS);
    }
  } finally {
    over = true;
    await producer.close();
  }
  await watching;
  return sent.map((at, index) => (seen[index] ?? Number.NaN) - at);
}
