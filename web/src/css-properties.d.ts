import 'react';

declare module 'react' {
  /** Variables that a style sheet reads. */
  interface CSSProperties {
    readonly [variable: `--${string}`]: string | number | undefined;
  }
}
