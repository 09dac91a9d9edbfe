import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useShownError } from '../api/shown-error.ts';
import { loadPart } from './part-error.ts';

/** A failed part is tried again this often, in ms, besides at once when the connection is back. */
const AGAIN_MS = 5_000;
/** The browser is given so long to be idle before a part is fetched all the same, in ms. */
const IDLE_MS = 1_500;

/**
 * Code or shapes that the first page does without. `React.lazy` keeps a failure for good; a query can be asked again.
 * Whether that fetches again is up to the browser: older ones remember that a module failed, hence the offer to reload.
 */
export interface Part<T> {
  readonly name: string;
  readonly load: () => Promise<T>;
}

/** The query of a part: fetched once, kept for as long as the page lives. */
export function partQuery<T>({ name, load }: Part<T>) {
  return queryOptions({
    queryKey: ['part', name],
    queryFn: () => loadPart(load),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    retry: 1,
    refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
  });
}

export interface PartState<T> {
  readonly value: T | undefined;
  /** Why it is not there yet; it stays while the part is tried again. */
  readonly error: Error | null;
  readonly retry: () => void;
}

/** A part for a component that is on the screen. */
export function usePart<T>(part: Part<T>): PartState<T> {
  const { data, error, refetch } = useQuery(partQuery(part));
  return {
    value: data,
    error: useShownError(error, data !== undefined),
    retry: () => void refetch({ cancelRefetch: false }),
  };
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, IDLE_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: IDLE_MS });
  return () => cancelIdleCallback(handle);
}

/** Fetches parts after the first paint, before they are asked for, so that they are there when the network is not. */
export function usePartsEarly(parts: readonly Part<unknown>[]): void {
  const client = useQueryClient();
  useEffect(
    () =>
      whenIdle(() => {
        for (const part of parts) void client.prefetchQuery(partQuery(part));
      }),
    [client, parts],
  );
}
