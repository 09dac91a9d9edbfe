import { eventColumns, type Stream } from '../stream/define.ts';
import { sessionColumns } from '../stream/sessions.ts';
import type { CellType, ParameterDescription } from './answer.ts';

/** Rows that one answer may have, and the default of a report that declares no limit. */
export const MAX_ROWS = 10_000;
/** Longest `minutes`: a year. */
export const MAX_MINUTES = 527_040;

export const BOT_CHOICES = ['exclude', 'include', 'only'] as const;

/** The type of a dimension, or of a column that a measure reads. */
export function columnType(stream: Stream, name: string): CellType {
  const events = eventColumns(stream);
  const sessions = stream.sessions === undefined ? {} : sessionColumns(stream.sessions, events);
  const type = events[name]?.type ?? sessions[name] ?? 'text';
  return type === 'json' ? 'text' : type;
}

/** The parameters that every report has. */
export function standardParameters(of: { limit: number; limitWords: string }): ParameterDescription[] {
  return [
    { name: 'day', type: 'day', required: false, about: 'One UTC day, as YYYY-MM-DD', example: '2026-01-01' },
    {
      name: 'from',
      type: 'instant',
      required: false,
      about: 'Start: a UTC day, or an ISO 8601 instant (UTC without a zone)',
      example: '2026-01-01',
    },
    {
      name: 'to',
      type: 'instant',
      required: false,
      about: 'End: a day is included, an instant is not',
      example: '2026-01-31',
    },
    {
      name: 'limit',
      type: 'integer',
      required: false,
      default: of.limit,
      about: of.limitWords,
    },
  ];
}

/** The choice about robots. */
export const BOTS_PARAMETER: ParameterDescription = {
  name: 'bots',
  type: 'choice',
  required: false,
  choices: BOT_CHOICES,
  default: 'exclude',
  about: 'Whether robots count',
};
