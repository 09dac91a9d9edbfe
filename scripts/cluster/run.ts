import { spawn } from 'node:child_process';

/** How a program ended: its exit code (null when it could not be started) and what it printed. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

const KEPT = 64 * 1024;

/**
 * Runs a program to its end.
 * @param options.onLine is given each line as it is printed
 */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly onLine?: (line: string) => void } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    let output = '';
    let unfinished = '';
    const add = (chunk: string): void => {
      output = (output + chunk).slice(-KEPT);
      const lines = (unfinished + chunk).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    };
    const child = spawn(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
      // On Windows Maven is a command file, which only a shell can run.
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
      windowsHide: true,
    });
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
