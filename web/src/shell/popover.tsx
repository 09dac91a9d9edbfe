import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

interface PopoverProps {
  /** What stands on the button. */
  readonly label: ReactNode;
  /** Name of the button, where the label is an icon alone. */
  readonly name?: string;
  /** Heading of what opens. */
  readonly title: string;
  readonly align?: 'start' | 'end';
  readonly className?: string;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A button and what it opens beside the page: closed by Esc, by a click elsewhere, or by leaving it with Tab. */
export function Popover(props: PopoverProps): ReactNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    function closeElsewhere(event: Event): void {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setOpen(false);
    }
    function closeByKey(event: KeyboardEvent): void {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      button.current?.focus();
    }
    document.addEventListener('pointerdown', closeElsewhere);
    document.addEventListener('focusin', closeElsewhere);
    document.addEventListener('keydown', closeByKey, { capture: true });
    return () => {
      document.removeEventListener('keydown', closeByKey, { capture: true });
      document.removeEventListener('pointerdown', closeElsewhere);
      document.removeEventListener('focusin', closeElsewhere);
    };
  }, [open]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  return (
    <div className="popover-root" ref={root}>
      <button
        type="button"
        ref={button}
        className={`button ${props.className ?? ''}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={props.name}
        title={props.name}
        onClick={() => setOpen(!open)}
      >
        {props.label}
      </button>
      {open ? (
        <section id={id} className="popover" data-align={props.align ?? 'start'} aria-label={props.title}>
          <h2 className="popover-title">{props.title}</h2>
          {typeof props.children === 'function' ? props.children(close) : props.children}
        </section>
      ) : null}
    </div>
  );
}
