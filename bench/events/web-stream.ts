import type { Stream } from '../../src/stream/define.ts';
import { catalogue } from '../../src/streams/catalogue.ts';

/** The stream that is measured: the one with the most columns, rollups and derived columns. */
export const webStream: Stream = find('web-behaviour');

function find(name: string): Stream {
  const found = catalogue.find((stream) => stream.name === name);
  if (found === undefined) throw new Error(`there is no stream ${name}`);
  return found;
}
