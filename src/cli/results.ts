import { z } from 'zod';
import { CrosscurrentError } from '../event/errors.ts';
import type { ReportAnswer } from '../reports/answer.ts';

/** 64-bit counts come as text beyond 2^53. */
const Count = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

const Rejected = z.looseObject({ total: Count, byReason: z.record(z.string(), Count) });

const accounting = { received: Count, stored: Count, duplicate: Count, rejected: Rejected };

/** Result of the job `ingest`. */
export const IngestResult = z.looseObject({
  stream: z.string(),
  ...accounting,
  /** Messages that are no events of the stream. */
  skipped: Count.default(0),
  seconds: z.number(),
});

/** Result of the job `ingest` with a log in Kafka: what becomes of the lines is decided by whoever takes them in. */
export const SendResult = z.looseObject({
  stream: z.string(),
  sent: Count,
  refused: Count,
  skipped: Count,
  bytes: Count,
  /** Whether all of it is in the warehouse, and how many events of the stream are not. */
  inWarehouse: z.boolean(),
  waiting: Count,
  /** Whether DuckDB takes events in; else Flink and archive workers do. */
  taken: z.boolean(),
  /** Until Kafka had all of it. */
  sentIn: z.number(),
  seconds: z.number(),
  files: z.array(z.looseObject({ path: z.string(), sent: Count, sentBefore: z.string().nullable() })),
});

/** Progress of the jobs `ingest`, `simulate`, `rebuild` and of a replay. */
export const WorkProgress = z.looseObject({
  events: Count.default(0),
  bytes: Count.nullish(),
  totalBytes: Count.nullish(),
  totalEvents: Count.nullish(),
  seconds: z.number().default(0),
});

/** Result of the job `simulate`. */
export const SimulateResult = z.looseObject({ stream: z.string(), events: Count, seconds: z.number() });

/** Result of the job `simulated.remove`. */
export const RemoveResult = z.looseObject({
  streams: z.array(z.looseObject({ stream: z.string(), removed: Count })),
});

/** Result of the job `try`. */
export const TryResult = z.looseObject({ skipped: Count.default(0) });

/** A line of the job `try`, which comes as progress. */
export const TriedLine = z.looseObject({
  line: Count,
  outcome: z.enum(['accepted', 'rejected']),
  reason: z.string().optional(),
  event: z.record(z.string(), z.unknown()).optional(),
});

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** Result of the job `report`. */
export const ReportResult: z.ZodType<ReportAnswer> = z.object({
  report: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'integer', 'decimal', 'boolean', 'timestamp', 'list']),
      unit: z.string().nullable(),
    }),
  ),
  rows: z.array(z.record(z.string(), Cell)),
  asOf: z.string().nullable(),
  unknown: z.string().optional(),
});

/** Result of the job `audit`. */
export const AuditResult = z.looseObject({
  balanced: z.boolean(),
  streams: z.array(
    z.looseObject({
      stream: z.string(),
      ...accounting,
      lake: z.looseObject({
        rows: Count,
        files: Count.optional(),
        bytes: Count.optional(),
        expired: Count.default(0),
        removed: Count.default(0),
        forgotten: Count.default(0),
      }),
      balanced: z.boolean(),
      badFields: z.record(z.string(), Count).default({}),
      lag: z
        .looseObject({ events: Count.optional(), bytes: Count.optional(), seconds: z.number().nullish() })
        .optional(),
      deadLetters: Count.default(0),
      forgottenLetters: Count.default(0),
    }),
  ),
});

const DeadLetter = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  stream: z.string(),
  source: z.string(),
  offset: z.union([z.string(), z.number()]).transform(String),
  reason: z.string(),
  raw: z.string(),
  bytes: Count,
  receivedAt: z.string(),
  replayedAt: z.string().nullish(),
});

/** Result of the job `dead-letters.list`. */
export const DeadLetterList = z.looseObject({ total: Count, rows: z.array(DeadLetter) });

/** Result of the job `dead-letters.show`. */
export const DeadLetterShown = DeadLetter;

/** Result of the job `dead-letters.replay` with a log in Kafka. */
export const ReplaySent = z.looseObject({ sent: Count, inWarehouse: z.boolean() });

/** Result of the job `dead-letters.replay`. */
export const ReplayResult = z.looseObject({
  replayed: Count,
  stored: Count,
  duplicate: Count,
  rejected: z.unknown(),
});

/** Result of the job `rebuild`. */
export const RebuildResult = z.looseObject({
  rows: z.record(
    z.string(),
    z.looseObject({ before: Count, after: Count, added: Count, removed: Count, changed: Count }),
  ),
});

/** Result of the jobs `campaign.show`, `campaign.add`, `campaign.edit` and `campaign.remove`. */
export const CampaignShown = z.looseObject({
  id: z.string(),
  name: z.string(),
  any: z.array(z.string()),
  none: z.array(z.string()),
  language: z.string().nullable(),
  platform: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  colour: z.string(),
  state: z.enum(['ready', 'matching']),
  progress: z.object({ done: Count, total: Count }),
  mentions: Count,
});

/** Result of the job `campaign.list`. */
export const CampaignList = z.looseObject({ campaigns: z.array(CampaignShown) });

/** Result of the job `forget`. */
export const ForgetResult = z.looseObject({
  streams: z.array(z.looseObject({ stream: z.string(), events: Count, deadLetters: Count })),
});

/** Reads what a job answered. Another shape than the contract's is a bug, or a host of another version. */
export function readResult<T>(schema: z.ZodType<T>, job: string, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CrosscurrentError(
    'internal',
    `The job ${job} answered in an unexpected way (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`,
    'Check that all programs on this data folder are the same version of Crosscurrent.',
    { cause: read.error },
  );
}
