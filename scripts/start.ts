/** `npm start`: builds the web page when it is missing or stale, then runs the demo in this process. */
import { buildWebPage } from './web-page.ts';

buildWebPage();
process.argv.splice(2, 0, 'demo');
await import('../server/src/main.ts');
