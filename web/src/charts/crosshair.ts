import { useSyncExternalStore } from 'react';

/** The instant that is pointed at: one for all charts of the page. */
export interface Crosshair {
  readonly at: number;
  /** The chart the pointer is in. */
  readonly owner: string;
}

let current: Crosshair | undefined;
const listeners = new Set<() => void>();

/** Points at an instant, or at none. */
export function pointAt(next: Crosshair | undefined): void {
  if (next?.at === current?.at && next?.owner === current?.owner) return;
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCrosshair(): Crosshair | undefined {
  return useSyncExternalStore(subscribe, () => current);
}
