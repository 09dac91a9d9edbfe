import { fixedClock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Batch, Log } from '../../log/contract.ts';
import type { ReportAnswer, ReportRunner } from '../../reports/answer.ts';
import { text, timestamp } from '../../stream/column.ts';
import { defineStream } from '../../stream/define.ts';
import { derive } from '../../stream/derived.ts';
import { figure } from '../../stream/report.ts';
import { count } from '../../stream/rollup.ts';
import { oneTimeCodes } from '../access/one-time-codes.ts';
import type { ServerDependencies, Verdict } from '../dependencies.ts';
import { memoryCampaigns } from './campaigns.ts';

/** What tests give the server: everything in memory, and open to view. */

export const NOW = Date.UTC(2026, 0, 2, 12);

export const API_TOKEN = 'api-token-for-tests-0123456789abcdef';
export const COLLECTOR_KEY = 'collector-key-for-tests-0123456789ab';

/** A stream of notes: an id, a time, and who wrote it. */
export const notes = defineStream({
  name: 'notes',
  title: 'Notes',
  about: 'Notes that people write',
  columns: {
    id: text('Which note', { required: true }),
    ts: timestamp('When', { required: true }),
    author: text('Who'),
  },
  id: 'id',
  eventTime: 'ts',
  extracted: {},
  derived: {
    initial: derive({
      from: 'author',
      gives: { initial: 'text' },
      by: (v) => ({ initial: v?.[0] ?? null }),
      about: 'First letter of the author',
    }),
  },
  computed: {},
  rollups: {
    hours: { about: 'Notes by hour', grain: 'hour', by: ['author'], measures: { notes: count('Notes') } },
  },
  reports: {
    authors: {
      title: 'Authors',
      question: 'Who writes most?',
      from: 'hours',
      by: ['author'],
      figures: { notes: figure('notes', 'notes', 'Notes written') },
      period: { kind: 'latest-day' },
      chart: 'bars',
    },
  },
  panels: [{ report: 'authors', title: 'Authors', chart: 'bars', width: 6 }],
  simulator: () => {
    throw new Error('no simulation in these tests');
  },
  demoRate: 1,
  example: { id: "it's-1", ts: 1767225600, author: 'Ann' },
});

/** A log that remembers what was appended; `fail` makes the next appends fail. */
export interface MemoryLog extends Log {
  readonly appended: { stream: string; source: string; text: string; lines: number }[];
  fail: CrosscurrentError | undefined;
  /** Waited for before an append resolves. */
  flush: () => Promise<void>;
}

export function memoryLog(): MemoryLog {
  let offset = 0n;
  const log: MemoryLog = {
    unit: 'bytes',
    appended: [],
    fail: undefined,
    flush: async () => undefined,
    append: async (stream: string, source: string, { data, lines }: Batch) => {
      await log.flush();
      if (log.fail !== undefined) throw log.fail;
      log.appended.push({ stream, source, text: data.toString('latin1'), lines });
      const from = offset;
      offset += BigInt(data.length);
      return [{ stream, source, from, to: offset }];
    },
    end: () => offset,
    sources: () => [],
    read: async () => null,
    onAppend: () => () => undefined,
    truncateBefore: async () => undefined,
    forgetCommitted: () => Promise.resolve(),
    usage: () => ({ bytes: Number(offset), limitBytes: 1_000_000 }),
    close: async () => undefined,
  };
  return log;
}

const answer: ReportAnswer = {
  report: 'authors',
  params: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', limit: 10 },
  columns: [
    { name: 'author', type: 'text', unit: null },
    { name: 'notes', type: 'integer', unit: 'notes' },
  ],
  rows: [
    { author: '=1+1', notes: 3 },
    { author: 'Ann, "the" author', notes: '9007199254740993' },
    { author: null, notes: -1 },
  ],
  asOf: '2026-01-02T11:59:59Z',
};

const listed: ReportAnswer = {
  report: 'last-notes',
  params: { limit: 1 },
  columns: [
    { name: 'author', type: 'text', unit: null },
    { name: 'tags', type: 'list', unit: null },
  ],
  rows: [{ author: 'Ann', tags: ['a', 'kind\u001fname'] }],
  asOf: null,
};

/** Answers a report and a listing, and records what it was asked. */
export function memoryReports(): ReportRunner & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const check = (name: string, given: Readonly<Record<string, unknown>>) => {
    asked.push({ name, given: { ...given } });
    if (name !== 'authors' && name !== 'last-notes')
      throw new CrosscurrentError('unknown_report', 'No such report.', 'Reports: authors.');
    if (given['limit'] === '0')
      throw new CrosscurrentError('bad_parameter', 'limit is 0.', 'Use 1 to 10000.');
  };
  return {
    asked,
    describe: () => [
      {
        name: 'authors',
        stream: 'notes',
        title: 'Authors',
        question: 'Who writes most?',
        chart: 'bars',
        period: { kind: 'latest-day' },
        figures: [{ name: 'notes', unit: 'notes', kind: 'count' }],
        parameters: [{ name: 'limit', type: 'integer', required: false, default: 10, about: 'Most rows' }],
      },
      {
        name: 'last-notes',
        stream: 'notes',
        title: 'Last notes',
        question: 'What was written last?',
        chart: 'cards',
        period: { kind: 'all' },
        figures: [],
        listing: true,
        parameters: [],
      },
    ],
    run: async (name, given) => {
      check(name, given);
      return name === listed.report ? listed : answer;
    },
    explain: async (name, given) => {
      check(name, given);
      return {
        report: name,
        title: 'Authors',
        question: 'Who writes most?',
        period: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', words: '1 January 2026' },
        filters: [],
        figures: [{ name: 'notes', unit: 'notes', words: 'Notes written', how: 'counted' }],
        order: 'most notes first',
        notes: null,
        sql: [{ engine: 'postgresql', text: 'SELECT 1', values: [1] }],
        asOf: null,
      };
    },
    events: async (name, given) => {
      check(name, given);
      return { events: [{ id: 'n1', ts: '2026-01-01T00:00:00Z' }], sql: 'SELECT 1' };
    },
  };
}

function audit() {
  const counts = { received: 10, stored: 2n ** 60n, duplicate: 1, rejected: 1 };
  return {
    balanced: true,
    streams: [
      {
        stream: 'notes',
        ...counts,
        rejected: { total: 1, byReason: { not_json: 1 } },
        lake: { rows: 8, files: 1, bytes: 1000 },
        balanced: true,
        badFields: { author: 2 },
        lag: { events: 0, bytes: 0, seconds: 0 },
        deadLetters: 1,
        sources: [
          { source: 'collector', ...counts, offset: 5n, end: 5n },
          { source: 'simulator', ...counts, stored: 3, offset: 5n, end: 5n },
        ],
      },
    ],
    log: { bytes: 10, limitBytes: 100 },
    asOf: '2026-01-02T12:00:00Z',
  };
}

const deadLetter = {
  id: '7',
  stream: 'notes',
  source: 'collector',
  offset: 12n,
  reason: 'not_json',
  words: 'the line is not valid JSON',
  raw: '{"id"',
  bytes: 5,
  receivedAt: '2026-01-02T12:00:00Z',
  replayedAt: null,
};

/** The reference for these tests: JSON, an object, with an id. */
export function examineNote(line: string): Verdict {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { accepted: false, reason: 'not_an_object' };
    }
    return Object.hasOwn(value, 'id') ? { accepted: true } : { accepted: false, reason: 'missing:id' };
  } catch {
    return { accepted: false, reason: 'not_json' };
  }
}

/** Everything the server needs, with the parts that tests look into. */
export function memoryDependencies() {
  const clock = fixedClock(NOW);
  const log = memoryLog();
  const campaigns = memoryCampaigns(NOW);
  const reports = memoryReports();
  const listeners = new Set<() => void>();
  const failure: { audit?: Error } = {};
  const state = { version: 12, committedAt: '2026-01-02T11:59:59Z', latestEvent: '2026-01-02T11:59:00Z' };
  const asked: unknown[] = [];
  const dependencies: ServerDependencies = {
    version: '0.1.0',
    catalogue: [notes],
    reports,
    audit: async () => {
      if (failure.audit !== undefined) throw failure.audit;
      return audit();
    },
    deadLetters: {
      list: async (filter) => {
        asked.push(filter);
        return { total: 1, rows: [deadLetter] };
      },
      replay: async (what) => {
        asked.push(what);
        return { replayed: 1 };
      },
    },
    campaigns,
    log,
    examine: (_stream, line) => examineNote(line),
    isSimulated: (source) => source === 'simulator',
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    streamStates: () => ({ notes: { ...state } }),
    earliestEvents: () => ({ notes: '2026-01-01T00:00:00Z' }),
    lag: () => ({ notes: { lagSeconds: 0.2, why: null } }),
    commands: {
      echo: async (args, onProgress) => {
        onProgress({ done: 1 });
        return { echoed: args };
      },
      fail: async () => {
        throw new CrosscurrentError('file_not_found', 'There is no such file.', 'Check its name.');
      },
      wait: (_args, _onProgress, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new CrosscurrentError('bad_call', 'Stopped.', '')));
        }),
    },
    secrets: { apiToken: API_TOKEN, collectorKey: COLLECTOR_KEY, sessionSecret: 'session-secret-for-tests' },
    oneTimeCodes: oneTimeCodes(clock),
    clock,
    webRoot: undefined,
  };
  return {
    campaigns,
    dependencies,
    clock,
    log,
    reports,
    asked,
    listeners,
    failure,
    state,
    commit: () => listeners.forEach((l) => void l()),
  };
}
