import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Enrichment } from '../../src/engine/duckdb/enrichment/contract.ts';
import { createEnrichment } from '../../src/engine/duckdb/enrichment/enrichment.ts';
import { enrichedColumns } from '../../src/engine/flink/events.ts';
import type { Stream } from '../../src/stream/define.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { type EngineHall, openHall, submit } from '../integrity/kit/engine.ts';
import { readLakeRows } from '../integrity/kit/lake.ts';

const NOW = Date.UTC(2026, 5, 1);
const EVENTS = 3000;
const SLICES = 3;

let hall: EngineHall;
let enrichment: Enrichment;

beforeAll(async () => {
  hall = await openHall();
  const module = path.join(import.meta.dirname, '..', '..', 'src', 'streams', 'catalogue.ts');
  enrichment = await createEnrichment({
    catalogue,
    catalogueModule: { url: pathToFileURL(module).href, settings: {} },
    scratchDir: path.join(hall.root, 'enrichment'),
    threads: 2,
    memoryMiB: 512,
    lanes: 2,
  });
});

afterAll(async () => {
  await enrichment.close();
  await hall.close();
});

type Row = Readonly<Record<string, unknown>>;

/** Simulated lines, with the broken and repeated ones among them. */
function simulated(stream: Stream): string[] {
  const lines = stream.simulator({ seed: 7, rate: 1, start: NOW - 24 * 60 * 60 * 1000 });
  return Array.from({ length: EVENTS }, () => lines.next().value.line);
}

/** The one event of each id that counts: a deletion, else the highest version, else the first. */
function counted(stream: Stream, rows: readonly Row[]): Map<string, Row> {
  const best = new Map<string, Row>();
  for (const row of rows) {
    const id = String(row[stream.id]);
    const before = best.get(id);
    if (before === undefined || outranks(stream, row, before)) best.set(id, row);
  }
  return best;
}

function outranks({ revisions }: Stream, row: Row, before: Row): boolean {
  if (revisions === undefined) return false;
  const rank = (one: Row): [boolean, number] => [
    one[revisions.deleted] === true,
    Number(one[revisions.version] ?? 0),
  ];
  const [[deleted, version], [deletedBefore, versionBefore]] = [rank(row), rank(before)];
  return deleted === deletedBefore ? version > versionBefore : deleted;
}

describe('enriched events', () => {
  it.each(catalogue)('[V6] of $name are the rows of its lake, column by column', async (stream) => {
    const lines = simulated(stream);
    const bench = await hall.open(`enriched-${stream.name}`);
    const rows: Row[] = [];
    const rejected: string[] = [];
    try {
      let from = 0n;
      for (let part = 0; part < SLICES; part += 1) {
        const own = lines.slice((part * EVENTS) / SLICES, ((part + 1) * EVENTS) / SLICES);
        const about = { stream: stream.name, source: 'test', from, lines: own, receivedAt: NOW };
        const slice = await hall.slice(about);
        from = slice.to;
        const enriched = await enrichment.enrich(slice);
        for (let line = 0; line < enriched.events.lines; line += 1) {
          const event = enriched.events.at(line);
          if (event === null) continue;
          rows.push(JSON.parse(event.value.toString('utf8', event.valueFrom, event.valueTo)) as Row);
        }
        rejected.push(...enriched.rejected.map(({ reason }) => reason));
        await submit(bench, slice);
      }
      const audit = (await bench.warehouse.audit()).streams.find((one) => one.stream === stream.name);
      const reasons = Object.fromEntries(
        [...Map.groupBy(rejected, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
      );
      expect(reasons).toEqual(audit?.rejected.byReason);
      expect(rows.length).toBe((audit?.stored ?? 0) + (audit?.duplicate ?? 0));
      expect(counted(stream, rows)).toEqual(await lakeRows(stream, bench));
    } finally {
      await bench.close();
    }
  });
});

/** The rows of the lake that count, by id, with deletions. */
async function lakeRows(
  stream: Stream,
  bench: Awaited<ReturnType<EngineHall['open']>>,
): Promise<Map<string, Row>> {
  const columns = Object.entries(enrichedColumns(stream));
  // Deletions stand in the lake, too, with everything they replace marked as removed.
  const sql = columns.map(([name, type]) => {
    if (type === 'timestamp') return `CAST(epoch_ms("${name}") AS DOUBLE)`;
    if (type === 'list') return `CAST(to_json("${name}") AS VARCHAR)`;
    if (type === 'decimal') return `CAST("${name}" AS VARCHAR)`;
    return type === 'integer' ? `CAST("${name}" AS DOUBLE)` : `"${name}"`;
  });
  const found = await readLakeRows(
    bench.lakeDir,
    await bench.warehouse.lakeFiles(stream.name),
    `id, ${sql.join(', ')}`,
  );
  return new Map(
    found.map(([id, ...values]) => [
      String(id),
      Object.fromEntries(
        columns.map(([name, type], at) => [
          name,
          type === 'list' ? (JSON.parse(String(values[at])) as unknown) : values[at],
        ]),
      ),
    ]),
  );
}
