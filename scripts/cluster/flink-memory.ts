import { ClusterProblem } from './problem.ts';
import type { ClusterOptions } from './state.ts';

/** The parts of a TaskManager's memory in MiB, in Flink's words. */
export interface FlinkMemory {
  readonly taskHeap: number;
  readonly network: number;
  /** What RocksDB may take; the hashmap backend takes none. */
  readonly managed: number;
  readonly frameworkHeap: number;
  readonly frameworkOffHeap: number;
  readonly metaspace: number;
  readonly overhead: number;
  /** The JVM's heap. */
  readonly heap: number;
  /** The JVM's direct memory. */
  readonly direct: number;
}

const FRAMEWORK_HEAP = 128;
const FRAMEWORK_OFF_HEAP = 128;
const NETWORK = 160;
const METASPACE = 256;
const OVERHEAD = 192;
/** Some operators of batch statements ask for managed memory whatever keeps the state. */
const LEAST_MANAGED = 64;
const LEAST_TASK_HEAP = 256;

/** How much of the process RocksDB gets. */
const ROCKSDB_SHARE = 0.4;

/** Smallest TaskManager that can be asked for, in MiB. */
export const LEAST_TASK_MANAGER_MIB =
  FRAMEWORK_HEAP + FRAMEWORK_OFF_HEAP + NETWORK + METASPACE + OVERHEAD + LEAST_MANAGED + LEAST_TASK_HEAP;

/**
 * Splits the memory of a TaskManager's process. Flink's shell scripts do this elsewhere; without them every size has to
 * be stated.
 * @throws ClusterProblem when it is too little
 */
export function flinkMemory({
  taskManagerMiB,
  stateBackend,
}: Pick<ClusterOptions, 'taskManagerMiB' | 'stateBackend'>): FlinkMemory {
  const managed = stateBackend === 'rocksdb' ? Math.round(taskManagerMiB * ROCKSDB_SHARE) : LEAST_MANAGED;
  const fixed = FRAMEWORK_HEAP + FRAMEWORK_OFF_HEAP + NETWORK + METASPACE + OVERHEAD;
  const taskHeap = taskManagerMiB - fixed - managed;
  if (taskHeap < LEAST_TASK_HEAP) {
    const least =
      stateBackend === 'rocksdb'
        ? Math.ceil((fixed + LEAST_TASK_HEAP) / (1 - ROCKSDB_SHARE))
        : LEAST_TASK_MANAGER_MIB;
    throw new ClusterProblem(
      `${taskManagerMiB} MiB are too little for a TaskManager with ${stateBackend}.`,
      `Give it at least ${least} MiB with --taskmanager-memory.`,
    );
  }
  return {
    taskHeap,
    network: NETWORK,
    managed,
    frameworkHeap: FRAMEWORK_HEAP,
    frameworkOffHeap: FRAMEWORK_OFF_HEAP,
    metaspace: METASPACE,
    overhead: OVERHEAD,
    heap: taskHeap + FRAMEWORK_HEAP,
    direct: FRAMEWORK_OFF_HEAP + NETWORK,
  };
}
