import type { CatalogueModule } from '../../engine/duckdb/catalogue-module.ts';
import type { JobManager } from '../../engine/flink/gateway/job-manager.ts';
import type { Clock } from '../../event/clock.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import type { Compression } from '../../log/kafka/producer.ts';
import type { Stream } from '../../stream/define.ts';
import type { TableComparison } from '../../warehouse/compare.ts';

/** What is compared with the embedded engine. */
export const VERIFIED_ENGINES = ['flink', 'workers'] as const;

export type VerifiedEngine = (typeof VERIFIED_ENGINES)[number];

/** What events go both ways. */
export type VerifiedInput =
  | { readonly kind: 'simulated'; readonly events: number; readonly seed: number }
  | { readonly kind: 'file'; readonly path: string; readonly format: string | undefined };

export interface VerifyRequest {
  readonly streams: readonly Stream[];
  readonly input: VerifiedInput;
  readonly engine: VerifiedEngine;
  /** Until the other engine has the figures of the embedded one, in milliseconds; then what it has is compared. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** Told in words what is being done. */
  readonly say: (words: string) => void;
}

/** What a verification works with; everything that it makes there is its own, and is removed again. */
export interface VerifyContext {
  readonly catalogueModule: CatalogueModule;
  readonly clock: Clock;
  /** A PostgreSQL as a URL, in which databases can be made. */
  readonly databaseUrl: string;
  /** The same as Flink reaches it: `jdbc:postgresql://host:port/database`; null: as we do. */
  readonly jdbcUrl: string | null;
  readonly kafka: KafkaConnection;
  readonly compression: Compression;
  readonly partitions: number;
  readonly replication: number;
  readonly gatewayUrl: string;
  readonly flinkUrl: string;
  readonly jobManager: (url: string, signal?: AbortSignal) => JobManager;
  readonly dedupMinutes: number;
  readonly threads: number;
  readonly memoryMiB: number;
}

/** How a stream's tables differ. */
export interface StreamVerdict {
  readonly stream: string;
  readonly engine: VerifiedEngine;
  /** Whether each row of each table is the same on both sides. */
  readonly equal: boolean;
  /** Lines that went both ways, bad and repeated ones included. */
  readonly lines: number;
  /** What the embedded engine made of them. */
  readonly outcome: { readonly stored: number; readonly duplicate: number; readonly rejected: number };
  readonly seconds: number;
  readonly tables: readonly TableComparison[];
  /** What went wrong on the way, in words; a verification goes on as far as it can. */
  readonly troubles: readonly string[];
}
