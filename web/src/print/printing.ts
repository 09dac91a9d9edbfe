import { createContext, useContext } from 'react';

const Context = createContext(false);

export const PrintingProvider = Context.Provider;

/** Whether the page is laid out for paper: then every panel is there, also those that nobody has scrolled to. */
export function usePrinting(): boolean {
  return useContext(Context);
}
