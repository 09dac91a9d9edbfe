import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Icon } from '../shell/icons.tsx';
import { DAY, floorTo } from './instant.ts';
import { daysOfMonthView, isSameMonth, monthAway, monthWords } from './month.ts';
import type { Interval } from './range.ts';
import { dateWords } from './words.ts';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

interface CalendarProps {
  readonly chosen: Interval | undefined;
  readonly today: number;
  /** Days from the first to the last click, both included. */
  readonly onChoose: (interval: Interval) => void;
}

/** A month of UTC days. One click begins a range, the next ends it; the arrow keys move by day and week. */
export function Calendar({ chosen, today, onChoose }: CalendarProps): ReactNode {
  const [month, setMonth] = useState(chosen?.from ?? today);
  const [begun, setBegun] = useState<number>();
  const [focused, setFocused] = useState(floorTo(chosen?.from ?? today, DAY));
  const grid = useRef<HTMLDivElement>(null);

  function choose(day: number): void {
    if (begun === undefined) {
      setBegun(day);
      return;
    }
    setBegun(undefined);
    onChoose({ from: Math.min(begun, day), to: Math.max(begun, day) + DAY });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = focused + move * DAY;
    setFocused(next);
    if (!isSameMonth(next, month)) setMonth(next);
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }

  function isIn(day: number): boolean {
    if (begun !== undefined) return day === begun;
    return chosen !== undefined && day < chosen.to && day + DAY > chosen.from;
  }

  const days = daysOfMonthView(month);
  const reachable = days.includes(focused) ? focused : days.find((day) => isSameMonth(day, month));
  return (
    <div className="calendar">
      <div className="calendar-head">
        <button
          type="button"
          className="button quiet square"
          aria-label="Month before"
          onClick={() => setMonth(monthAway(month, -1))}
        >
          <Icon name="left" />
        </button>
        <span aria-live="polite">{monthWords(month)}</span>
        <button
          type="button"
          className="button quiet square"
          aria-label="Month after"
          onClick={() => setMonth(monthAway(month, 1))}
        >
          <Icon name="right" />
        </button>
      </div>
      <div className="calendar-grid" aria-hidden="true">
        {WEEKDAYS.map((name) => (
          <span key={name} className="calendar-weekday">
            {name}
          </span>
        ))}
      </div>
      <div className="calendar-grid" ref={grid} role="toolbar" aria-label="Days" onKeyDown={onKeyDown}>
        {days.map((day) => (
          <button
            type="button"
            key={day}
            className="calendar-day"
            data-other={!isSameMonth(day, month)}
            data-today={day === floorTo(today, DAY)}
            aria-pressed={isIn(day)}
            aria-label={dateWords(day)}
            tabIndex={day === reachable ? 0 : -1}
            onClick={() => choose(day)}
          >
            {new Date(day).getUTCDate()}
          </button>
        ))}
      </div>
      <p className="calendar-hint">
        {begun === undefined ? 'Click the first day.' : 'Click the last day, or the same once more.'}
      </p>
    </div>
  );
}
