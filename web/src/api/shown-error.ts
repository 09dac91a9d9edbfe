import { useState } from 'react';

/**
 * The error to show. A question that failed and is asked again has no error for that while; what was wrong stays
 * on the screen until there is an answer, so that nothing flickers and a button keeps its focus.
 */
export function useShownError(error: Error | null, answered: boolean): Error | null {
  const [shown, setShown] = useState(error);
  const wanted = error ?? (answered ? null : shown);
  if (wanted !== shown) setShown(wanted);
  return wanted;
}
