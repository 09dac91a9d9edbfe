import { SESSION_COLUMNS, type Sessions, sessionColumns } from '../sessions.ts';
import { tellAbsent } from './absent.ts';
import { checkExpression, type Types } from './expressions.ts';
import type { Inspection } from './fault.ts';
import { checkName, checkWords, doubles } from './names.ts';
import { checkRollups } from './rollups.ts';

/** Longest pause inside a session: a session and the one before it must fit into neighbouring days. */
const MAX_IDLE_MINUTES = 720;

/** Names that the rows of sessions have on the way, besides their columns. */
const ON_THE_WAY = [
  'ended_at',
  'furthest',
  'nth',
  'step',
  'page',
  'tie',
  't',
  'is_page',
  'is_conversion',
  'is_start',
];

/** Looks at how events become sessions, and at the rollups of these. */
export function checkSessions(inspection: Inspection, stored: Types): void {
  const { stream } = inspection;
  const { sessions } = stream;
  if (sessions === undefined) return;
  checkWords(inspection, 'sessions', sessions.about);
  checkVisitor(inspection, sessions, stored);
  checkKept(inspection, sessions, stored);
  checkSteps(inspection, sessions, stored);
  const expressions = { page: sessions.page, converted: sessions.converted };
  for (const [name, expression] of Object.entries(expressions)) {
    checkExpression({ inspection, part: `sessions.${name}`, types: stored }, expression, 'boolean');
  }
  const columns = Object.fromEntries([...stored].map(([name, type]) => [name, { type }]));
  checkRollups(inspection, {
    part: 'sessions.rollups',
    rollups: sessions.rollups,
    types: new Map(Object.entries(sessionColumns(sessions, columns))),
    kind: 'sessions',
  });
}

function checkVisitor(inspection: Inspection, sessions: Sessions, stored: Types): void {
  const { fault } = inspection;
  for (const part of ['key', 'pageName'] as const) {
    const type = stored.get(sessions[part]);
    if (type === undefined) {
      tellAbsent(inspection, { part: `sessions.${part}`, name: sessions[part] }, stored.keys());
    } else if (type !== 'text') {
      fault(`sessions.${part}`, `"${sessions[part]}" is a ${type}`, 'Name a text column.');
    }
  }
  const { idleMinutes } = sessions;
  if (!Number.isInteger(idleMinutes) || idleMinutes < 1 || idleMinutes > MAX_IDLE_MINUTES) {
    fault(
      'sessions.idleMinutes',
      `a pause of ${idleMinutes} minutes cannot be used`,
      `Use a whole number from 1 to ${MAX_IDLE_MINUTES}.`,
    );
  }
  if (Object.keys(sessions.rollups).length === 0) {
    fault(
      'sessions.rollups',
      'there is no rollup, so that sessions are never made',
      'Declare one, or no sessions.',
    );
  }
}

function checkKept(inspection: Inspection, sessions: Sessions, stored: Types): void {
  const { stream, fault } = inspection;
  const part = 'sessions.keep';
  for (const name of sessions.keep) {
    const type = stored.get(name);
    if (type === undefined) tellAbsent(inspection, { part, name }, stored.keys());
    else if (type !== 'text' && type !== 'boolean') {
      fault(part, `"${name}" is a ${type}`, 'Keep text and boolean columns.');
    }
    if (Object.hasOwn(SESSION_COLUMNS, name) || ON_THE_WAY.includes(name) || name.startsWith('reached_')) {
      fault(
        part,
        `sessions have a column "${name}" of their own`,
        'Give the column of the event another name.',
      );
    }
  }
  for (const name of doubles(sessions.keep)) fault(part, `"${name}" stands there twice`, 'Name it once.');
  if (stream.bots !== undefined && !sessions.keep.includes(stream.bots)) {
    fault(part, `without "${stream.bots}" robots cannot be left out`, `Add "${stream.bots}" to it.`);
  }
}

function checkSteps(inspection: Inspection, sessions: Sessions, stored: Types): void {
  for (const [name, step] of Object.entries(sessions.steps)) {
    const part = `sessions.steps.${name}`;
    checkName(inspection, { part, name });
    checkExpression({ inspection, part, types: stored }, step, 'boolean');
  }
}
