import { Component, type ReactNode } from 'react';
import { Failure } from './failure.tsx';

/** Whatever was thrown, as an error. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

interface BoundaryProps {
  /** When this changes, what failed is drawn again. */
  readonly question?: string;
  /** What else is done before what failed is drawn again at the reader's wish. */
  readonly onRetry?: () => Promise<unknown>;
  readonly fallback?: (failure: ReactNode) => ReactNode;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly question: string | undefined;
  readonly error: Error | undefined;
}

/**
 * Keeps an error that is thrown while its children are drawn from blanking the page: it stands in their place, in
 * words. New data alone do not draw again, lest a button to try again lose its focus three times a second.
 */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { question: this.props.question, error: undefined };

  static getDerivedStateFromError(thrown: unknown): Partial<BoundaryState> {
    return { error: errorOf(thrown) };
  }

  static getDerivedStateFromProps({ question }: BoundaryProps, before: BoundaryState): BoundaryState | null {
    return question === before.question ? null : { question, error: undefined };
  }

  private async retry(): Promise<void> {
    await this.props.onRetry?.();
    this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { children, fallback } = this.props;
    if (error === undefined) return children;
    const failure = <Failure error={error} onRetry={() => void this.retry()} />;
    return fallback === undefined ? failure : fallback(failure);
  }
}

interface PanelBoundaryProps {
  readonly id: string;
  readonly title: string;
  readonly width?: number;
  readonly onRetry?: () => Promise<unknown>;
  readonly children: ReactNode;
}

/** A boundary around a whole panel; what stands there instead has its place and its name. */
export function PanelBoundary({ id, title, width = 12, children, ...rest }: PanelBoundaryProps): ReactNode {
  return (
    <Boundary
      {...rest}
      fallback={(failure) => (
        <section className="panel" data-width={width} data-panel={id} aria-labelledby={`failed-${id}`}>
          <h2 id={`failed-${id}`} className="panel-title">
            {title}
          </h2>
          {failure}
        </section>
      )}
    >
      {children}
    </Boundary>
  );
}
