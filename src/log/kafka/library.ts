import { createRequire } from 'node:module';

type Library = typeof import('@platformatic/kafka');

const require = createRequire(import.meta.url);
let loaded: Library | undefined;

/**
 * The client of Kafka, loaded with the first use: that takes a tenth of a second or two, and most who run a command have
 * no Kafka.
 */
export function kafkaLibrary(): Library {
  loaded ??= require('@platformatic/kafka') as Library;
  return loaded;
}
