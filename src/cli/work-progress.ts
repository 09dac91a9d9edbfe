import { WorkProgress } from './results.ts';
import type { Progress } from './terminal/progress.ts';

/** Draws what a job says about how far it is. */
export function showProgress(progress: Progress, thing: string): (value: unknown) => void {
  return (value) => {
    const read = WorkProgress.safeParse(value).data;
    if (read === undefined) return;
    const { events, bytes, totalBytes, totalEvents, seconds } = read;
    const ofBytes = bytes && totalBytes ? bytes / totalBytes : undefined;
    const share = totalEvents ? events / totalEvents : ofBytes;
    progress.show({ done: events, thing, share, bytes: bytes ?? undefined, seconds });
  };
}
