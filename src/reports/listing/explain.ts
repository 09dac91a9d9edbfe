import { isoInstant } from '../../event/time.ts';
import type { ReportExplanation } from '../answer.ts';
import { listingBots } from './offer.ts';
import type { ListingRun } from './run.ts';

const BOT_WORDS = {
  exclude: 'Events of robots are left out',
  include: 'Events of robots are shown like those of people',
  only: 'Events of robots alone are shown',
} as const;

/** How a listing was made, in the reader's view, with the statements that ran. */
export function explainListing(run: ListingRun): ReportExplanation {
  const { declared, period, answer, statements } = run;
  const { title, question, notes } = declared.listing;
  return {
    report: declared.name,
    title,
    question,
    period: {
      from: period === undefined ? null : isoInstant(period.from),
      to: period === undefined ? null : isoInstant(period.to),
      words: period?.words ?? 'nothing is stored yet',
    },
    filters: filterWords(run),
    figures: [],
    order: orderWords(run),
    notes: notes ?? null,
    sql: statements,
    asOf: answer.asOf,
  };
}

function filterWords({ declared, asked }: ListingRun): string[] {
  const { stream, listing } = declared;
  const bots = listingBots(declared);
  const searched = listing.search.join(' or ');
  return [
    ...(asked.campaign === undefined
      ? []
      : [`Only mentions of the campaign ${JSON.stringify(asked.campaign)}.`]),
    ...Object.entries(asked.equals)
      .filter(([name]) => name !== bots)
      .map(([name, member]) => `Only ${name} ${JSON.stringify(member)}.`),
    ...asked.words.map((word) => `Only events with the word ${JSON.stringify(word)} in ${searched}.`),
    ...(bots === undefined || asked.bots === undefined ? [] : [`${BOT_WORDS[asked.bots]} (${bots}).`]),
    ...(stream.revisions === undefined
      ? []
      : ['Deleted events are left out; of edited ones the last version is shown.']),
  ];
}

function orderWords({ declared: { stream, listing }, asked }: ListingRun): string {
  const order =
    listing.order === stream.eventTime ? 'Newest first' : `Most ${listing.order} first, ties newest first`;
  return `${order}; at most ${asked.limit} events.`;
}
