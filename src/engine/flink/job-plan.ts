import { createHash } from 'node:crypto';
import type { Fault } from '../../stream/checks/fault.ts';
import type { Stream } from '../../stream/define.ts';
import { renderDeployment } from './deployment.ts';
import { type DeploymentOptions, masked } from './options.ts';
import { writeDeployment } from './written.ts';

/** What is to run of a stream, and what two of its kind are compared by. */
export interface JobPlan {
  readonly stream: Stream;
  /** For one session of the SQL Gateway, in order, with passwords: neither shown nor stored. */
  readonly statements: readonly string[];
  /** The same for a job that goes on from state. */
  readonly resumingStatements: readonly string[];
  /** For readers; passwords are masked. */
  readonly sql: string;
  /** Of all statements, passwords aside. */
  readonly checksum: string;
  /**
   * Of what decides the figures: tables, views and inserts, without addresses, accounts and settings. State that was
   * kept under one of these checksums says nothing under another, even where Flink could map it: its sums were made by
   * other rules, or lack what came before.
   */
  readonly figuresChecksum: string;
  readonly leftOut: readonly string[];
  readonly faults: readonly Fault[];
}

/** Plans the job of a stream. Pure. */
export function planJob(stream: Stream, options: DeploymentOptions): JobPlan {
  const deployment = renderDeployment(stream, options);
  const resuming = renderDeployment(stream, { ...options, resuming: true });
  const shown = renderDeployment(stream, masked(options));
  return {
    stream,
    statements: deployment.statements.map(({ sql }) => sql),
    resumingStatements: resuming.statements.map(({ sql }) => sql),
    sql: writeDeployment(shown),
    checksum: checksum(shown.statements.map(({ sql }) => sql)),
    figuresChecksum: checksum(figureStatements(stream, options)),
    leftOut: deployment.leftOut,
    faults: deployment.faults,
  };
}

/** The statements that decide figures, with whatever may be changed while state is kept left out. */
function figureStatements(stream: Stream, { topicPrefix }: DeploymentOptions): string[] {
  const same: DeploymentOptions = {
    topicPrefix,
    bootstrapServers: '',
    jdbcUrl: '',
    jdbcUser: '',
    jdbcPassword: '',
    parallelism: 1,
    dedupMinutes: 1,
  };
  return renderDeployment(stream, same)
    .statements.map(({ sql }) => sql)
    .filter((sql) => !sql.startsWith('SET '));
}

function checksum(statements: readonly string[]): string {
  return createHash('sha256').update(statements.join(';\n')).digest('hex');
}
