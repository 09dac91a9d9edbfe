import { useEffect, useRef } from 'react';

/** The next key after `g` counts for so long, in ms. */
const CHORD_MS = 1_500;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Whether the focus is in a field that needs letters; a slider does not. */
function needsLetters(target: EventTarget | null): boolean {
  return isTyping(target) && !(target instanceof HTMLInputElement && target.type === 'range');
}

/**
 * Calls the handler of a key wherever the focus is, fields of text aside. Handlers are named by the key
 * (`[`, `?`, `escape`) or, after `g`, by `g` and the key (`g d`).
 */
export function useKeys(handlers: Readonly<Record<string, () => void>>): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    let chordUntil = 0;
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || needsLetters(event.target)) return;
      const key = event.key.toLowerCase();
      const inChord = event.timeStamp < chordUntil;
      chordUntil = !inChord && key === 'g' ? event.timeStamp + CHORD_MS : 0;
      const handler = latest.current[inChord ? `g ${key}` : key];
      const isCovered = document.querySelector('dialog[open]') !== null;
      if (handler === undefined || event.defaultPrevented || isCovered) return;
      event.preventDefault();
      handler();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
