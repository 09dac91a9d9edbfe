import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { totalmem } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { programEnvironment, runProgram } from './program.ts';
import { serverSettings, settingArguments } from './settings.ts';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The server's process, from its start to its end. */
export interface ServerProcess {
  /** Undefined when it could not be started at all. */
  readonly pid: number | undefined;
  /** Settles when the server accepts connections (true), or will not any more (false). */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<ProcessEnd>;
  /** What it printed last. */
  output(): string;
  /** Tells it to stop: INT ends sessions and writes memory to disk, QUIT leaves that to the next start, KILL is the end. */
  signal(name: 'INT' | 'QUIT' | 'KILL'): void;
}

/** Lines of the server's log that are kept to explain a failed start. */
const KEPT_LINES = 60;

/** How long after a server's end its last lines may be on their way, in milliseconds. */
const LAST_LINES_MS = 200;

const READY = /database system is ready to accept connections/;

function launch(cluster: Cluster, port: number): ChildProcess {
  const settings = settingArguments(serverSettings(totalmem(), process.platform));
  const args = ['-D', cluster.folder, '-p', String(port), ...settings];
  const { command, args: words, ...as } = cluster.runner.program(cluster.binaries.postgres, args, 'INT');
  return spawn(command, words, {
    ...as,
    cwd: path.parse(cluster.folder).root,
    env: programEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own: a Ctrl-C in the terminal is for us, who still have to finish a transaction.
    detached: true,
    windowsHide: true,
  });
}

/** Resolves with true at the line that says ready, with false when the log ends without it. */
function followLog(child: ChildProcess, onLine: (line: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    if (child.stderr === null) return resolve(false);
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      onLine(line);
      if (READY.test(line)) resolve(true);
    });
    lines.on('close', () => resolve(false));
  });
}

/** Starts the server's process and follows it. */
export function startProcess(cluster: Cluster, port: number, onLog: (line: string) => void): ServerProcess {
  const log: string[] = [];
  const keep = (line: string): void => {
    if (log.push(line) > KEPT_LINES) log.shift();
  };
  const child = launch(cluster, port);
  const logged = followLog(child, (line) => {
    keep(line);
    onLog(line);
  });
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      keep(error.message);
      resolve({ code: null, signal: null });
    });
  });
  // Children that hang outlive their server and hold its log open: that must not keep us from ending.
  void ended.then(() => sleep(LAST_LINES_MS, undefined, { ref: false })).then(() => child.stderr?.destroy());
  return {
    pid: child.pid,
    // After its end the last lines are still on their way; they say why.
    ready: Promise.race([logged, ended.then(() => Promise.race([logged, sleep(LAST_LINES_MS, false)]))]),
    ended,
    output: () => log.join('\n'),
    signal(name) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      // Windows has no signals: there the server listens to a pipe that pg_ctl knows.
      if (process.platform !== 'win32' || name === 'KILL') child.kill(`SIG${name}`);
      else void runProgram({ command: cluster.binaries.pgCtl, args: ['kill', name, String(child.pid)] });
    },
  };
}
