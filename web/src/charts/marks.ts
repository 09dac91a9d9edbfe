import { createContext, useContext } from 'react';

/** Something that happened, shown on the time axis of every chart of a page. */
export interface Mark {
  /** Epoch ms; a mark with an end is a stretch of time. */
  readonly at: number;
  readonly to?: number;
  readonly label: string;
}

const NONE: readonly Mark[] = [];
const Context = createContext<readonly Mark[]>(NONE);

export const MarksProvider = Context.Provider;

/** The marks of the page; none where a page has none. */
export function useMarks(): readonly Mark[] {
  return useContext(Context);
}
