import type { ClientConfig } from 'pg';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';
import { AUDIT, type AuditRow, toAudit } from './audit.ts';
import { openCampaigns } from './campaigns/open.ts';
import { commitBatch } from './commit.ts';
import { type Connection, findServer } from './connect.ts';
import type { Rebuild, SchemaState, SwapOptions, Warehouse } from './contract.ts';
import { openDeadLetters } from './dead-letters.ts';
import { evolveStream } from './evolve.ts';
import { openIngestedFiles } from './ingested-files.ts';
import {
  exchangeLakeFiles,
  LAKE_FILES,
  type LakeFileRow,
  lakeFileValues,
  REVISED_LAKE_FILES,
  toLakeFile,
} from './lake-files.ts';
import { type LaneSession, type Lanes, openLane, openLanes } from './lane.ts';
import { type Stand, standForLead } from './leader.ts';
import { openCommitFeed } from './listen.ts';
import { mergePartials } from './merge.ts';
import { lockSchema, migrate, readMigrations } from './migrate.ts';
import { openPool, type Query } from './pool.ts';
import { createShadow, diffShadow, dropShadow, swapShadow } from './rebuild.ts';
import { checkNames } from './schema.ts';
import { type StreamShape, shapeOf } from './shape.ts';
import { keysOfMembers, refreshFact } from './star.ts';
import { STREAM_STATES, type StateRow, toStreamState } from './stream-state.ts';
import { transactOnce } from './transact-once.ts';
import { replaceRows, STALE_WINDOWS, type StaleRow, toStaleWindow } from './windows.ts';

export interface WarehouseOptions {
  /** Of the embedded PostgreSQL, or a URL. It must lead to the server itself, not to a pool of transactions. */
  readonly connection: Connection;
  readonly catalogue: readonly Stream[];
  readonly clock: Clock;
  /** Streams that are going to be rebuilt: that nothing can be committed to them before is no error then. */
  readonly rebuilding?: readonly string[];
}

interface Declared {
  readonly stream: Stream;
  readonly shape: StreamShape;
}

/**
 * Opens the warehouse: connects, migrates the system's tables and brings those of every stream in line with their
 * declarations.
 * @throws CrosscurrentError warehouse_unavailable, bad_configuration, bad_declaration, data_dir_newer, disk_full
 */
export async function openWarehouse(options: WarehouseOptions): Promise<Warehouse> {
  const { catalogue, clock } = options;
  checkNames(catalogue);
  const config = await findServer(options.connection);
  const states = await evolve(config, catalogue, clock);
  const blocked = states.find((one) => one.state === 'blocked' && !options.rebuilding?.includes(one.stream));
  if (blocked !== undefined) throw needsRebuild(blocked);
  const lanes = openLanes(config);
  const pool = openPool(config);
  const feed = openCommitFeed(config);
  const parts: Parts = {
    lanes,
    clock,
    query: pool.query,
    states: new Map(states.map((state) => [state.stream, state])),
    declared: new Map(catalogue.map((stream) => [stream.name, { stream, shape: shapeOf(stream) }])),
    guard: async ({ client }) => stand?.guard(client),
  };
  let stand: Stand | undefined;
  return {
    ...reads(parts),
    ...writes(parts),
    rebuild: rebuilds(parts),
    deadLetters: openDeadLetters(pool.query, clock),
    ingestedFiles: openIngestedFiles(pool.query, clock),
    campaigns: openCampaigns({
      lanes,
      query: pool.query,
      shapes: [...parts.declared.values()].map(({ shape }) => shape),
      now: () => clock.now(),
    }),
    stand() {
      stand ??= standForLead(config);
      return stand;
    },
    onCommit: (listener) => feed.subscribe(listener),
    async close() {
      await Promise.all([stand?.close(), lanes.close(), feed.close()]);
      await pool.close();
    },
  };
}

interface Parts {
  readonly lanes: Lanes;
  readonly clock: Clock;
  readonly query: Query;
  readonly states: Map<string, SchemaState>;
  readonly declared: ReadonlyMap<string, Declared>;
  /** Fails when somebody else leads, where this process stands for the lead. */
  readonly guard: (session: LaneSession) => Promise<void>;
}

async function evolve(
  config: ClientConfig,
  catalogue: readonly Stream[],
  clock: Clock,
): Promise<SchemaState[]> {
  const lane = openLane(config);
  const work = lane.transaction(async ({ client }) => {
    await lockSchema(client);
    await migrate(client, readMigrations(), clock.now());
    const states: SchemaState[] = [];
    for (const stream of catalogue) states.push(await evolveStream(client, stream));
    return states;
  });
  return work.finally(() => lane.close());
}

function find({ declared }: Parts, stream: string): Declared {
  const found = declared.get(stream);
  if (found !== undefined) return found;
  throw new CrosscurrentError(
    'unknown_stream',
    `There is no stream ${stream}.`,
    'See `crosscurrent streams`.',
  );
}

function needsRebuild({ stream, reasons }: SchemaState): CrosscurrentError {
  return new CrosscurrentError(
    'bad_declaration',
    `The tables of ${stream} do not fit its declaration any more: ${reasons.join('; ')}.`,
    `Run crosscurrent rebuild ${stream}.`,
  );
}

function reads(
  parts: Parts,
): Pick<
  Warehouse,
  'query' | 'offset' | 'offsets' | 'staleWindows' | 'lakeFiles' | 'streamStates' | 'schemaStates' | 'audit'
> {
  const { query } = parts;
  return {
    query,
    async offset(stream, source) {
      const rows = await query<{ next_offset: string }>(
        'SELECT next_offset FROM crosscurrent.source_offset WHERE stream = $1 AND source = $2',
        [stream, source],
      );
      return BigInt(rows[0]?.next_offset ?? 0);
    },
    async offsets() {
      const rows = await query<{ stream: string; source: string; next_offset: string }>(
        'SELECT stream, source, next_offset FROM crosscurrent.source_offset ORDER BY stream, source',
      );
      return rows.map(({ stream, source, next_offset }) => ({ stream, source, offset: BigInt(next_offset) }));
    },
    async staleWindows(stream) {
      return (await query<StaleRow>(STALE_WINDOWS, [stream])).map(toStaleWindow);
    },
    async lakeFiles(stream, range) {
      const isRevised = parts.declared.get(stream)?.stream.revisions !== undefined;
      const sql = isRevised ? REVISED_LAKE_FILES : LAKE_FILES;
      return (await query<LakeFileRow>(sql, lakeFileValues(stream, range))).map(toLakeFile);
    },
    async streamStates() {
      return (await query<StateRow>(STREAM_STATES)).map(toStreamState);
    },
    async schemaStates() {
      return [...parts.states.values()];
    },
    async audit() {
      const [row] = await query<AuditRow>(AUDIT);
      if (row === undefined) throw new CrosscurrentError('internal', 'The audit is empty.', '');
      return toAudit(row, [...parts.declared.keys()]);
    },
  };
}

function writes(
  parts: Parts,
): Pick<Warehouse, 'commit' | 'replaceWindows' | 'starKeys' | 'refreshStar' | 'swapLakeFiles'> {
  const { lanes, clock } = parts;
  const writable = (stream: string): StreamShape => {
    const state = parts.states.get(stream);
    if (state?.state === 'blocked') throw needsRebuild(state);
    return find(parts, stream).shape;
  };
  return {
    async commit(batch) {
      const shape = writable(batch.stream);
      const lane = lanes.lane(`commit ${batch.stream}`);
      return lane.transaction((session) => commitBatch(session, shape, { batch, now: clock.now() }));
    },
    async replaceWindows(work) {
      const shape = work.shadow === true ? find(parts, work.stream).shape : writable(work.stream);
      const lane = lanes.lane(`windows ${work.stream}`);
      await lane.transaction(async (session) => {
        await parts.guard(session);
        await replaceRows(session, shape, { work, now: clock.now() });
      });
    },
    async starKeys(members) {
      const shape = members.shadow === true ? find(parts, members.stream).shape : writable(members.stream);
      const lane = lanes.lane(`windows ${members.stream}`);
      await lane.transaction((session) => keysOfMembers(session, shape, members));
    },
    async refreshStar(work) {
      const shape = work.shadow === true ? find(parts, work.stream).shape : writable(work.stream);
      await lanes.lane(`windows ${work.stream}`).transaction(async (session) => {
        await parts.guard(session);
        await refreshFact(session, shape, work);
      });
    },
    async swapLakeFiles(stream, remove, add) {
      await transactOnce(lanes.lane(`windows ${stream}`), async (session) => {
        await parts.guard(session);
        await exchangeLakeFiles(session, { stream, remove, add, now: clock.now() });
      });
    },
  };
}

/** Puts a shadow and its lake files in place. @returns the stream's version afterwards */
async function swapAll(
  session: LaneSession,
  stream: Stream,
  { options, now }: { options: SwapOptions; now: number },
): Promise<number> {
  const version = await swapShadow(session.client, stream, { options, now });
  const { remove, add } = options.lakeFiles ?? { remove: [], add: [] };
  if (remove.length > 0) await exchangeLakeFiles(session, { stream: stream.name, remove, add, now });
  return version;
}

function rebuilds(parts: Parts): Rebuild {
  const { lanes, clock } = parts;
  const lane = (stream: string) => lanes.lane(`rebuild ${stream}`);
  return {
    async create(stream) {
      const { shape } = find(parts, stream);
      return lane(stream).transaction(({ client }) => createShadow(client, shape));
    },
    async merge(stream, partials) {
      const { shape } = find(parts, stream);
      await transactOnce(lane(stream), (session) =>
        mergePartials(session, shape, { partials, shadow: true }),
      );
    },
    async diff(stream) {
      const { shape } = find(parts, stream);
      return lane(stream).transaction(({ client }) => diffShadow(client, shape));
    },
    async swap(name, options = {}) {
      const { stream } = find(parts, name);
      // Not while windows or facts are replaced, whose transactions hold some of the tables.
      const version = await transactOnce(lanes.lane(`windows ${name}`), async (session) => {
        await parts.guard(session);
        return swapAll(session, stream, { options, now: clock.now() });
      });
      parts.states.set(name, { stream: name, state: 'current', reasons: [] });
      return version;
    },
    async drop(stream) {
      await lane(stream).transaction(({ client }) => dropShadow(client, find(parts, stream).stream.name));
    },
  };
}
