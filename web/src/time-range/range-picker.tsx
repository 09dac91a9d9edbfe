import { type FormEvent, type ReactNode, useState } from 'react';
import { Icon } from '../shell/icons.tsx';
import { Popover } from '../shell/popover.tsx';
import { usePatchSearch } from '../url-state/use-search.ts';
import { Calendar } from './calendar.tsx';
import { instantText, parseInstant } from './instant.ts';
import { type Interval, PRESETS, type Range, resolveRange, stepRange, writeRange } from './range.ts';
import { useRange } from './use-range.ts';
import { rangeWords } from './words.ts';

/** What a time field holds, without the zone: `2026-03-05T10:00`. */
function fieldText(instant: number | undefined): string {
  return instant === undefined ? '' : instantText(instant).slice(0, 16);
}

function CustomRange({
  interval,
  onChoose,
}: {
  interval: Interval | undefined;
  onChoose: (range: Range) => void;
}): ReactNode {
  const [from, setFrom] = useState(fieldText(interval?.from));
  const [to, setTo] = useState(fieldText(interval?.to));
  const start = parseInstant(`${from}Z`);
  const end = parseInstant(`${to}Z`);
  const wrong = start !== undefined && end !== undefined && start >= end;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (start !== undefined && end !== undefined && start < end)
      onChoose({ kind: 'between', from: start, to: end });
  }

  return (
    <form className="custom-range" onSubmit={submit}>
      <label>
        From (UTC)
        <input
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          required
        />
      </label>
      <label>
        To (UTC, not included)
        <input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} required />
      </label>
      {wrong ? (
        <p className="field-error" role="alert">
          The end lies before the start.
        </p>
      ) : null}
      <button type="submit" className="button primary">
        Show this range
      </button>
    </form>
  );
}

function PresetList({ range, onChoose }: { range: Range; onChoose: (range: Range) => void }): ReactNode {
  const own: Range = { kind: 'default' };
  const entries: readonly { key: string; label: string; range: Range }[] = [
    { key: 'default', label: 'Each panel’s own range', range: own },
    ...PRESETS.map(({ name, label }) => ({
      key: name,
      label,
      range: { kind: 'preset', preset: name } as const,
    })),
  ];
  const chosen = range.kind === 'preset' ? range.preset : range.kind;
  return (
    <ul className="preset-list">
      {entries.map((entry) => (
        <li key={entry.key}>
          <button
            type="button"
            className="preset"
            aria-pressed={entry.key === chosen}
            onClick={() => onChoose(entry.range)}
          >
            {entry.label}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The one time range of the program: step back, choose, step forward. */
export function RangePicker({ stream }: { stream: string | undefined }): ReactNode {
  const { range, interval, moments } = useRange(stream);
  const patch = usePatchSearch();
  const choose = (next: Range) => patch(writeRange(next));
  const shown = interval ?? resolveRange({ kind: 'preset', preset: '24h' }, moments);
  return (
    <div className="range-picker">
      <button
        type="button"
        className="button square joined-start"
        aria-label="One window back"
        title="One window back  ["
        onClick={() => choose(stepRange(range, -1, moments))}
      >
        <Icon name="left" />
      </button>
      <Popover
        title="Time range"
        className="range-button"
        label={
          <>
            <Icon name="calendar" />
            <span className="range-words">{rangeWords(range)}</span>
            <Icon name="down" />
          </>
        }
      >
        {(close) => {
          const chooseAndClose = (next: Range) => {
            choose(next);
            close();
          };
          return (
            <div className="range-panel">
              <PresetList range={range} onChoose={chooseAndClose} />
              <div className="range-custom">
                <Calendar
                  chosen={interval}
                  today={moments.now}
                  onChoose={(days) => chooseAndClose({ kind: 'between', ...days })}
                />
                <CustomRange interval={shown} onChoose={chooseAndClose} />
              </div>
            </div>
          );
        }}
      </Popover>
      <button
        type="button"
        className="button square joined-end"
        aria-label="One window forward"
        title="One window forward  ]"
        onClick={() => choose(stepRange(range, 1, moments))}
      >
        <Icon name="right" />
      </button>
    </div>
  );
}
