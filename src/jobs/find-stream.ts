import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';

/** The stream of that name; fails with `unknown_stream`, naming those there are. */
export function findStream(catalogue: readonly Stream[], name: string): Stream {
  const found = catalogue.find((stream) => stream.name === name);
  if (found !== undefined) return found;
  throw new CrosscurrentError(
    'unknown_stream',
    `There is no stream ${name}.`,
    `There are ${catalogue.map((stream) => stream.name).join(', ')}.`,
  );
}
