import { type KeyboardEvent, type RefObject, useCallback } from 'react';

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function place(element: Element): readonly [number, number] {
  const [row = 0, column = 0] = (element.getAttribute('data-cell') ?? '').split(',').map(Number);
  return [row, column];
}

/**
 * Many buttons, one stop of the Tab key: the arrow keys move among elements marked with `cellOf`.
 * @returns the handler for the element around them
 */
export function useRoving(root: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  return useCallback(
    (event) => {
      const move = MOVES[event.key];
      const { target } = event;
      if (move === undefined || root.current === null || !(target instanceof Element)) return;
      if (!target.hasAttribute('data-cell')) return;
      const [row, column] = place(target);
      const next = root.current.querySelector<HTMLElement>(
        `[data-cell="${row + move[0]},${column + move[1]}"]`,
      );
      if (next === null) return;
      event.preventDefault();
      target.setAttribute('tabindex', '-1');
      next.setAttribute('tabindex', '0');
      next.focus();
    },
    [root],
  );
}

/** Marks a button as the one at this place; the first one is where Tab stops. */
export function cellOf(row: number, column: number): { 'data-cell': string; tabIndex: number } {
  return { 'data-cell': `${row},${column}`, tabIndex: row === 0 && column === 0 ? 0 : -1 };
}
