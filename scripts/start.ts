/** `npm start`: makes what is missing or stale (the web page, an empty database), then runs the demo in this process. */
import { prepareDatabase } from './prepared-database.ts';
import { buildWebPage } from './web-page.ts';

buildWebPage();
await prepareDatabase();
process.argv.splice(2, 0, 'demo');
await import('../server/src/main.ts');
