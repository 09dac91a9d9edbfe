import type { Clock } from '../../event/clock.ts';
import type { Stream } from '../../stream/define.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier } from './database.ts';
import { findDuplicates, renderIdHashes } from './duplicates.ts';
import { lakeRows, renderLakeFiles } from './lake-source.ts';
import { RecentIds } from './recent-ids.ts';
import { renderRevisionHashes, type SeenIds, seeRevisions } from './revisions/seen.ts';

/** How far back duplicates are recognised (D4). */
export interface DeduplicationHorizon {
  readonly minutes: number;
  /** At least so many ids are remembered, however old. */
  readonly minIds: number;
  /** At most so many, so that memory is bounded: 15 to 19 bytes an id. */
  readonly maxIds: number;
}

interface Generation {
  readonly number: number;
  readonly startedAt: number;
  readonly sizeBefore: number;
}

/** A generation ends after so many ids or so long, whatever comes first. */
const GENERATION_IDS = 1_000_000;
const GENERATION_MS = 10 * 60_000;
const MAX_GENERATIONS = 60_000;

/** Edits and deletions for which there is room at first. */
const FEW_IDS = 1 << 10;

/** Edits and deletions are forgotten from this part of all ids on. */
const REVISED_SHARE = 4;

/** Ids of one stream, forgotten by generation when they fall out of the horizon. */
export class IdMemory {
  ids = new RecentIds();
  /**
   * Of streams with revisions: `ids` holds the ids of plain events (version 0, no deletion); this one the keys of all
   * others, and their ids.
   */
  revised = new RecentIds(FEW_IDS);
  /** Whether the id of every event that is in the lake is remembered. */
  isComplete = true;
  #generations: Generation[] = [];
  #next = 1;
  #pins = 0;
  readonly #horizon: DeduplicationHorizon;
  readonly #clock: Clock;

  constructor(horizon: DeduplicationHorizon, clock: Clock) {
    this.#horizon = horizon;
    this.#clock = clock;
  }

  /** While a file is read nothing is forgotten but by `maxIds`: its own copies must be found. */
  pin(): () => void {
    this.#pins += 1;
    return () => {
      this.#pins -= 1;
    };
  }

  /** What there is now, and stays with whoever asked: what is remembered after `clear` is none of a failed slice. */
  seen(): SeenIds {
    const { ids, revised } = this;
    const isComplete = (): boolean => this.isComplete;
    return {
      ids,
      revised,
      get isComplete() {
        return isComplete();
      },
    };
  }

  /** The generation for the ids that come now; forgets what has left the horizon. */
  generation(): number {
    const now = this.#clock.now();
    const current = this.#generations.at(-1);
    const full = current !== undefined && this.ids.size - current.sizeBefore >= GENERATION_IDS;
    const old = current !== undefined && Math.abs(now - current.startedAt) >= GENERATION_MS;
    if (current !== undefined && !full && !old) return current.number;
    this.#forget(now);
    if (this.#next >= MAX_GENERATIONS) this.#renumber();
    this.#generations.push({ number: this.#next, startedAt: now, sizeBefore: this.ids.size });
    this.#next += 1;
    return this.#next - 1;
  }

  clear(): void {
    this.ids = new RecentIds();
    this.revised = new RecentIds(FEW_IDS);
    this.isComplete = true;
    this.#generations = [];
    this.#next = 1;
  }

  #forget(now: number): void {
    const { minutes, minIds, maxIds } = this.#horizon;
    let dropped = 0;
    while (dropped + 1 < this.#generations.length) {
      const second = this.#generations[dropped + 1];
      if (second === undefined) break;
      const left = this.ids.size - second.sizeBefore;
      const outside = second.startedAt < now - minutes * 60_000 && left >= minIds && this.#pins === 0;
      if (!outside && this.ids.size - (this.#generations[dropped]?.sizeBefore ?? 0) <= maxIds) break;
      dropped += 1;
    }
    const first = this.#generations[dropped];
    if (dropped === 0 || first === undefined) return;
    this.ids.forgetBefore(first.number);
    // There are few of these: deletions are known long after the events that they are to keep away.
    if (this.revised.size > maxIds / REVISED_SHARE) this.revised.forgetBefore(first.number);
    this.isComplete = false;
    const gone = first.sizeBefore;
    this.#generations = this.#generations
      .slice(dropped)
      .map((generation) => ({ ...generation, sizeBefore: generation.sizeBefore - gone }));
  }

  /** Generations are 16-bit: after very long runs everything kept becomes one generation. */
  #renumber(): void {
    const oldest = this.#generations[0];
    this.ids.mergeGenerations();
    this.revised.mergeGenerations();
    this.#generations = oldest === undefined ? [] : [{ ...oldest, number: 1 }];
    this.#next = 2;
  }
}

interface KnownFile {
  readonly path: string;
  readonly rows: string;
  readonly added_ms: string;
}

/** Reads the ids inside the horizon back from the lake, at start or after a failed batch. */
export async function recallIds(work: {
  connection: DuckDBConnection;
  warehouse: Warehouse;
  stream: Stream;
  lakeDir: string;
  memory: IdMemory;
  horizon: DeduplicationHorizon;
  now: number;
  /** Only what this source has brought; null: of all. */
  source: string | null;
}): Promise<void> {
  const files = await work.warehouse.query<KnownFile>(
    `SELECT path, rows, (extract(epoch FROM added_at) * 1000)::bigint AS added_ms FROM crosscurrent.lake_file WHERE stream = $1 AND ($2::text IS NULL OR source = $2) ORDER BY added_at DESC, path DESC`,
    [work.stream.name, work.source],
  );
  const wanted: string[] = [];
  let ids = 0;
  for (const file of files) {
    const inside = Number(file.added_ms) >= work.now - work.horizon.minutes * 60_000;
    if ((!inside && ids >= work.horizon.minIds) || ids >= work.horizon.maxIds) {
      work.memory.isComplete = false;
      break;
    }
    wanted.push(file.path);
    ids += Number(file.rows);
  }
  await rememberFiles({ ...work, paths: wanted.reverse() });
}

/** Reads back the ids of everything the readings of a file (`source`, `source~2`, ...) have brought, however old. */
export async function recallSource(work: {
  connection: DuckDBConnection;
  warehouse: Warehouse;
  stream: Stream;
  source: string;
  lakeDir: string;
  memory: IdMemory;
}): Promise<void> {
  const files = await work.warehouse.query<KnownFile>(
    `SELECT path FROM crosscurrent.lake_file WHERE stream = $1 AND (source = $2 OR starts_with(source, $2 || '~')) ORDER BY path`,
    [work.stream.name, work.source],
  );
  await rememberFiles({ ...work, paths: files.map((file) => file.path) });
}

const FILES_AT_ONCE = 200;

async function rememberFiles(work: {
  connection: DuckDBConnection;
  stream: Stream;
  lakeDir: string;
  memory: IdMemory;
  paths: readonly string[];
}): Promise<void> {
  const { connection, stream, memory } = work;
  const { id, revisions } = stream;
  for (let at = 0; at < work.paths.length; at += FILES_AT_ONCE) {
    const list = work.paths.slice(at, at + FILES_AT_ONCE).map((file) => ({ path: file }));
    // Also rows that no longer count: what came again would be a duplicate all the same.
    const files = renderLakeFiles(lakeRows(work.lakeDir, list));
    const generation = memory.generation();
    if (revisions === undefined) {
      const from = `(SELECT 0 AS line, ${identifier(id)} FROM ${files})`;
      await findDuplicates(connection, renderIdHashes(identifier(id), from, ''), memory.ids, generation);
    } else {
      const columns = [id, revisions.version, revisions.deleted].map(identifier);
      const from = `(SELECT 0 AS line, ${columns.join(', ')} FROM ${files})`;
      await seeRevisions(
        connection,
        renderRevisionHashes(id, revisions, { from, order: '' }),
        memory,
        generation,
      );
    }
  }
}
