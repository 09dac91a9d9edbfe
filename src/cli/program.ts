import { Command, CommanderError } from 'commander';
import { addAudit } from './audit.ts';
import { addCampaign } from './campaign.ts';
import { addCommonOptions } from './command.ts';
import { addConfig } from './config.ts';
import { addDeadLetters } from './dead-letters.ts';
import type { Dependencies } from './dependencies.ts';
import { addDeploy } from './deploy.ts';
import { addDoctor } from './doctor.ts';
import { describeFailure, stackOf } from './failure.ts';
import { addForget } from './forget.ts';
import { addIngest } from './ingest.ts';
import type { Invocation } from './invocation.ts';
import { addRebuild } from './rebuild.ts';
import { addReport } from './report.ts';
import { addReports } from './reports.ts';
import { addSecret } from './secret.ts';
import { addSimulate } from './simulate.ts';
import { addSimulated } from './simulated.ts';
import { addStart } from './start.ts';
import { addStatus } from './status.ts';
import { addStreams } from './streams.ts';
import { INTERRUPT_EXITS, type InterruptSignal } from './terminal/interrupts.ts';
import { type Output, terminalOutput } from './terminal/output.ts';
import { terminalProgress } from './terminal/progress.ts';
import { addTry } from './try.ts';
import { addUndeploy } from './undeploy.ts';
import { addVerify } from './verify.ts';
import { addWorker } from './worker.ts';

/** The commands, in the order of the help. */
const COMMANDS: readonly ((program: Command, invocation: Invocation) => void)[] = [
  addStart,
  addIngest,
  addSimulate,
  addSimulated,
  addTry,
  addReport,
  addReports,
  addStreams,
  addCampaign,
  addAudit,
  addDeadLetters,
  addRebuild,
  addForget,
  addWorker,
  addDeploy,
  addUndeploy,
  addStatus,
  addVerify,
  addConfig,
  addDoctor,
  addSecret,
];

/** The command line with all its commands; parsing fails with a `CommanderError` instead of ending the process. */
export function createProgram(invocation: Invocation): Command {
  const { dependencies, output } = invocation;
  const program = new Command('crosscurrent');
  // Set before commands are added: they inherit it.
  program
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        output.write(text).catch(() => undefined);
      },
      writeErr: (text) => output.note(text.trimEnd()),
      outputError: () => undefined, // told once, by `runCommandLine`
      getOutHelpWidth: () => Math.min(110, dependencies.terminal.stdout.columns ?? 100),
      getOutHasColors: () => false,
    })
    .description('What people say, do and buy, on one clock: real-time analytics in one program.')
    .version(dependencies.version, '--version', 'Show the version')
    .helpCommand('help [command]', 'Show the help of a command')
    .showSuggestionAfterError(true)
    .enablePositionalOptions()
    .allowExcessArguments(false);
  addCommonOptions(program);
  for (const add of COMMANDS) add(program, invocation);
  program.addHelpText(
    'after',
    '\nExit codes: 0 good, 1 the work failed, 2 the call is wrong.\nStart with `crosscurrent start`, and `crosscurrent COMMAND --help` for each command.',
  );
  return program;
}

interface Running {
  readonly invocation: Invocation;
  exit(): number | undefined;
  interrupted(): InterruptSignal | undefined;
  /** Nobody reads standard output any more. */
  unread(): boolean;
  end(): void;
}

/** A first signal asks for a clean stop, a second ends the process at once. */
function begin(dependencies: Dependencies): Running {
  const { terminal, clock, environment, interrupts } = dependencies;
  const stop = new AbortController();
  let exit: number | undefined;
  let interrupted: InterruptSignal | undefined;
  let signals = 0;
  let listener: (() => void) | undefined;
  let unread = false;
  const output = terminalOutput(terminal, () => {
    unread = true;
    stop.abort();
  });
  const progress = terminalProgress(terminal, clock, environment);
  const unlisten = interrupts.listen((signal) => {
    signals += 1;
    if (signals > 1) interrupts.exitNow(INTERRUPT_EXITS[signal]);
    if (listener !== undefined) listener();
    else interrupted = signal;
    stop.abort();
  });
  const invocation: Invocation = {
    dependencies,
    output: clearing(output, () => progress.clear()),
    progress,
    signal: stop.signal,
    setExit: (code) => {
      exit = code;
    },
    onInterrupt: (own) => {
      listener = own;
    },
  };
  return {
    invocation,
    exit: () => exit,
    interrupted: () => interrupted,
    unread: () => unread,
    end: unlisten,
  };
}

/** The progress line goes before anything else is written. */
function clearing(output: Output, clear: () => void): Output {
  return {
    write: (text) => {
      clear();
      return output.write(text);
    },
    line: (text) => {
      clear();
      return output.line(text);
    },
    json: (value) => {
      clear();
      return output.json(value);
    },
    note: (text) => {
      clear();
      output.note(text);
    },
  };
}

/**
 * Runs one call of the command line and answers its exit code: 0 good, 1 the work failed, 2 the call is wrong, 130 after
 * Ctrl-C. Never throws: what is wrong is told in one line on standard error.
 * @param args without the interpreter and the script
 */
export async function runCommandLine(args: readonly string[], dependencies: Dependencies): Promise<number> {
  const running = begin(dependencies);
  const { invocation } = running;
  const interruptedExit = (): number | undefined => {
    const signal = running.interrupted();
    return signal === undefined ? undefined : INTERRUPT_EXITS[signal];
  };
  try {
    const program = createProgram(invocation);
    if (args.length === 0) {
      program.outputHelp();
      return 2;
    }
    await program.parseAsync([...args], { from: 'user' });
    return interruptedExit() ?? running.exit() ?? 0;
  } catch (error) {
    const exit = interruptedExit();
    if (exit !== undefined) return exit;
    return running.unread() ? 0 : fail(error, args, invocation);
  } finally {
    invocation.progress.clear();
    running.end();
  }
}

function fail(error: unknown, args: readonly string[], { output }: Invocation): number {
  const failure = describeFailure(error);
  if (failure.line !== '') output.note(`crosscurrent: ${failure.line}`);
  if (failure.exit !== 0 && args.includes('--verbose') && !(error instanceof CommanderError)) {
    output.note(stackOf(error));
  }
  return failure.exit;
}
