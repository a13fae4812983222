import type { Attention } from '@keyturn/contract';
import type { Temporal } from 'temporal-polyfill';
import type { SecretCondition } from '../../store/attention.ts';
import { findOperatorOrganisation } from '../../store/organisations.ts';
import {
  countByApplication,
  countBySecrets,
  countExpirations,
  countExpiringBy,
  countFailedMails,
} from '../../store/overview.ts';
import { countTokenRequests } from '../../store/token-request-counts.ts';
import { conditionOf } from '../application/attention.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { dateIn, startOfDate } from '../notification/reminder-schedule.ts';
import { requireOperator } from '../policy.ts';

const weeksAhead = 26;
const daysBack = 90;

/** What the operator team has to see to, in numbers, all as of one instant. */
export type OverviewView = {
  at: Date;
  timeZone: string;
  applications: Record<Attention, number>;
  failedMails: number;
  /** By the Monday of each week. */
  expirations: { week: string; secrets: number }[];
  tokenRequests: { date: string; requests: number }[];
};

/**
 * Counts what the operator team may have to see to, as it is now: each number is that of the rows of a list. By weeks and
 * days of the operator's time zone.
 * @throws KeyturnError `not-found` for anybody else
 */
export async function readOverview(
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  actor: Actor,
): Promise<OverviewView> {
  requireOperator(actor);
  const at = clock.now();
  const timeZone = (await findOperatorOrganisation(db))?.time_zone ?? config.timeZone;
  const today = dateIn(at, timeZone);
  return {
    at,
    timeZone,
    applications: await countAttention({ db }, at),
    failedMails: await countFailedMails(db),
    expirations: await expirationsByWeek({ db }, today, timeZone, at),
    tokenRequests: await requestsByDate({ db }, today, timeZone),
  };
}

const expiring = ['expiring-7', 'expiring-30', 'expiring-60'] as const;
const others = ['expired-presented', 'never-used', 'unused-90'] as const;

async function countAttention({ db }: Pick<Deps, 'db'>, now: Date): Promise<OverviewView['applications']> {
  const conditions = (kinds: readonly Attention[]): SecretCondition[] =>
    kinds.map((kind) => conditionOf(kind, now)).filter((condition) => condition.of === 'secret');
  const until = conditions(expiring).flatMap((condition) =>
    condition.is === 'expiring' ? [condition.until] : [],
  );
  const [within7 = 0, within30 = 0, within60 = 0] = await countExpiringBy(db, now, until);
  const [presented = 0, neverUsed = 0, unused = 0] = await countBySecrets(db, conditions(others));
  const { none, one, rotating } = await countByApplication(db);
  return {
    'expired-presented': presented,
    'expiring-7': within7,
    'no-manager': none,
    'expiring-30': within30,
    'expiring-60': within60,
    'one-manager': one,
    'never-used': neverUsed,
    'unused-90': unused,
    rotating,
  };
}

async function expirationsByWeek(
  { db }: Pick<Deps, 'db'>,
  today: Temporal.PlainDate,
  timeZone: string,
  now: Date,
): Promise<OverviewView['expirations']> {
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const mondays = Array.from({ length: weeksAhead + 1 }, (_week, index) => monday.add({ weeks: index }));
  const counts = await countExpirations(
    db,
    now,
    mondays.map((date) => startOfDate(date, timeZone)),
  );
  return counts.map((secrets, index) => ({ week: mondays[index]?.toString() ?? '', secrets }));
}

async function requestsByDate(
  { db }: Pick<Deps, 'db'>,
  today: Temporal.PlainDate,
  timeZone: string,
): Promise<OverviewView['tokenRequests']> {
  const first = today.subtract({ days: daysBack - 1 });
  const counts = await countTokenRequests(db, timeZone, startOfDate(first, timeZone));
  return Array.from({ length: daysBack }, (_day, index) => {
    const date = first.add({ days: index }).toString();
    return { date, requests: counts.get(date) ?? 0 };
  });
}
