import { copyDatabase } from '../../store/embedded/copy-database.ts';
import type { Deps } from '../deps.ts';

/**
 * Has the server that holds an embedded database copy it, so that a backup is made of the copy while the server goes on;
 * gives the copy's data directory.
 */
export const copyEmbeddedDatabase = ({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<string> =>
  copyDatabase(db, config.dataDirectory);
