// Loaded before the program where Node itself does not strip types: below a node_modules folder.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = new URL('../', import.meta.url).href;

process.removeAllListeners('warning'); // stripTypeScriptTypes announces itself as experimental

registerHooks({
  load(url, context, nextLoad) {
    const isOurs = url.startsWith(here) && !url.slice(here.length).startsWith('node_modules/');
    if (!isOurs || !url.endsWith('.ts')) return nextLoad(url, context);
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'), { mode: 'strip' });
    return { format: 'module', source, shortCircuit: true };
  },
});
