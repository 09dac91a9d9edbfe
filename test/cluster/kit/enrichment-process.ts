import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { KafkaConnection } from '../../../src/log/kafka/connection.ts';

/** An enrichment worker in a process of its own. */
export interface EnrichmentProcess {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a worker and waits until it has partitions. */
export async function startEnrichmentProcess(about: {
  readonly connection: KafkaConnection;
  readonly scratchDir: string;
  readonly streams: readonly string[];
}): Promise<EnrichmentProcess> {
  const script = path.join(import.meta.dirname, 'enrichment-worker.ts');
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, JSON.stringify(about)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (child.exitCode !== null) throw new Error('the enrichment worker ended by itself');
  return {
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
