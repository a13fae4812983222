/** `npm run build`: makes what `keyturn serve` needs besides its sources. */
import { prepareDatabase } from './prepared-database.ts';
import { buildWebPage } from './web-page.ts';

buildWebPage();
await prepareDatabase();
