import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import { describeReason } from '../event/outcome.ts';
import type { Stream } from '../stream/define.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { FORMATS_ABOUT, formatOption, resolveInputs, withFiles } from './inputs.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { readResult, TriedLine, TryResult } from './results.ts';
import { findStream } from './streams-by-name.ts';
import { count, counted } from './terminal/figures.ts';
import { printable } from './terminal/table.ts';

const SPEC: CommandSpec = {
  usage: 'try <stream> <file>',
  about: 'Show what each line of a file (- is standard input) would become, and store nothing',
  summary: 'Show what each line of a file would become',
  json: 'Print one line of JSON for each line: line, outcome, reason, event',
  examples: [
    ['crosscurrent try web-behaviour events.ndjson', 'See what is accepted and what is derived'],
    [
      'tail -n 5 events.ndjson | crosscurrent try web-behaviour - --json',
      'The same for the last lines, as JSON',
    ],
  ],
};

type Tried = z.infer<typeof TriedLine>;

function valueText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

function describeLine(stream: Stream, tried: Tried): string {
  if (tried.outcome === 'rejected') {
    return `line ${count(tried.line)}: rejected, ${printable(describeReason(tried.reason ?? 'unknown'))}\n`;
  }
  const known = Object.entries(tried.event ?? {}).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const width = Math.max(0, ...known.map(([name]) => name.length));
  const lines = known.map(([name, value]) => {
    const isDerived = !Object.hasOwn(stream.columns, name);
    return `  ${name.padEnd(width)}  ${valueText(value)}${isDerived ? '  (derived)' : ''}`;
  });
  return `${[`line ${count(tried.line)}: accepted`, ...lines].join('\n')}\n`;
}

/** In the order in which they came, one after the other, however fast they come. */
function inTurn(write: (tried: Tried) => Promise<unknown>): {
  add(value: unknown): void;
  done(): Promise<void>;
} {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    add: (value) => {
      turn = turn.then(() => write(readResult(TriedLine, 'try', value)));
      turn.catch(() => undefined); // seen by `done`
    },
    done: async () => {
      await turn;
    },
  };
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, signal } = invocation;
  const [streamName = '', file = ''] = command.args;
  const stream = findStream(dependencies.catalogue, streamName);
  const format = formatOption(stream, textOption(command, 'format'));
  const configuration = configure(invocation, command, SPEC);
  const inputs = await resolveInputs(invocation, [file]);
  const asJson = isSet(command, 'json');
  const seen = { accepted: 0, rejected: 0 };
  let skipped = 0;
  const written = inTurn((tried) => {
    seen[tried.outcome] += 1;
    return asJson ? output.json(tried) : output.write(describeLine(stream, tried));
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-try-'));
  try {
    const request = { configuration, command: `try ${stream.name}`, needs: 'engine' } as const;
    await withSession(invocation, request, (session) =>
      withFiles(invocation, inputs, folder, async (paths) => {
        for (const input of paths) {
          const args = { stream: stream.name, path: input, ...(format === undefined ? {} : { format }) };
          const result = await session.run('try', args, { onProgress: written.add, signal });
          skipped += readResult(TryResult, 'try', result).skipped;
          await written.done();
        }
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (asJson) return;
  const total = seen.accepted + seen.rejected;
  const others = skipped > 0 ? `, ${counted(skipped, 'message')} skipped as no events of this stream` : '';
  output.note(
    `${counted(total, 'line')}: ${count(seen.accepted)} accepted, ${count(seen.rejected)} rejected${others}; nothing was stored.`,
  );
}

/** `crosscurrent try STREAM FILE|-`. */
export function addTry(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC).option('--format <format>', FORMATS_ABOUT);
  command.action(() => run(invocation, command));
}
