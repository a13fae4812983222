/** `npm run build`: makes what `keyturn serve` needs besides its sources. */
import { buildWebPage } from './web-page.ts';

buildWebPage();
