import { CrosscurrentError } from '../event/errors.ts';
import { checkColumns, columnSet } from './checks/columns.ts';
import { checkElements } from './checks/elements.ts';
import type { Fault, Inspection } from './checks/fault.ts';
import { checkListings } from './checks/listings.ts';
import { checkMentions } from './checks/mentions.ts';
import { checkName, checkReserved, checkWords, doubles, MAX_NAME } from './checks/names.ts';
import { checkPanels } from './checks/panels.ts';
import { checkReports } from './checks/reports.ts';
import { checkRevisions } from './checks/revisions.ts';
import { checkRollups } from './checks/rollups.ts';
import { checkSessions } from './checks/sessions.ts';
import { checkStar } from './checks/star.ts';
import { checkTables } from './checks/tables.ts';
import type { Stream } from './define.ts';
import { examineLine } from './examine.ts';

/** A stream's schema gets this behind its name while it is rebuilt. */
const SHADOW = '_shadow';

const RESERVED_STREAMS = {
  crosscurrent: 'the accounting',
  public: 'PostgreSQL',
  'information-schema': 'PostgreSQL',
};

/** Everything that is wrong with a stream by itself and that the compiler cannot see. */
export function faultsOf(stream: Stream): readonly Fault[] {
  const faults: Fault[] = [];
  const inspection: Inspection = {
    stream,
    fault: (part, problem, remedy) => faults.push({ stream: stream.name, part, problem, remedy }),
  };
  checkIdentity(inspection);
  const set = columnSet(stream);
  checkColumns(inspection, set);
  checkElements(inspection, set);
  if (stream.bots !== undefined && set.stored.get(stream.bots) !== 'boolean') {
    inspection.fault(
      'bots',
      `"${stream.bots}" is no stored boolean column`,
      'Name the column that marks robots.',
    );
  }
  checkRollups(inspection, {
    part: 'rollups',
    rollups: stream.rollups,
    types: set.stored,
    kind: 'events',
  });
  checkSessions(inspection, set.stored);
  checkStar(inspection, set.stored);
  checkRevisions(inspection);
  checkMentions(inspection, set.stored);
  checkTables(inspection);
  checkReports(inspection);
  checkListings(inspection, set.stored);
  checkPanels(inspection);
  checkExample(inspection);
  return faults;
}

function checkIdentity(inspection: Inspection): void {
  const { stream, fault } = inspection;
  const named = { part: 'name', name: stream.name };
  checkName(inspection, named, { spelling: 'kebab-case', longest: MAX_NAME - SHADOW.length });
  checkReserved(inspection, named, RESERVED_STREAMS);
  if (stream.name.startsWith('pg-'))
    fault('name', 'names with "pg-" belong to PostgreSQL', 'Use another one.');
  checkWords(inspection, 'title', stream.title);
  checkWords(inspection, 'about', stream.about);
  if (Object.keys(stream.rollups).length === 0)
    fault('rollups', 'there is no rollup', 'Declare at least one.');
  if (!(stream.demoRate > 0 && Number.isFinite(stream.demoRate))) {
    fault('demoRate', `${stream.demoRate} events per second cannot be simulated`, 'Use a number above 0.');
  }
  for (const [name, setting] of Object.entries(stream.settings)) {
    checkName(inspection, { part: `settings.${name}`, name }, { spelling: 'kebab-case' });
    checkWords(inspection, `settings.${name}`, setting.about);
  }
}

/** The example is pasted by readers: it has to be accepted as it is, whenever that is. */
function checkExample({ stream, fault }: Inspection): void {
  if (stream.columns[stream.id] === undefined || stream.columns[stream.eventTime] === undefined) return;
  const examined = examineLine(stream, JSON.stringify(stream.example), Number.POSITIVE_INFINITY);
  if (!examined.accepted) {
    fault('example', `it would be rejected: ${examined.reason}`, 'Show an event that can be sent as it is.');
    return;
  }
  for (const name of examined.badFields) fault('example', `"${name}" has a bad value`, 'Show a usable one.');
  if (examined.extra !== null) {
    const names = Object.keys(JSON.parse(examined.extra));
    for (const name of names) fault('example', `"${name}" is not declared`, 'Leave it out.');
  }
}

/** Everything that is wrong with streams, each by itself and beside the others. */
export function faultsOfAll(catalogue: readonly Stream[]): readonly Fault[] {
  const reports = catalogue.flatMap((stream) =>
    Object.keys({ ...stream.reports, ...stream.listings }).map((name) => ({ stream: stream.name, name })),
  );
  const schemas = catalogue.flatMap(({ name }) => {
    const schema = name.replaceAll('-', '_');
    return [schema, `${schema}${SHADOW}`].map((one) => ({ stream: name, name: one }));
  });
  return [
    ...catalogue.flatMap(faultsOf),
    ...doubles(schemas.map(({ name }) => name)).map((name) => ({
      stream: streamsWith(schemas, name),
      part: 'name',
      problem: `both need the schema "${name}"`,
      remedy: 'Give one of the streams another name.',
    })),
    ...doubles(reports.map(({ name }) => name)).map((name) => ({
      stream: streamsWith(reports, name),
      part: `reports.${name}`,
      problem: 'two streams have a report of this name',
      remedy: 'Give one of them another name: reports are asked for by name alone.',
    })),
  ];
}

function streamsWith(all: readonly { stream: string; name: string }[], name: string): string {
  return all.flatMap((one) => (one.name === name ? [one.stream] : [])).join(' and ');
}

/**
 * Refuses a stream that is declared wrongly. The error names the stream, each wrong part, and what to do about it.
 * @throws CrosscurrentError bad_declaration
 */
export function checkStream(stream: Stream): void {
  refuse(faultsOf(stream));
}

/**
 * Refuses streams of which one is declared wrongly, or which cannot stand beside each other.
 * @throws CrosscurrentError bad_declaration
 */
export function checkCatalogue(catalogue: readonly Stream[]): void {
  refuse(faultsOfAll(catalogue));
}

function refuse(faults: readonly Fault[]): void {
  const [first, ...others] = faults;
  if (first === undefined) return;
  const words = ({ stream, part, problem }: Fault) => `${stream}, ${part}: ${problem}.`;
  if (others.length === 0) throw new CrosscurrentError('bad_declaration', words(first), first.remedy);
  const all = faults.map((fault, index) => `(${index + 1}) ${words(fault)} ${fault.remedy}`);
  throw new CrosscurrentError(
    'bad_declaration',
    `${faults.length} things are wrong with the declarations: ${all.join(' ')}`,
    'Mend each of them.',
  );
}
