import type { ColumnType } from '../column.ts';
import { CAMPAIGN_DIMENSION } from '../mentions.ts';
import type { Listing } from '../report.ts';
import type { Types } from './expressions.ts';
import { type Inspection, oneOf } from './fault.ts';
import { mentionTypes } from './mentions.ts';
import { checkName, checkReserved, checkWords, doubles, RESERVED_PARAMETERS } from './names.ts';
import { isCount, MAX_MINUTES, MAX_ROWS, RESERVED_REPORTS } from './reports.ts';

/** Names of parameters that listings have besides those of all reports. */
const OF_LISTINGS = { query: 'the words that are looked for', [CAMPAIGN_DIMENSION]: 'the campaign' };

const FILTERED: readonly ColumnType[] = ['text', 'boolean'];
const SEARCHED: readonly ColumnType[] = ['text', 'list'];
const ORDERED: readonly ColumnType[] = ['integer', 'decimal', 'timestamp'];

/** Looks at the reports that show events themselves. */
export function checkListings(inspection: Inspection, stored: Types): void {
  const { stream, fault } = inspection;
  for (const [name, listing] of Object.entries(stream.listings)) {
    const part = `listings.${name}`;
    checkName(inspection, { part, name }, { spelling: 'kebab-case' });
    checkReserved(inspection, { part, name }, RESERVED_REPORTS);
    if (Object.hasOwn(stream.reports, name)) {
      fault(part, 'a report has this name as well', 'Give one of them another name.');
    }
    checkWords(inspection, `${part}.title`, listing.title);
    checkWords(inspection, `${part}.question`, listing.question);
    if (listing.from === 'mentions' && stream.mentions === undefined) {
      fault(`${part}.from`, 'the stream keeps no mentions', "Declare `mentions`, or list from 'events'.");
      continue;
    }
    const types = listing.from === 'mentions' ? mentionTypes(inspection, stored) : stored;
    checkListing({ inspection, part, listing, types });
  }
}

interface ListingInspection {
  readonly inspection: Inspection;
  readonly part: string;
  readonly listing: Listing;
  /** What an event has to show. */
  readonly types: Types;
}

function checkListing(of: ListingInspection): void {
  const { inspection, part, listing } = of;
  const { stream, fault } = inspection;
  checkNames(of, { place: 'columns', names: listing.columns });
  checkNames(of, { place: 'filters', names: listing.filters, allowed: FILTERED });
  checkNames(of, { place: 'search', names: listing.search, allowed: SEARCHED });
  checkNames(of, { place: 'order', names: [listing.order], allowed: ORDERED });
  if (listing.columns.length === 0) fault(`${part}.columns`, 'nothing is shown', 'Name at least one column.');
  for (const name of listing.filters) {
    checkReserved(inspection, { part: `${part}.filters`, name }, { ...RESERVED_PARAMETERS, ...OF_LISTINGS });
    if (name === stream.bots) {
      fault(`${part}.filters`, `the parameter "bots" chooses by "${name}" already`, 'Leave it out.');
    }
  }
  checkHeadings(of);
  const { period, limit } = listing;
  if (period.kind === 'last' && !isCount(period.minutes, MAX_MINUTES)) {
    fault(
      `${part}.period`,
      `the last ${period.minutes} minutes are no period`,
      `Use a whole number from 1 to ${MAX_MINUTES}.`,
    );
  }
  if (!isCount(limit, MAX_ROWS)) {
    fault(`${part}.limit`, `it cannot be ${limit}`, `Use a whole number from 1 to ${MAX_ROWS}.`);
  }
}

function checkNames(
  { inspection: { fault }, part, listing, types }: ListingInspection,
  of: { readonly place: string; readonly names: readonly string[]; readonly allowed?: readonly ColumnType[] },
): void {
  const place = `${part}.${of.place}`;
  for (const name of of.names) {
    const type = types.get(name);
    const rows = listing.from === 'mentions' ? 'mentions keep no column' : 'there is no stored column';
    if (type === undefined) fault(place, `${rows} "${name}"`, oneOf(types.keys()));
    else if (of.allowed !== undefined && !of.allowed.includes(type)) {
      fault(place, `"${name}" is a ${type}`, `Name a column of the type ${of.allowed.join(' or ')}.`);
    }
  }
  for (const name of doubles(of.names)) fault(place, `"${name}" stands there twice`, 'Name it once.');
}

function checkHeadings({ inspection, part, listing }: ListingInspection): void {
  const { fault } = inspection;
  const renamed = new Map(Object.entries(listing.rename ?? {}));
  for (const [name, heading] of renamed) {
    if (!listing.columns.includes(name)) {
      fault(`${part}.rename`, `"${name}" is not shown`, oneOf(listing.columns));
    }
    if (heading !== undefined) checkName(inspection, { part: `${part}.rename.${name}`, name: heading });
  }
  for (const name of doubles(listing.columns.map((one) => renamed.get(one) ?? one))) {
    if (!doubles(listing.columns).includes(name)) {
      fault(part, `two columns have the heading "${name}"`, 'Give one of them another name.');
    }
  }
}
