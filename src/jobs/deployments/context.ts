import type { JobManager } from '../../engine/flink/gateway/job-manager.ts';
import type { DeploymentOptions } from '../../engine/flink/options.ts';
import type { Clock } from '../../event/clock.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import type { TopicSpec } from '../../log/kafka/topics.ts';
import type { Stream } from '../../stream/define.ts';
import type { DeploymentBooks } from '../../warehouse/deployments.ts';
import type { Query } from '../../warehouse/pool.ts';

/** What tells how the jobs on Flink are. */
export interface StatusContext {
  readonly catalogue: readonly Stream[];
  readonly query: Query;
  readonly books: DeploymentBooks;
  readonly clock: Clock;
  readonly jobManager: (url: string, signal?: AbortSignal) => JobManager;
  /** Null without Kafka. */
  readonly kafka: KafkaConnection | null;
}

/** What looks after jobs on Flink works with. */
export interface DeploymentContext extends StatusContext {
  /** 32 hexadecimal digits that nobody else has. */
  readonly newJobId: () => string;
  /** `http://host:8083`. */
  readonly gatewayUrl: string;
  /** `http://host:8081`. */
  readonly flinkUrl: string;
  readonly kafka: KafkaConnection;
  /** Partitions and retention of the topics that are made. */
  readonly topicSize: Omit<TopicSpec, 'name' | 'timestamps'>;
  /** What jobs are rendered with, unless a call says otherwise. */
  readonly options: DeploymentOptions;
}

/** Told in words what is being done. */
export type Say = (words: string) => void;
