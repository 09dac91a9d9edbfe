// `npm run build`: builds the web pages into dist/web, also when nothing changed.

import { buildWeb } from './setup/web.mjs';
import { reportFailure, setUp } from './setup.mjs';

await setUp({ web: false }).then(buildWeb).catch(reportFailure);
