import { describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../event/errors.ts';
import type { Job } from '../jobs/host/guests.ts';
import type { InterruptSignal } from './terminal/interrupts.ts';
import { call } from './testing/command-line.ts';

const COMMANDS = [
  'start',
  'ingest',
  'simulate',
  'simulated remove',
  'try',
  'report',
  'report top-pages',
  'reports',
  'streams',
  'audit',
  'dead-letters',
  'dead-letters list',
  'dead-letters show',
  'dead-letters replay',
  'rebuild',
  'campaign add',
  'campaign list',
  'campaign edit',
  'campaign remove',
  'forget',
  'deploy',
  'config',
  'doctor',
  'secret',
];

const balanced = { balanced: true, streams: [] };

/** A job that ends only when it is told to. */
const endless: Job = (_args, onProgress, signal) => {
  const { promise, reject } = Promise.withResolvers<never>();
  const fail = (): void => reject(signal.reason);
  if (signal.aborted) fail();
  signal.addEventListener('abort', fail);
  onProgress({ events: 10, seconds: 1 });
  return promise;
};

describe('every command', () => {
  it.each(COMMANDS)('%s explains itself, with an example, without opening anything', async (command) => {
    const { exit, stdout, stderr, opened } = await call(`${command} --help`);
    expect(exit).toBe(0);
    expect(stderr).toBe('');
    expect(opened).toEqual([]);
    expect(stdout).toContain(`Usage: crosscurrent ${command}`);
    for (const option of ['--data-dir', '--config', '--verbose']) expect(stdout).toContain(option);
    if (!['dead-letters', 'report'].includes(command)) {
      expect(stdout).toContain('--json');
      expect(stdout).toMatch(/Examples:\n.*\n {4}.*crosscurrent /);
    }
  });

  it('is listed by --help, which ends well, and by no argument at all, which does not', async () => {
    const help = await call('--help');
    expect(help.exit).toBe(0);
    for (const command of COMMANDS) expect(help.stdout).toContain(`\n  ${command.split(' ')[0]}`);
    const nothing = await call('');
    expect(nothing.exit).toBe(2);
    expect(nothing.stdout).toBe(help.stdout);
  });
});

describe('a wrong call', () => {
  it.each([
    ['ingset clicks x', /ingset.*ingest\?/],
    ['streams --jsn', /--jsn.*--json\?/],
    ['streams clikcs', /clikcs.*clicks\?/],
    ['streams nothing-like-it', /nothing-like-it.*clicks\./],
    ['ingest clicks', /Missing required argument 'files'/],
    ['report top-page', /top-page.*top-pages/],
    ['report', /crosscurrent reports/],
    ['report top-pages --bye page', /--bye.*--by\?/],
    ['report top-pages --by colour', /colour.*page.*section/],
    ['report section-pages', /section/],
    ['report top-pages --format xml', /xml.*table, json, csv/],
    ['audit extra', /too many arguments/i],
    ['dead-letters show abc', /abc.*list/],
    ['dead-letters --limit 0', /--limit.*from 1/],
    ['simulate clicks --rate fast', /--rate.*number/],
    ['simulate clicks --out file.ndjson', /--count/],
    ['simulate clicks --start yesterday', /--start.*2026-01-01/],
    ['ingest clicks missing.ndjson', /missing\.ndjson/],
    ['ingest clicks missing.ndjson --format xml', /xml.*ndjson, json, csv/],
    ['secret tokens', /tokens/],
    ['audit --set prot=1', /prot.*port\?/],
    ['audit --set port=abc', /port.*abc.*0 to 65535/],
    ['audit --config nowhere.yaml', /nowhere\.yaml/],
  ])('%s: one line, exit code 2, nothing opened', async (args, says) => {
    const { exit, stdout, stderr, opened } = await call(args);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^crosscurrent: [^\n]+\n$/);
    expect(stdout).toBe('');
    expect(exit).toBe(2);
    expect(opened).toEqual([]);
  });
});

describe('a failure', () => {
  const busy = new CrosscurrentError('data_dir_busy', 'Somebody has it.', 'Wait.', {
    cause: new Error('inner'),
  });

  it('is one line with its remedy, and its code’s exit code', async () => {
    const { exit, stderr } = await call('audit', { openError: busy });
    expect(stderr).toBe('crosscurrent: Somebody has it. Wait.\n');
    expect(exit).toBe(1);
  });

  it('comes with its stack and causes when that is asked for', async () => {
    const { stderr } = await call('audit --verbose', { openError: busy });
    expect(stderr).toMatch(/^crosscurrent: Somebody has it\. Wait\.\n.*at /s);
    expect(stderr).toContain('Caused by: Error: inner');
  });

  it('that nobody foresaw is one line, too', async () => {
    const { exit, stderr, closed } = await call('audit', {
      jobs: {
        audit: async () => {
          throw new Error('first\nsecond');
        },
      },
    });
    expect(stderr).toMatch(/^crosscurrent: [^\n]*first second[^\n]*--verbose[^\n]*\n$/);
    expect([exit, closed]).toEqual([1, 1]);
  });

  it('in the shape of an answer is told as such', async () => {
    const { exit, stderr } = await call('audit', { jobs: { audit: async () => ({ balanced: 'yes' }) } });
    expect(stderr).toMatch(/audit.*balanced/);
    expect(exit).toBe(1);
  });
});

describe('an interruption', () => {
  it.each<[InterruptSignal, number]>([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('by %s stops the work, closes the session and ends with %d', async (signal, code) => {
    const { exit, closed, stderr, exitedNow } = await call('audit', {
      jobs: { audit: endless },
      interrupt: (send) => setTimeout(() => send(signal), 20),
    });
    expect({ exit, closed, stderr, exitedNow }).toEqual({ exit: code, closed: 1, stderr: '', exitedNow: [] });
  });

  it('that is repeated ends the program at once', async () => {
    const { exitedNow } = await call('audit', {
      jobs: { audit: endless },
      interrupt: (send) => {
        setTimeout(() => {
          send('SIGINT');
          send('SIGINT');
        }, 20);
      },
    });
    expect(exitedNow).toEqual([130]);
  });
});

describe('output', () => {
  it('that nobody reads any more ends the program silently', async () => {
    const { exit, stderr, stdout } = await call('simulate clicks --out -', { stdoutEndsAfter: 1 });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).not.toBe('');
    const report = await call('streams', { stdoutEndsAfter: 0 });
    expect([report.exit, report.stderr]).toEqual([0, '']);
  });

  it('shows how far the work is on a terminal, and nothing in a pipe', async () => {
    const jobs = {
      rebuild: async (_args: unknown, onProgress: (value: unknown) => void) => {
        onProgress({ events: 5000, totalEvents: 10_000, seconds: 2 });
        return { rows: {} };
      },
    };
    const terminal = await call('rebuild clicks', { jobs, tty: true });
    expect(terminal.stderr).toContain('5,000 events  2,500/s  50%  2.0 s left');
    expect(terminal.stderr.endsWith('\r\u001b[2K')).toBe(true);
    expect((await call('rebuild clicks', { jobs })).stderr).toBe('');
    expect((await call('rebuild clicks', { jobs, tty: true, environment: { TERM: 'dumb' } })).stderr).toBe(
      '',
    );
  });

  it('takes options in front of the command’s name, those behind it first', async () => {
    const { stdout } = await call('--set port=1 --data-dir /one config --json --data-dir /two');
    const settings: { name: string; value: unknown }[] = JSON.parse(stdout).settings;
    const value = (name: string) => settings.find((setting) => setting.name === name)?.value;
    expect(value('data-dir')).toMatch(/two$/);
    expect(value('port')).toBe(1);
  });

  it('is closed after the session of a good call, too', async () => {
    const { closed, exit } = await call('audit', { jobs: { audit: async () => balanced } });
    expect({ closed, exit }).toEqual({ closed: 1, exit: 0 });
  });
});
