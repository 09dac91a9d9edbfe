// `node scripts/run.mjs COMMAND ...` runs the program; `node scripts/run.mjs --script FILE ...` another file of the project.
import { launch } from './launch.mjs';
import { reportFailure } from './setup.mjs';

const [first, second, ...rest] = process.argv.slice(2);

const what =
  first === '--script' && second !== undefined
    ? { file: second, args: rest }
    : { file: 'src/main.ts', args: process.argv.slice(2), web: first === 'start' };

await launch(what).catch(reportFailure);
