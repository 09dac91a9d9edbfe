import { createHash } from 'node:crypto';
import type { Stream } from '../stream/define.ts';
import type { Rollup } from '../stream/rollup.ts';
import { createStatements } from './ddl.ts';
import type { StreamShape } from './shape.ts';

/** Rollup -> checksum of how it is counted: of everything in its declaration but the words. */
export type Definitions = Readonly<Record<string, string>>;

/** How each rollup of a stream is counted. Pure functions behind derived columns are not part of it. */
export function definitionsOf(stream: Stream): Definitions {
  const computed = [stream.extracted, stream.computed];
  const of = (rollup: Rollup, more: unknown): string => checksum([withoutWords(rollup), more]);
  const events = Object.entries(stream.rollups).map(([name, rollup]) => [
    name,
    of(rollup, withoutWords(computed)),
  ]);
  const { rollups = {}, ...sessions } = stream.sessions ?? {};
  const visits = Object.entries(rollups).map(([name, rollup]) => [
    name,
    of(rollup, withoutWords([computed, sessions])),
  ]);
  return Object.fromEntries([...events, ...visits, ...matched(stream)]);
}

/** Under this name, which no rollup can have: what campaigns are matched with and what is kept of it. */
export const MENTIONS_DEFINITION = 'mentions of campaigns';

function matched({ mentions, extracted, derived, computed }: Stream): [string, string][] {
  if (mentions === undefined) return [];
  const { rollups: _, ...rest } = mentions;
  return [[MENTIONS_DEFINITION, checksum(withoutWords([rest, extracted, derived, computed]))]];
}

/** Checksum of a stream's tables: equal ones need no look at the database. */
export function shapeChecksum(shape: StreamShape): string {
  return checksum(createStatements(shape));
}

function withoutWords(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'about' ? undefined : inner)));
}

function checksum(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
