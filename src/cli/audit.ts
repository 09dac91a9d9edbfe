import type { Command } from 'commander';
import type { z } from 'zod';
import { describeReason } from '../event/outcome.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, withSession } from './invocation.ts';
import { AuditResult, readResult } from './results.ts';
import { count } from './terminal/figures.ts';
import { type TableColumn, table } from './terminal/table.ts';

const SPEC: CommandSpec = {
  usage: 'audit',
  about:
    'Check that every event is accounted for: received = stored + duplicate + rejected, stored = what the lake holds and what has left it',
  summary: 'Check that every event is accounted for',
  json: 'Print the accounting as JSON',
  examples: [
    ['crosscurrent audit', 'See the accounting; exit code 1 when it does not add up'],
    ['crosscurrent audit --json', 'The same with each reason and source, as JSON'],
  ],
};

type Audit = z.infer<typeof AuditResult>;

const NUMBERS = ['RECEIVED', 'STORED', 'DUPLICATE', 'REJECTED', 'IN LAKE'];
const COLUMNS: readonly TableColumn[] = [
  { name: 'STREAM' },
  ...NUMBERS.map((name) => ({ name, align: 'right' as const })),
  { name: '' },
];

function mostFirst(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function detailsOf(one: Audit['streams'][number]): string[] {
  const { stream, rejected, badFields, lag } = one;
  return [
    ...mostFirst(rejected.byReason).map(
      ([reason, n]) => `${stream}: ${count(n)} rejected, ${describeReason(reason)}`,
    ),
    ...mostFirst(badFields).map(
      ([field, n]) => `${stream}: ${count(n)} unusable values of ${field} became NULL`,
    ),
    ...lakeDetails(one),
    ...(lag?.events ? [`${stream}: ${count(lag.events)} more are in the log, not yet in the warehouse`] : []),
  ];
}

/** Where stored events are that the lake does not hold, or that do not count. */
function lakeDetails({ stream, lake, forgottenLetters }: Audit['streams'][number]): string[] {
  return [
    ...(lake.expired > 0 ? [`${stream}: ${count(lake.expired)} have left the lake by its age limit`] : []),
    ...(lake.forgotten > 0
      ? [
          `${stream}: ${count(lake.forgotten)} were deleted or replaced by later events, and are gone from the lake`,
        ]
      : []),
    ...(lake.removed > 0
      ? [
          `${stream}: ${count(lake.removed)} were deleted or replaced by later events; the next compaction takes them out of the lake`,
        ]
      : []),
    ...(forgottenLetters > 0
      ? [
          `${stream}: ${count(forgottenLetters)} of the rejected lines are gone, because their events were deleted`,
        ]
      : []),
  ];
}

function describeAudit(audit: Audit): string {
  const rows = audit.streams.map((one) => [
    one.stream,
    ...[one.received, one.stored, one.duplicate, one.rejected.total, one.lake.rows].map(count),
    one.balanced ? 'adds up' : 'DOES NOT ADD UP',
  ]);
  const details = audit.streams.flatMap(detailsOf);
  return `${table(COLUMNS, rows)}${details.length === 0 ? '' : `\n${details.join('\n')}\n`}`;
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { output, signal } = invocation;
  const configuration = configure(invocation, command, SPEC);
  const result = await withSession(invocation, { configuration, command: 'audit' }, (session) =>
    session.run('audit', {}, { signal }),
  );
  const audit = readResult(AuditResult, 'audit', result);
  if (isSet(command, 'json')) await output.json(result);
  else await output.write(describeAudit(audit));
  if (audit.balanced) return;
  const wrong = audit.streams.filter((one) => !one.balanced).map((one) => one.stream);
  output.note(
    `crosscurrent: The accounting of ${wrong.join(', ')} does not add up. Run \`crosscurrent doctor\`.`,
  );
  invocation.setExit(1);
}

/** `crosscurrent audit`. */
export function addAudit(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
