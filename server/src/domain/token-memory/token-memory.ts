import type { CacheHead } from '../../store/cache-head.ts';
import { inSnapshot, type Db } from '../../store/db.ts';
import { readChangedRows, readServedRows, type ServedRows } from '../../store/served-rows.ts';
import type { Lease } from './lease.ts';
import type { PresentState } from './present-state.ts';
import { createServedTables, type ServedTables } from './served-tables.ts';

/** What requests may be answered from instead of from the database. */
export type TokenMemory = {
  /**
   * The state that this server may answer by at this moment; null: the database has to be asked. Good for the
   * synchronous block in which it was asked for, and no longer.
   */
  present(): PresentState | null;
  /** Names the state that `present` answers; another one whenever anything in it changed. */
  revision(): string | null;
  /** The same of what the statuses of client secrets follow from alone. */
  statusRevision(): string | null;
};

/** The same for whoever keeps it up to date. */
export type KeptMemory = TokenMemory & {
  /** What the memory is at; null: it is empty. */
  head(): CacheHead | null;
  /**
   * Makes the memory what the database holds at some moment after the call. It takes what changed in one synchronous
   * block, so that nobody sees half of it; everything is read anew when there is no telling what changed.
   */
  catchUp(db?: Db): Promise<void>;
  /** It is not known what the database holds: the next `catchUp` reads everything. */
  forget(): void;
};

type Held = { head: CacheHead; statusHead: CacheHead; tables: ServedTables };

/** A memory that is empty at first. It answers while the lease holds. */
export function createTokenMemory({ db, lease }: { db: Db; lease: Lease }): KeptMemory {
  let held: Held | null = null;

  async function readAll(from: Db): Promise<void> {
    const tables = createServedTables();
    const read = (reader: Db): Promise<CacheHead> => readServedRows(reader, (rows) => tables.apply(rows));
    // A transaction that somebody else opened holds the head.
    const head = await (from.isTransaction ? read(from) : inSnapshot(from, read));
    held = { head, statusHead: head, tables };
  }

  return {
    present: () => (held !== null && lease.holds() ? held.tables : null),
    revision: () => (held !== null && lease.holds() ? nameOf(held.head) : null),
    statusRevision: () => (held !== null && lease.holds() ? nameOf(held.statusHead) : null),
    head: () => held?.head ?? null,
    forget: () => void (held = null),
    async catchUp(from = db) {
      const known = held;
      if (known === null) return readAll(from);
      const { head, rows } = await readChangedRows(from, known.head.revision);
      if (head.epoch !== known.head.epoch || head.revision < known.head.revision) {
        // What was read is not what the database comes from: not even the lease's remainder is good.
        lease.drop();
        held = null;
        return readAll(from);
      }
      if (rows === null) return readAll(from);
      known.tables.apply(rows);
      known.head = head;
      if (changesStatuses(rows)) known.statusHead = head;
    },
  };
}

const changesStatuses = ({ organisations, applications, secrets }: ServedRows): boolean =>
  [organisations, applications, secrets].some(({ length }) => length > 0);

/** Names a state of what servers keep in memory. */
export const nameOf = ({ epoch, revision }: CacheHead): string => `${epoch}/${revision}`;

/** For processes that answer no requests. */
export const noMemory: TokenMemory = {
  present: () => null,
  revision: () => null,
  statusRevision: () => null,
};
