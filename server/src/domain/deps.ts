import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Sealer } from '../keys/sealer.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Db } from '../store/db.ts';
import type { TokenSigner } from './access-token/token-signer.ts';
import type { Background } from './background.ts';
import type { Settings } from './settings/settings.ts';
import type { SigningKeys } from './signing-key/signing-keys.ts';
import type { Readiness } from './instance/readiness.ts';
import type { TokenMemory } from './token-memory/token-memory.ts';
import type { Times } from './token-memory/times.ts';
import type { StatusLists } from './status-list/status-lists.ts';
import type { ChangeHub } from './change-hub.ts';
import type { UsageRecorder } from './usage/usage-recorder.ts';

/** What use-cases work with; `compose.ts` makes it. */
export type Deps = {
  /** What operators saved in the console is in it, as soon as they did: read it on use, and keep no copy. */
  config: Config;
  settings: Settings;
  tenantId: string;
  /** Whether the database holds the demo's sample federation. */
  demo: boolean;
  db: Db;
  clock: Clock;
  log: Logger;
  sealer: Sealer;
  /** What requests may be answered from without the database. */
  memory: TokenMemory;
  /** For how long something took; what time it is says `clock`. */
  times: Times;
  signingKeys: SigningKeys;
  tokenSigner: TokenSigner;
  statusLists: StatusLists;
  usage: UsageRecorder;
  changes: ChangeHub;
  mailer: Mailer;
  background: Background;
  readiness: Readiness;
};

export type Clock = {
  now(): Date;
  /** Asks somebody who knows, when there is reason to doubt what `now` says: before the database decides something. */
  confirm?(): Promise<void>;
};
