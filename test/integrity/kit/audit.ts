import { runCommand } from './command.ts';

/** The accounting of one stream, as `audit --json` prints it. */
export interface StreamAccount {
  readonly stream: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
  readonly lake: { readonly rows: number; readonly files: number };
  readonly balanced: boolean;
  readonly badFields: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  readonly lag: { readonly bytes: number; readonly seconds: number };
  readonly sources: readonly { readonly source: string; readonly received: number }[];
}

/** Runs `audit --json`, as host or guest of the data folder. */
export async function auditStream(data: string, stream: string): Promise<StreamAccount> {
  const { exit, stdout, stderr } = await runCommand(['audit', '--json', '--data-dir', data]);
  if (exit !== 0 && stdout === '') throw new Error(`audit ended with ${exit}: ${stderr}`);
  const found = (JSON.parse(stdout) as { streams: StreamAccount[] }).streams.find(
    (one) => one.stream === stream,
  );
  if (found === undefined) throw new Error(`audit knows no stream ${stream}`);
  return found;
}
