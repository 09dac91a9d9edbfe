import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './icons.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['[', 'one window back'],
  [']', 'one window forward'],
  ['L', 'follow live'],
  ['G then O', 'overview'],
  ['G then 1 … 9', 'the streams, in their order'],
  ['G then C', 'campaigns'],
  ['G then D', 'data: accounting and dead letters'],
  ['T', 'next theme: system, light, dark'],
  ['← → ↑ ↓', 'move in a chart, among bars, in a table'],
  ['Enter', 'explain the figure that has the focus'],
  ['Esc', 'close what is open'],
  ['?', 'this list'],
];

/** The list of keys. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open === open) return;
    if (open) element.showModal();
    else element.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="keys-title" onClose={onClose}>
      <header className="dialog-head">
        <h2 id="keys-title">Keys</h2>
        <button type="button" className="button quiet square" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <dl className="key-list">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
