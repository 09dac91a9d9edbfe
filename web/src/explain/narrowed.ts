import type { Params, Question } from '../api/queries.ts';
import { HOUR, instantText } from '../time-range/instant.ts';
import type { About } from './about.ts';

/** The question of a panel, narrowed to the bucket that is asked about. */
export function narrowed(question: Question, about: About): Question {
  if (about.at === undefined) return question;
  const { day: _day, ...params } = question.params;
  return {
    ...question,
    params: { ...params, from: instantText(about.at.from), to: instantText(about.at.to) },
  };
}

/** The dimensions by which the events behind a figure are found; what the report is asked for already is left out. */
export function membersFor(question: Question, about: About): Params {
  const { members = {} } = about;
  return Object.fromEntries(Object.entries(members).filter(([name]) => question.params[name] === undefined));
}

/** `10:00 to 11:00 UTC`. */
export function hourWords(hour: number): string {
  const from = new Date(hour * HOUR).toISOString().slice(11, 16);
  const to = hour === 23 ? '24:00' : new Date((hour + 1) * HOUR).toISOString().slice(11, 16);
  return `${from} to ${to} UTC`;
}
