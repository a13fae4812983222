import { applications, type Person } from './federation.ts';
import type { Session } from './database.ts';
import type { Environment } from './keyturn-process.ts';
import type { Random } from './random.ts';

/** What the clients of a server know: what it acknowledged, and what it may or may not have done. */
export type Ledger = {
  secrets: Map<string, KnownSecret>;
  /** Creations without an answer, by the name that was asked for. */
  lost: Set<string>;
  /** Secrets of lost creations that turned out to exist: they were deleted, and nobody ever had their value. */
  orphans: Set<string>;
};

export type KnownSecret = {
  id: string;
  hint: string;
  clientId: string;
  clientSecret: string;
  deletion: 'none' | 'unanswered' | 'acknowledged';
  /** Its refusal was seen already. */
  checked: boolean;
};

/** What the rounds go on with: one database, one address, and the sessions of its managers. */
export type Setting = {
  env: Environment;
  server: string;
  sessions: Record<Person, Session>;
  random: Random;
};

export const managers: [clientId: string, Person][] = [
  [applications.eastSearch, 'eastManager'],
  [applications.eastData, 'eastManager'],
  [applications.westData, 'westManager'],
];

/** The headers of an application's manager. */
export const managerHeaders = ({ sessions }: Setting, clientId: string): Record<string, string> =>
  sessions[managers.find(([application]) => application === clientId)?.[1] ?? 'operator'].headers;

export const emptyLedger = (): Ledger => ({ secrets: new Map(), lost: new Set(), orphans: new Set() });

/** How many secrets are known to be made, and of those deleted; requests without an answer; secrets without an owner. */
export function countLedger({ secrets, lost, orphans }: Ledger) {
  const all = [...secrets.values()];
  return {
    created: all.length,
    deleted: all.filter(({ deletion }) => deletion === 'acknowledged').length,
    unansweredCreations: lost.size,
    unansweredDeletions: all.filter(({ deletion }) => deletion === 'unanswered').length,
    orphans: orphans.size,
  };
}
