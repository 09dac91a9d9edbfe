import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Lake } from '../../lake/contract.ts';
import type { Stream } from '../../stream/define.ts';
import type { StreamPlan } from '../../stream/plan.ts';
import type { Grain } from '../../stream/rollup.ts';
import type { EditionKey, MentionRows } from '../../warehouse/campaigns/contract.ts';
import type { DeadLetter, LakeFile, SourceAdvance } from '../../warehouse/contract.ts';
import type { InputSlice, RejectedLine } from '../contract.ts';
import { type DuckDBConnection, forEachChunk, identifier, numberOf } from './database.ts';
import { findDuplicates, renderIdHashes } from './duplicates.ts';
import type { KnownValues } from './known-values.ts';
import { writeLakeFiles } from './lake-writer.ts';
import { daysOf, type Minute, minutesOf, windowsOf } from './minutes.ts';
import { renderParse, renderParseCanonical } from './parse.ts';
import { identifyLetter } from './revisions/letters.ts';
import {
  type MarkedRows,
  markRevisions,
  NO_REVISIONS,
  renderTombstones,
  type SliceRevisions,
} from './revisions/mark.ts';
import type { SeenIds } from './revisions/seen.ts';
import { lookAgain, type SecondLook } from './second-look.ts';
import { renderStoredRows } from './stored-rows.ts';
import type { Place } from './turns.ts';
import { findUnknownFields, renderExtra, type UnknownFields } from './unknown-fields.ts';

/** What one slice adds: everything a commit needs but the partial sums. */
export interface Prepared {
  readonly advance: SourceAdvance;
  readonly lakeFiles: readonly LakeFile[];
  readonly deadLetters: readonly DeadLetter[];
  readonly stale: Readonly<Record<Grain, readonly number[]>>;
  readonly latestEvent: number | null;
  readonly revisions: SliceRevisions;
  /** What campaigns found in it. */
  readonly mentions?: readonly MentionRows[];
  /** The editions of campaigns that it was matched for, where others may begin meanwhile. */
  readonly matched?: readonly EditionKey[];
}

export interface PrepareContext {
  readonly connection: DuckDBConnection;
  readonly plan: StreamPlan;
  readonly lake: Pick<Lake, 'folder' | 'publish'>;
  readonly scratchDir: string;
  readonly known: KnownValues;
  readonly seen: SeenIds;
  readonly generation: number;
  /** Part of the names of lake files, where several processes write them. */
  readonly writer?: string;
  /** Slices find their duplicates in the order in which they came (D5). */
  readonly order: Place;
}

/**
 * The chain from a slice of input to the lake: parse, look again at doubtful lines, drop duplicates,
 * derive, write Parquet. No JavaScript object is made for an event that goes the plain way.
 */
export async function prepareSlice(context: PrepareContext, slice: InputSlice): Promise<Prepared> {
  const { connection, plan } = context;
  const { stream } = plan;
  if (slice.lines === 0) return withoutRows(stream, slice);
  // Slices of other sources begin at the same offset, and DuckDB may remember what it read under a name.
  const canonicalPath = path.join(context.scratchDir, `${stream.name}-${randomUUID()}.canonical.ndjson`);
  try {
    const second = await parseSlice(context, slice, canonicalPath);
    await context.order.turn;
    const marked = await markDuplicates(context, second.canonicalPath !== null);
    context.order.done();
    const duplicates = marked.duplicates.length;
    const stored = marked.rows - duplicates;
    const firsts = renderFirsts(stream, marked);
    const minutes = await minutesOf(connection, `(${firsts})`, identifier(stream.eventTime));
    const lakeFiles = stored > 0 ? await deriveAndStore(context, slice, { firsts, minutes }) : [];
    const rejected = [...(slice.rejected ?? []), ...second.rejected];
    return {
      advance: {
        source: slice.source,
        from: slice.from,
        to: slice.to,
        received: slice.lines + (slice.rejected?.length ?? 0),
        stored,
        duplicate: duplicates,
        rejected: countReasons(rejected),
        badFields: second.badFields,
      },
      lakeFiles,
      deadLetters: rejected.map((line) => deadLetter(stream, slice, line)),
      stale: isHolistic(plan) ? windowsOf(minutes) : { minute: [], hour: [], day: [] },
      latestEvent: await latestEvent(context, marked, lakeFiles),
      revisions: marked.revisions,
    };
  } finally {
    await rm(canonicalPath, { force: true });
    await forgetSlice(connection);
  }
}

/** When the newest event was that the slice stores; a deletion is of no time. */
async function latestEvent(
  { connection, plan }: PrepareContext,
  marked: MarkedRows,
  lakeFiles: readonly LakeFile[],
): Promise<number | null> {
  const { revisions, eventTime } = plan.stream;
  if (lakeFiles.length === 0) return null;
  if (revisions === undefined || !marked.anyDeletion) {
    return Math.max(...lakeFiles.map((file) => file.maxTime));
  }
  const rows = renderFirsts(plan.stream, marked);
  const standing = `SELECT ${identifier(eventTime)} FROM (${rows}) WHERE NOT coalesce(${identifier(revisions.deleted)}, false)`;
  const minutes = await minutesOf(connection, `(${standing})`, identifier(eventTime));
  return minutes.length === 0 ? null : Math.max(...minutes.map(({ maxTime }) => maxTime));
}

/** A lane that waits must not hold the memory of the slice it had. */
export async function forgetSlice(connection: DuckDBConnection): Promise<void> {
  await connection.run('DROP VIEW IF EXISTS taken');
  for (const table of ['parsed', 'extras', 'canonical', 'duplicate_lines']) {
    await connection.run(`DROP TABLE IF EXISTS temp.${table}`);
  }
}

/** Leaves the accepted rows in the view `taken`: the parsed columns with `line` and `extra`. */
export async function parseSlice(
  context: Pick<PrepareContext, 'connection' | 'plan'>,
  slice: InputSlice,
  canonicalPath: string,
): Promise<SecondLook> {
  const { connection, plan } = context;
  const { stream } = plan;
  await connection.run('DROP VIEW IF EXISTS taken');
  const { unknown, doubtful } = await parseQuickly(connection, stream, slice);
  const second = await lookAgain(stream, slice, doubtful, canonicalPath);
  await createTaken(context, {
    canonical: second.canonicalPath,
    longest: second.longest,
    misspelt: unknown.misspelt,
    extra: unknown.any,
  });
  return second;
}

interface QuickLook {
  readonly unknown: UnknownFields;
  /** Lines to look at again, ascending. */
  readonly doubtful: readonly number[];
}

/** Each line takes the slow way. */
const NOTHING_READ: UnknownFields = { any: true, misspelt: true };

/**
 * DuckDB gives up a whole slice when a line breaks off and its value ends in a later one (`{"a":` and `1}`), which it
 * reads on behind, when a line is longer than `LINE_BYTES`, and when one is nested so often that there is no memory for it.
 */
const GIVEN_UP = /Malformed JSON|Out of Memory Error|maximum_object_size/;

/** Fills the tables `parsed` and, where there are unknown fields, `extras`. */
async function parseQuickly(
  connection: DuckDBConnection,
  stream: Stream,
  slice: InputSlice,
): Promise<QuickLook> {
  const rows = renderParse(stream, slice.path, slice.receivedAt);
  const giveUp = async (): Promise<QuickLook> => {
    await connection.run(`CREATE OR REPLACE TEMP TABLE parsed AS SELECT * FROM (${rows}) LIMIT 0`);
    return { unknown: NOTHING_READ, doubtful: Array.from({ length: slice.lines }, (_, line) => line) };
  };
  try {
    // Side by side: DuckDB parses in threads of its own.
    const [unknown] = await Promise.all([
      findUnknownFields(stream, slice.path),
      connection.run(`CREATE OR REPLACE TEMP TABLE parsed AS ${rows}`),
    ]);
    // DuckDB passes over lines of white space that is none in JSON (form feeds), and rows would be taken for others.
    if ((await numberOf(connection, 'SELECT count(*) FROM parsed')) !== slice.lines) return await giveUp();
    if (unknown.any && !unknown.misspelt) {
      await connection.run(`CREATE OR REPLACE TEMP TABLE extras AS ${renderExtra(stream, slice.path)}`);
    }
    return { unknown, doubtful: await doubtfulLines(connection, unknown) };
  } catch (error) {
    if (!(error instanceof Error && GIVEN_UP.test(error.message))) throw error;
    return await giveUp();
  }
}

async function doubtfulLines(
  connection: DuckDBConnection,
  { misspelt, any }: UnknownFields,
): Promise<number[]> {
  const lines: number[] = [];
  const odd = 'parsed p JOIN extras e ON p.rowid = e.rowid WHERE p.doubt OR e.odd';
  const from = misspelt ? 'parsed p' : any ? odd : 'parsed p WHERE p.doubt';
  const result = await connection.stream(`SELECT CAST(p.rowid AS INTEGER) FROM ${from} ORDER BY p.rowid`);
  await forEachChunk(result, (chunk) => {
    for (const line of chunk.getColumnValues(0)) lines.push(Number(line));
  });
  return lines;
}

async function createTaken(
  context: Pick<PrepareContext, 'connection' | 'plan'>,
  found: { canonical: string | null; longest: number; misspelt: boolean; extra: boolean },
): Promise<void> {
  const { connection, plan } = context;
  const columns = [...Object.keys(plan.stream.columns), ...Object.keys(plan.stream.extracted)].map(
    identifier,
  );
  const parts: string[] = [];
  if (!found.misspelt) {
    const from = found.extra ? 'parsed p JOIN extras e ON p.rowid = e.rowid' : 'parsed p';
    const extra = found.extra ? 'e.extra' : 'CAST(NULL AS VARCHAR)';
    const plain = found.extra ? 'NOT p.doubt AND NOT e.odd' : 'NOT p.doubt';
    parts.push(
      `SELECT p.rowid AS line, ${columns.join(', ')}, ${extra} AS extra FROM ${from} WHERE ${plain}`,
    );
  }
  if (found.canonical !== null || found.misspelt) {
    const path = found.canonical;
    if (path !== null) {
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE canonical AS ${renderParseCanonical(plan.stream, path, found.longest)}`,
      );
      parts.push(`SELECT line, ${columns.join(', ')}, extra FROM canonical`);
    }
  }
  const none = `SELECT rowid AS line, ${columns.join(', ')}, CAST(NULL AS VARCHAR) AS extra FROM parsed WHERE false`;
  await connection.run(`CREATE TEMP VIEW taken AS ${parts.length === 0 ? none : parts.join(' UNION ALL ')}`);
}

/** Finds duplicates and leaves their lines in the table `duplicate_lines`. */
async function markDuplicates(context: PrepareContext, mixed: boolean): Promise<MarkedRows> {
  const { connection, plan, seen, generation } = context;
  const { stream } = plan;
  // Rows that were looked at again come last in the view: only then do they have to be sorted.
  const order = mixed ? 'ORDER BY line' : '';
  const marked =
    stream.revisions === undefined
      ? {
          ...(await findDuplicates(
            connection,
            renderIdHashes(identifier(stream.id), 'taken', order),
            seen.ids,
            generation,
          )),
          anyDeletion: false,
          revisions: NO_REVISIONS,
        }
      : await markRevisions(connection, stream, stream.revisions, { seen, generation, order });
  if (marked.duplicates.length > 0) {
    const list = `SELECT unnest([${marked.duplicates.join(',')}]) AS line`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE duplicate_lines AS ${list}`);
  }
  return marked;
}

function renderFirsts(stream: Stream, { duplicates, anyDeletion }: MarkedRows): string {
  const firsts =
    duplicates.length === 0
      ? 'SELECT * FROM taken'
      : 'SELECT * FROM taken WHERE line NOT IN (SELECT line FROM duplicate_lines)';
  if (stream.revisions === undefined || !anyDeletion) return firsts;
  const columns = [...Object.keys(stream.columns), ...Object.keys(stream.extracted), 'extra'];
  return renderTombstones(stream, stream.revisions, { from: firsts, columns });
}

async function deriveAndStore(
  context: PrepareContext,
  slice: InputSlice,
  rows: { firsts: string; minutes: readonly Minute[] },
): Promise<LakeFile[]> {
  const { connection, plan } = context;
  const known = await context.known.derive(connection, 'taken');
  try {
    const stored = renderStoredRows(plan.stream, rows.firsts, {
      receivedAt: slice.receivedAt,
      known: known.tables,
    });
    return await writeLakeFiles(connection, stored, daysOf(rows.minutes), {
      lake: context.lake,
      stream: plan.stream,
      source: slice.source,
      from: slice.from,
      to: slice.to,
      ...(context.writer === undefined ? {} : { writer: context.writer }),
    });
  } finally {
    known.release();
  }
}

/** Whether the stream has measures that are recomputed for the windows that a slice touched. */
function isHolistic(plan: StreamPlan): boolean {
  return plan.distinct.length > 0 || plan.sessions.length > 0 || plan.stream.star !== undefined;
}

function withoutRows(stream: Stream, slice: InputSlice): Prepared {
  const rejected = slice.rejected ?? [];
  return {
    advance: {
      source: slice.source,
      from: slice.from,
      to: slice.to,
      received: rejected.length,
      stored: 0,
      duplicate: 0,
      rejected: countReasons(rejected),
      badFields: {},
    },
    lakeFiles: [],
    deadLetters: rejected.map((line) => deadLetter(stream, slice, line)),
    stale: { minute: [], hour: [], day: [] },
    latestEvent: null,
    revisions: NO_REVISIONS,
  };
}

function countReasons(rejected: readonly RejectedLine[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rejected) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function deadLetter(stream: Stream, slice: InputSlice, line: RejectedLine): DeadLetter {
  return {
    ...identifyLetter(stream, line),
    stream: slice.stream,
    source: slice.source,
    offset: line.offset,
    reason: line.reason,
    raw: line.raw,
    rawBytes: line.bytes,
    receivedAt: slice.receivedAt,
  };
}
