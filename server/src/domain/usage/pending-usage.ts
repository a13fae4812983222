import type { CredentialMistake } from '@keyturn/contract';
import type { IntrospectionRow } from '../../store/introspection-credentials.ts';
import type { MistakeRow, RefusalRow, UnprovenRow, UsageRows, UseRow } from '../../store/usage.ts';
import { networkOf, placeOf } from '../network.ts';
import { callerKey, joined, otherCallers, type Caller } from './caller.ts';
import { createTellApart, type TellApart } from './tell-apart.ts';
import { createEveryMinute } from './every-minute.ts';

const hourMs = 60 * 60 * 1000;
const maxUserAgentLength = 300;
/** Whoever holds a secret could send a new user agent with each request. */
const callersOfSecret = 100;
/** From where mistakes with an application's credentials are told: anybody can make them. */
const placesOfApplication = 1_000;
/** Of client IDs that may not exist, so many between two writes; more are counted for none. */
const strangersBetweenWrites = 1_000;
/** While the database writes nothing for hours: from here on the callers of each secret are not told apart. */
const rowsAtMost = 50_000;

/** What is written at once. */
export type UsageBatch = UsageRows & { introspections: IntrospectionRow[] };

/** What token requests proved and is not written yet; each caller, hour and resource once, and bounded. */
export type PendingUsage = {
  use(secretId: string, resource: string, at: Date, caller: Caller): void;
  refusal(secretId: string, reason: RefusalRow['reason'], at: Date, caller: Caller): void;
  unproven(applicationId: string, at: Date): void;
  mistake(applicationId: string, kind: CredentialMistake, at: Date, address: string): void;
  introspection(credentialId: string, at: Date, address: string): void;
  /** From now on this client ID is no stranger's. */
  exists(applicationId: string): void;
  /** What there is, in an order that every server writes in; null: nothing. It is forgotten here. */
  take(): UsageBatch | null;
};

export function createPendingUsage(): PendingUsage {
  const isOwnUse = createTellApart(callersOfSecret);
  const isOwnRefusal = createTellApart(callersOfSecret);
  const isOwnPlace = createTellApart(placesOfApplication);
  const existing = new Set<string>();
  let uses = new Map<string, UseRow>();
  let refusals = new Map<string, RefusalRow>();
  let unproven = new Map<string, UnprovenRow>();
  let mistakes = new Map<string, MistakeRow>();
  let introspections = new Map<string, IntrospectionRow>();
  const isDue = createEveryMinute();
  let strangers = 0;

  /** Whether a row of this client ID may be added: one that exists is counted whatever strangers send. */
  function admits(applicationId: string): boolean {
    if (existing.has(applicationId)) return true;
    strangers += 1;
    return strangers <= strangersBetweenWrites;
  }

  return {
    use(secretId, resource, at, caller) {
      const row = { ...callerRow(secretId, at, caller), resource };
      add(uses, isOwnUse, row, resource);
    },
    refusal(secretId, reason, at, caller) {
      const row = { ...callerRow(secretId, at, caller), reason };
      add(refusals, isOwnRefusal, row, reason);
    },
    unproven(applicationId, at) {
      const hour = hourOf(at);
      const key = keyOf(applicationId, hour);
      const known = unproven.get(key);
      if (known !== undefined) known.requests += 1;
      else if (admits(applicationId)) unproven.set(key, { applicationId, hour, requests: 1 });
    },
    mistake(applicationId, kind, at, address) {
      const place = placeOf(address);
      const key = keyOf(applicationId, place);
      if (!mistakes.has(key) && !admits(applicationId)) return;
      if (existing.has(applicationId) && !isOwnPlace(applicationId, place, at)) return;
      mistakes.set(key, { applicationId, place, kind, at });
    },
    introspection(credentialId, at, address) {
      if (isDue(credentialId, at)) introspections.set(credentialId, { credentialId, at, address });
    },
    exists: (applicationId) => void existing.add(applicationId),
    take() {
      if ([uses, refusals, unproven, mistakes, introspections].every(({ size }) => size === 0)) return null;
      const rows = {
        uses: inOrder(uses),
        refusals: inOrder(refusals),
        unproven: inOrder(unproven),
        mistakes: inOrder(mistakes),
        introspections: inOrder(introspections),
      };
      uses = new Map();
      refusals = new Map();
      unproven = new Map();
      mistakes = new Map();
      introspections = new Map();
      strangers = 0;
      return rows;
    },
  };
}

function add<Row extends UseRow | RefusalRow>(
  rows: Map<string, Row>,
  isOwn: TellApart,
  row: Row,
  kind: string,
): void {
  const key = rowKey(row, kind);
  const isTold =
    isOwn(row.secretId, callerKey(row), row.firstAt) && (rows.size < rowsAtMost || rows.has(key));
  const told = isTold ? row : { ...row, ...otherCallers };
  const toldKey = isTold ? key : rowKey(told, kind);
  const known = rows.get(toldKey);
  rows.set(toldKey, known === undefined ? told : joined(known, told));
}

/** Begins with the secret and the hour, in whose order rows are written. Made for each token request: no more than it takes. */
const rowKey = (row: UseRow | RefusalRow, kind: string): string =>
  `${row.secretId}\n${row.hour.getTime()}\n${row.network}\n${row.userAgent}\n${kind}`;

const callerRow = (secretId: string, at: Date, { address, userAgent }: Caller) => ({
  secretId,
  hour: hourOf(at),
  network: address === null ? '' : networkOf(address),
  // Neither NUL nor half a character can be stored.
  userAgent: userAgent?.slice(0, maxUserAgentLength).replaceAll('\0', '').toWellFormed() ?? '',
  requests: 1,
  firstAt: at,
  lastAt: at,
  firstAddress: address ?? '',
  lastAddress: address ?? '',
});

const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);

const keyOf = (...parts: (string | Date)[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.toISOString())).join('\n');

const inOrder = <Row>(rows: Map<string, Row>): Row[] =>
  [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
