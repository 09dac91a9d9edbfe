import type { Command } from 'commander';
import { addCommand, type CommandSpec, configure } from './command.ts';
import type { Started } from './dependencies.ts';
import { type Invocation, isSet } from './invocation.ts';

const SPEC: CommandSpec = {
  usage: 'start',
  about: 'Run everything: log, engine, warehouse, server and simulators; prints where to look',
  summary: 'Run everything, and say where to look',
  json: 'Print one line of JSON once it runs',
  settings: ['host', 'port', 'simulate', 'worker', 'database-url'],
  examples: [
    ['crosscurrent start', 'Run with simulated data'],
    ['crosscurrent start --no-simulate --port 8080', 'Run without simulated data on another port'],
    [
      'crosscurrent start --database-url postgresql://me@db.example:5432/crosscurrent',
      'Use a PostgreSQL of your own',
    ],
  ],
};

const SIMULATED =
  'Simulated data is coming in. --no-simulate starts without it; `crosscurrent simulated remove` takes it away.';

/** What `start` prints once it runs. */
function describeStarted(started: Started, version: string): string {
  const examples = started.streams.map(({ name, collectorExample }) => `# ${name}\n${collectorExample}\n`);
  return [
    `Crosscurrent ${version} is running.`,
    '',
    `  Open       ${started.signInUrl}`,
    '             (signs you in, once)',
    `  Data       ${started.dataDir}`,
    `  Warehouse  ${started.warehouse}`,
    `  Streams    ${started.streams.map(({ name }) => name).join(', ')}`,
    '',
    ...(started.simulating ? [SIMULATED, ''] : []),
    'Send an event of your own:',
    '',
    ...examples,
    'Stop with Ctrl-C.',
  ].join('\n');
}

function asJson({ failed: _failed, stop: _stop, ...shown }: Started): unknown {
  return shown;
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  let isUp = false;
  const started = await dependencies.start({
    configuration: configure(invocation, command, SPEC),
    command: 'start',
    signal,
    onStep: (words) => (isUp ? output.note(words) : progress.say(words)),
  });
  isUp = true;
  const { promise: asked, resolve: stop } = Promise.withResolvers<void>();
  invocation.onInterrupt(stop); // ending it is how it is used: exit code 0
  try {
    if (signal.aborted) return;
    if (isSet(command, 'json')) await output.json(asJson(started));
    else await output.line(describeStarted(started, dependencies.version));
    await Promise.race([asked, started.failed]);
  } finally {
    progress.say('Stopping ...');
    await started.stop();
  }
}

/** `crosscurrent start`. */
export function addStart(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
