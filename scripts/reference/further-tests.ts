/** Tests that hold an invariant of docs/semantics.md without naming it: invariant, file, title. */
export const FURTHER_TESTS: readonly (readonly [invariant: string, file: string, title: string])[] = [
  [
    'D1',
    'src/log/segments/recovery.test.ts',
    'reads every acknowledged byte back exactly once, in order, whatever a crash left behind',
  ],
  [
    'D1',
    'src/server/collector-log.test.ts',
    'stores each acknowledged line once, in the order of its sender, across a restart',
  ],
  [
    'D2',
    'src/warehouse/commit.test.ts',
    'is whole or absent when its backend is killed at any moment, and the retry counts once',
  ],
  [
    'D3',
    'src/warehouse/commit.test.ts',
    'moves offsets, rollups, accounting, dead letters, lake files and stale windows together',
  ],
  [
    'D5',
    'src/warehouse/commit.test.ts',
    'gives the rows of a fold over all events, however they are cut into batches',
  ],
  ['D6', 'src/server/collector.test.ts', 'keeps refused lines as well, and says which and why'],
  [
    'D6',
    'src/sources/file/lines.test.ts',
    'rejects lines that are no UTF-8 or hold a NUL, with line, offset and raw bytes',
  ],
  ['D6', 'src/sources/file/csv.test.ts', 'rejects rows of the wrong width with their raw text'],
  [
    'D7',
    'src/server/collector-log.test.ts',
    'asks senders to wait when the log is full, and takes their events afterwards',
  ],
  ['W1', 'src/reports/instant.test.ts', 'begin at whole minutes, hours and days in UTC'],
  ['V2', 'src/reports/exact.test.ts', 'is exact where a double is not'],
  ['V3', 'src/reports/run.test.ts', 'counts visitors of several days anew, for the rows that were found'],
  ['V4', 'src/reports/run.test.ts', 'shows zeros and no ratio for a range without events'],
  [
    'V5',
    'src/reports/run.test.ts',
    'is the newest day, most first, ties by code point, with the exact count that the warehouse keeps',
  ],
  ['A3', 'src/reports/run.test.ts', 'takes a value for what it is, whatever is in it'],
  [
    'A4',
    'src/server/access.test.ts',
    'of the collector is not had with the API token, nor the API with its key',
  ],
  ['A4', 'src/server/access.test.ts', 'keeps commands and metrics for the token'],
];
