import { catalogue } from '../../src/streams/catalogue.ts';
import { cliPage } from './cli.ts';
import { configurationPage } from './configuration.ts';
import { errorsPage } from './errors.ts';
import { reportsPage } from './reports.ts';
import { streamsPage } from './streams.ts';

/** Folder of the generated pages, below the project's. */
export const REFERENCE = ['docs', 'reference'] as const;

/** The generated pages: file name -> text. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['streams.md', streamsPage(catalogue)],
    ['reports.md', reportsPage(catalogue)],
    ['cli.md', cliPage(catalogue)],
    ['configuration.md', configurationPage(catalogue)],
    ['errors.md', errorsPage()],
  ]);
}
