import type { Clock } from '../../event/clock.ts';
import { bytes, count, counted, duration } from './figures.ts';
import type { Terminal } from './terminal.ts';

/** How far a job is. */
export interface Advance {
  /** Things done, and what one is called. */
  readonly done: number;
  readonly thing: string;
  /** Part of the whole in [0, 1], when the whole is known. */
  readonly share?: number | undefined;
  readonly bytes?: number | undefined;
  readonly seconds: number;
}

/** One line on the terminal that is written over as the work goes on. */
export interface Progress {
  show(advance: Advance): void;
  say(words: string): void;
  /** Takes the line away; called before anything else is written. */
  clear(): void;
}

const PAUSE_MS = 100;

/** `1,234,567 events  512,000/s  45%  12 s left` */
export function describeAdvance(advance: Advance): string {
  const { done, thing, share, seconds } = advance;
  const parts = [counted(done, thing)];
  if (seconds > 0) parts.push(`${count(done / seconds)}/s`);
  if (share === undefined) {
    if (advance.bytes !== undefined) parts.push(bytes(advance.bytes));
    if (seconds >= 1) parts.push(duration(seconds));
  } else {
    parts.push(`${Math.floor(Math.min(1, share) * 100)}%`);
    if (share > 0 && seconds >= 1)
      parts.push(`${duration((seconds / share) * (1 - Math.min(1, share)))} left`);
  }
  return parts.join('  ');
}

const silent: Progress = { show: () => undefined, say: () => undefined, clear: () => undefined };

/** Draws on standard error, at most ten times a second; draws nothing when that is no terminal. */
export function terminalProgress(
  terminal: Terminal,
  clock: Clock,
  environment: Readonly<Record<string, string | undefined>>,
): Progress {
  const { stderr } = terminal;
  if (stderr.isTTY !== true || environment['TERM'] === 'dumb') return silent;
  let drawn = false;
  let last = Number.NEGATIVE_INFINITY;

  function draw(text: string): void {
    const width = (stderr.columns ?? 80) - 1;
    stderr.write(`\r\u001b[2K${text.slice(0, width)}`);
    drawn = true;
  }

  return {
    show: (advance) => {
      const now = clock.now();
      if (Math.abs(now - last) < PAUSE_MS) return;
      last = now;
      draw(describeAdvance(advance));
    },
    say: draw,
    clear: () => {
      if (drawn) stderr.write('\r\u001b[2K');
      drawn = false;
    },
  };
}
