import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from './cli/program.ts';
import { processInterrupts } from './cli/terminal/interrupts.ts';
import { processTerminal } from './cli/terminal/terminal.ts';
import { diagnose } from './composition/diagnose.ts';
import type { Program } from './composition/program.ts';
import { openFor } from './composition/session.ts';
import { startEverything } from './composition/start.ts';
import { verifyEngines } from './composition/verify.ts';
import { startWorker } from './composition/worker.ts';
import { systemClock } from './event/clock.ts';
import { streamSettingsOf } from './jobs/configuration/stream-settings.ts';
import { catalogue, createCatalogue } from './streams/catalogue.ts';

const webRoot = fileURLToPath(new URL('../dist/web', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program: Program = {
  version,
  createCatalogue,
  catalogueUrl: new URL('./streams/catalogue.ts', import.meta.url).href,
  clock: systemClock,
  webRoot: existsSync(webRoot) ? webRoot : undefined,
};

process.exitCode = await runCommandLine(process.argv.slice(2), {
  ...program,
  catalogue,
  streamSettings: streamSettingsOf(catalogue),
  environment: process.env,
  workingFolder: process.cwd(),
  terminal: processTerminal(),
  interrupts: processInterrupts,
  open: (request) => openFor(program, request),
  start: (request) => startEverything(program, request),
  work: (request) => startWorker(program, request),
  verify: (call) => verifyEngines(program, call),
  diagnose: (configuration) =>
    diagnose(
      configuration,
      catalogue.map(({ name }) => name),
    ),
});
