import path from 'node:path';
import { type ConfigurationEntry, loadConfiguration } from '../../src/jobs/configuration/load.ts';
import { streamSettingsOf } from '../../src/jobs/configuration/stream-settings.ts';
import type { Stream } from '../../src/stream/define.ts';
import { block, code, page, table } from './markdown.ts';

/** The reference of everything that can be set. */
export function configurationPage(catalogue: readonly Stream[]): string {
  const workingFolder = import.meta.dirname;
  const { entries } = loadConfiguration({
    flags: {},
    environment: {},
    workingFolder,
    streams: streamSettingsOf(catalogue),
  });
  const row = (entry: ConfigurationEntry) => rowOf(entry, workingFolder);
  const isOfStream = ({ name }: ConfigurationEntry) => name.startsWith('streams.');
  const ofStreams = entries.filter(isOfStream);
  return page('Configuration', [
    COMMON,
    table(HEADINGS, entries.filter((entry) => !isOfStream(entry)).map(row)),
    ofStreams.length === 0 ? '' : '## Settings of streams',
    table(HEADINGS, ofStreams.map(row)),
    '## An example',
    block('yaml', EXAMPLE),
  ]);
}

const HEADINGS = ['setting', 'default', 'allowed', 'environment variable', 'what it is'];

const COMMON = [
  'A value comes from, in this order: a flag (`--port 8080`, or `--set port=8080` for any setting), an environment variable, the configuration file, the default. `crosscurrent config` prints what is in force and where each value comes from.',
  '',
  'The configuration file is `crosscurrent.yaml` in the working folder, or the one named by `--config` or `CROSSCURRENT_CONFIG`. Relative paths in it are relative to the file. A name that is not known is refused.',
].join('\n');

const EXAMPLE = `port: 8080
simulate: off
log-limit: 2GiB
streams:
  web-behaviour:
    country-by-tld: com=US,shop=FR`;

/** Folders are relative to the working folder. */
function rowOf({ name, text, allowed, variable, about }: ConfigurationEntry, folder: string): string[] {
  const value = path.isAbsolute(text) ? path.relative(folder, text) : text;
  return [code(name), code(value), allowed, code(variable), about];
}
