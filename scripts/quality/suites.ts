import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { QualityFigure } from './figure.ts';

/** A suite of the repository whose cases are counted. */
interface Suite {
  readonly what: string;
  readonly measuredOn: string;
  readonly file: string;
  /** Only tests whose full name begins so. */
  readonly group?: string;
}

const CONFORMANCE = 'src/enrich/text/conformance.test.ts';
const SUITES: readonly Suite[] = [
  {
    what: 'hashtags, mentions, URLs, cashtags',
    measuredOn: 'twitter-text, extract',
    file: CONFORMANCE,
    group: 'extract.yml',
  },
  {
    what: 'hashtags, mentions, URLs, cashtags',
    measuredOn: 'twitter-text, validate',
    file: CONFORMANCE,
    group: 'validate.yml',
  },
  {
    what: 'hashtags, mentions, URLs, cashtags',
    measuredOn: 'twitter-text, autolink, through extraction',
    file: CONFORMANCE,
    group: 'autolink.yml',
  },
  { what: '`clean_text`', measuredOn: 'goldens for each step', file: 'src/enrich/text/clean.test.ts' },
  {
    what: 'city, country, US state',
    measuredOn: 'goldens and properties',
    file: 'src/enrich/places/places.test.ts',
  },
  { what: 'near-duplicate key', measuredOn: 'goldens', file: 'src/enrich/text/copies.test.ts' },
];

const Results = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});
type Results = z.infer<typeof Results>;

/** Tests about a suite itself rather than a case of it. */
const ABOUT_SUITE = 'is whole';

/** Runs the suites and counts their cases. */
export async function measureSuites(root: string, say: (words: string) => void): Promise<QualityFigure[]> {
  const files = [...new Set(SUITES.map(({ file }) => file))];
  say(`running ${files.join(', ')}`);
  const results = await runVitest(root, files);
  return SUITES.map((suite) => figureOf(suite, results));
}

async function runVitest(root: string, files: readonly string[]): Promise<Results> {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-quality-'));
  try {
    const output = path.join(folder, 'results.json');
    const entry = path.join(
      path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
      'vitest.mjs',
    );
    const args = [entry, 'run', '--root', root, '--reporter=json', `--outputFile=${output}`, ...files];
    await new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
      child.on('error', reject);
      child.on('exit', () => resolve());
    });
    return Results.parse(JSON.parse(readFileSync(output, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figureOf({ what, measuredOn, file, group = '' }: Suite, { testResults }: Results): QualityFigure {
  const cases = testResults
    .filter(({ name }) => name.replaceAll('\\', '/').endsWith(file))
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(
      ({ fullName, status }) =>
        fullName.trim().startsWith(group) &&
        !fullName.includes(ABOUT_SUITE) &&
        status !== 'skipped' &&
        status !== 'pending',
    );
  if (cases.length === 0) return { what, measuredOn, value: undefined, reach: 'all' };
  const passed = cases.filter(({ status }) => status === 'passed').length;
  return {
    what,
    measuredOn,
    value: `${passed} of ${cases.length}`,
    reach: 'all',
    reached: passed === cases.length,
  };
}
