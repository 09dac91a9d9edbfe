import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { type Compression, createKafkaProducer, type OutgoingMessage } from '../../log/kafka/producer.ts';
import { topicName } from '../../log/kafka/topics.ts';
import type { Stream } from '../../stream/define.ts';
import { eventIdReader } from '../../stream/event-id.ts';

const HEADERS = { source: 'verify' };

/** Produces lines as the raw messages of a stream, keyed by the event's id. @returns how many there were */
export async function produceRaw(
  connection: KafkaConnection,
  stream: Stream,
  { lines, compression }: { lines: AsyncIterable<readonly Buffer[]>; compression: Compression },
): Promise<number> {
  const producer = await createKafkaProducer(connection, { compression });
  const topic = topicName(connection, stream.name, 'raw');
  const idOf = eventIdReader(stream);
  let count = 0;
  try {
    for await (const some of lines) {
      const messages = some.map((value): OutgoingMessage => {
        const id = idOf(value.toString());
        return { topic, value, headers: HEADERS, ...(id === null ? {} : { key: Buffer.from(id) }) };
      });
      await producer.send(messages);
      count += messages.length;
    }
  } finally {
    await producer.close();
  }
  return count;
}
