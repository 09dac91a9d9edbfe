import type { ReactNode } from 'react';

/** The colour of a series or member, beside its name. */
export function Swatch({ colour }: { colour: string | undefined }): ReactNode {
  return <span className="swatch" style={{ background: colour }} aria-hidden="true" />;
}
