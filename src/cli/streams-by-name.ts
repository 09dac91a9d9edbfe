import { CrosscurrentError } from '../event/errors.ts';
import { suggest } from '../jobs/configuration/suggest.ts';
import type { Stream } from '../stream/define.ts';

/** A stream by its name; fails with `unknown_stream`, which suggests the nearest. */
export function findStream(catalogue: readonly Stream[], name: string): Stream {
  const found = catalogue.find((stream) => stream.name === name);
  if (found !== undefined) return found;
  const names = catalogue.map((stream) => stream.name);
  throw new CrosscurrentError(
    'unknown_stream',
    `There is no stream "${name}".`,
    suggest(name, names, 'streams'),
  );
}

/** The named stream, or all. */
export function selectStreams(catalogue: readonly Stream[], name: string | undefined): readonly Stream[] {
  return name === undefined ? catalogue : [findStream(catalogue, name)];
}
