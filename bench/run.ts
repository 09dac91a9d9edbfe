import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchmarks } from './catalogue.ts';
import type { Benchmark, Size, Surroundings } from './contract.ts';
import { createEventFiles } from './events/event-files.ts';
import { createPrograms } from './program/programs.ts';
import { describeLoad, describeMachine, number, showSection } from './show.ts';

const OPTIONS = {
  events: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  threads: { type: 'string' },
  'time-limit': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_THREADS = 2;

/** Minutes that one benchmark may take, so that a run ends. */
const DEFAULT_LIMIT = 60;

interface Asked {
  readonly chosen: readonly Benchmark[];
  readonly change: Partial<Size>;
  readonly threads: number;
  readonly limitMinutes: number;
}

function help(): string {
  const width = Math.max(...benchmarks.map(({ name }) => name.length));
  const list = benchmarks.map(({ name, about, size }) => {
    const seconds = size.seconds > 0 ? `, ${size.seconds} s` : '';
    return `  ${name.padEnd(width)}  ${about} (${number(size.events)} events${seconds})`;
  });
  return [
    'npm run bench -- [names...] [options]',
    '',
    'Measures on this machine, in a temporary folder that is removed. Without names: everything.',
    '',
    ...list,
    '',
    '  --events N        other numbers of events than the ones above',
    '  --rate N          events a second of simulated time',
    '  --seconds N       length of what is measured over a time',
    `  --threads N       threads that the program and DuckDB may use (default ${DEFAULT_THREADS})`,
    `  --time-limit N    minutes that one benchmark may take (default ${DEFAULT_LIMIT})`,
  ].join('\n');
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replaceAll('_', ''));
  if (value > 0 && Number.isFinite(value)) return value;
  throw new Error(`--${name} must be a number above 0, not "${text}".`);
}

function readArguments(args: readonly string[]): Asked | 'help' {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help === true) return 'help';
  const unknown = positionals.find((name) => !benchmarks.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no benchmark ${unknown}. There are: ${benchmarks.map(({ name }) => name).join(', ')}.`,
    );
  }
  const numbers = {
    events: positive('events', values.events),
    rate: positive('rate', values.rate),
    seconds: positive('seconds', values.seconds),
  };
  return {
    chosen: benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    change: Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
    threads: positive('threads', values.threads) ?? DEFAULT_THREADS,
    limitMinutes: positive('time-limit', values['time-limit']) ?? DEFAULT_LIMIT,
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs what was asked for; false when something could not be measured. */
async function measure(asked: Asked, folder: string, interrupted: AbortSignal): Promise<boolean> {
  const { threads } = asked;
  const say = (words: string): void => void process.stderr.write(`  ... ${words}\n`);
  const programs = createPrograms({ folder, threads, signal: interrupted });
  const files = createEventFiles({ folder, programs, say });
  const around: Surroundings = { folder, threads, signal: interrupted, say, programs, files };
  print(describeMachine());
  let good = true;
  try {
    for (const benchmark of asked.chosen) {
      interrupted.throwIfAborted();
      good = (await measureOne(benchmark, around, asked)) && good;
      await programs.close();
    }
  } finally {
    await programs.close();
  }
  return good;
}

async function measureOne(benchmark: Benchmark, around: Surroundings, asked: Asked): Promise<boolean> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), asked.limitMinutes * 60_000);
  const signal = AbortSignal.any([around.signal, limit.signal]);
  // Whatever waits for a child process goes on when that has ended.
  const end = (): void => void around.programs.close();
  signal.addEventListener('abort', end);
  const before = describeLoad();
  try {
    const sections = await benchmark.run(around, { ...benchmark.size, ...asked.change });
    print('');
    for (const section of sections) print(showSection(section));
    print(`  ${before} before, ${describeLoad()} after`);
    return true;
  } catch (error) {
    if (around.signal.aborted) throw error;
    const why = limit.signal.aborted ? `it took more than ${asked.limitMinutes} minutes` : String(error);
    print(`\n${benchmark.name}: not measured: ${why}`);
    return false;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === 'help') {
    print(help());
    return;
  }
  const interrupts = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupts.abort());
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-bench-'));
  try {
    if (!(await measure(asked, folder, interrupts.signal))) process.exitCode = 1;
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    process.stderr.write('Interrupted.\n');
    process.exitCode = 130;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
