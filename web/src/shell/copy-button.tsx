import { type ReactNode, useEffect, useState } from 'react';
import { Icon } from './icons.tsx';

/** Copies a text; says so for two seconds. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }): ReactNode {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const words = { ready: label, copied: 'Copied', failed: 'Select and copy by hand' }[state];
  return (
    <button
      type="button"
      className="button small"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setState('copied'),
          () => setState('failed'),
        );
      }}
    >
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">{words}</span>
    </button>
  );
}

/** Text of a program, in a box that scrolls, with a button that copies it. */
export function Code({ text, label }: { text: string; label: string }): ReactNode {
  return (
    <figure className="code">
      <figcaption>
        <span>{label}</span>
        <CopyButton text={text} />
      </figcaption>
      {/* Scrolls by keyboard, too. */}
      <pre tabIndex={-1}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
