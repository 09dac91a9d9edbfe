import type { Audit, SourceAudit, StreamAudit } from './contract.ts';

/** All figures of the accounting in one statement, so that they are of one moment. */
export const AUDIT = `
SELECT
  (SELECT coalesce(json_agg(a ORDER BY a.stream, a.source), '[]') FROM (
    SELECT coalesce(t.stream, o.stream) AS stream, coalesce(t.source, o.source) AS source,
      coalesce(t.received, 0)::text AS received, coalesce(t.stored, 0)::text AS stored,
      coalesce(t.duplicate, 0)::text AS duplicate, coalesce(t.rejected, 0)::text AS rejected,
      coalesce(t.expired, 0)::text AS expired, coalesce(t.forgotten, 0)::text AS forgotten,
      coalesce(t.forgotten_letters, 0)::text AS forgotten_letters, coalesce(o.next_offset, 0)::text AS next_offset
    FROM crosscurrent.account t FULL JOIN crosscurrent.source_offset o
      ON o.stream = t.stream AND o.source = t.source) a) AS accounts,
  (SELECT coalesce(json_agg(r ORDER BY r.stream, r.name), '[]') FROM (
    SELECT stream, reason AS name, sum(events)::text AS events
    FROM crosscurrent.account_reason GROUP BY stream, reason) r) AS reasons,
  (SELECT coalesce(json_agg(f ORDER BY f.stream, f.name), '[]') FROM (
    SELECT stream, field AS name, sum(events)::text AS events
    FROM crosscurrent.account_field GROUP BY stream, field) f) AS fields,
  (SELECT coalesce(json_agg(l), '[]') FROM (
    SELECT stream, sum(rows)::text AS rows, count(*)::text AS files, sum(bytes)::text AS bytes
    FROM crosscurrent.lake_file GROUP BY stream) l) AS files,
  (SELECT coalesce(json_agg(r), '[]') FROM (
    SELECT stream, count(*)::text AS rows FROM crosscurrent.lake_removed GROUP BY stream) r) AS removed,
  (SELECT coalesce(json_agg(d), '[]') FROM (
    SELECT stream, count(*)::text AS letters FROM crosscurrent.dead_letter GROUP BY stream) d) AS letters`;

/** A row of {@link AUDIT}; numbers as text, which JSON would round. */
export interface AuditRow {
  readonly accounts: readonly {
    readonly stream: string;
    readonly source: string;
    readonly received: string;
    readonly stored: string;
    readonly duplicate: string;
    readonly rejected: string;
    readonly expired: string;
    readonly forgotten: string;
    readonly forgotten_letters: string;
    readonly next_offset: string;
  }[];
  readonly reasons: readonly NamedCount[];
  readonly fields: readonly NamedCount[];
  readonly files: readonly {
    readonly stream: string;
    readonly rows: string;
    readonly files: string;
    readonly bytes: string;
  }[];
  readonly removed: readonly { readonly stream: string; readonly rows: string }[];
  readonly letters: readonly { readonly stream: string; readonly letters: string }[];
}

interface NamedCount {
  readonly stream: string;
  readonly name: string;
  readonly events: string;
}

/**
 * The accounting of every stream (D3): received = stored + duplicate + rejected for each source, the reasons add up to
 * the rejected, and the lake holds what was stored, less what expired and what was forgotten (R1).
 */
export function toAudit(row: AuditRow, streams: readonly string[]): Audit {
  const known = [...new Set([...streams, ...row.accounts.map((account) => account.stream)])];
  const audits = known.map((stream) => auditStream(row, stream));
  return { balanced: audits.every((audit) => audit.balanced), streams: audits };
}

function auditStream(row: AuditRow, stream: string): StreamAudit {
  const accounts = row.accounts.filter((account) => account.stream === stream);
  const sources = accounts.map(toSource);
  const sum = (of: (source: SourceAudit) => number): number =>
    sources.reduce((total, one) => total + of(one), 0);
  const lake = row.files.find((files) => files.stream === stream);
  const total = (name: 'expired' | 'forgotten' | 'forgotten_letters'): number =>
    accounts.reduce((all, account) => all + Number(account[name]), 0);
  const [expired, forgotten] = [total('expired'), total('forgotten')];
  const byReason = counts(row.reasons, stream);
  const rejected = sum((source) => source.rejected);
  const rows = Number(lake?.rows ?? 0);
  const removed = Number(row.removed.find((one) => one.stream === stream)?.rows ?? 0);
  const stored = sum((source) => source.stored);
  return {
    stream,
    received: sum((source) => source.received),
    stored,
    duplicate: sum((source) => source.duplicate),
    rejected: { total: rejected, byReason },
    lake: {
      rows,
      files: Number(lake?.files ?? 0),
      bytes: Number(lake?.bytes ?? 0),
      expired,
      removed,
      forgotten,
    },
    balanced:
      sources.every((one) => one.received === one.stored + one.duplicate + one.rejected) &&
      stored === rows + expired + forgotten &&
      rejected === Object.values(byReason).reduce((total, events) => total + events, 0),
    badFields: counts(row.fields, stream),
    deadLetters: Number(row.letters.find((letters) => letters.stream === stream)?.letters ?? 0),
    forgottenLetters: total('forgotten_letters'),
    sources,
  };
}

function toSource(account: AuditRow['accounts'][number]): SourceAudit {
  return {
    source: account.source,
    received: Number(account.received),
    stored: Number(account.stored),
    duplicate: Number(account.duplicate),
    rejected: Number(account.rejected),
    offset: BigInt(account.next_offset),
  };
}

function counts(rows: readonly NamedCount[], stream: string): Record<string, number> {
  return Object.fromEntries(
    rows.filter((row) => row.stream === stream).map((row) => [row.name, Number(row.events)]),
  );
}
