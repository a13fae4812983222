import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** What an application may have that somebody has to see to, with its bounds in time; the domain says which. */
export type AttentionCondition =
  | { of: 'secret'; is: 'expiring'; now: Date; until: Date }
  | { of: 'secret'; is: 'expired-refused'; now: Date; since: Date }
  | { of: 'secret'; is: 'never-used'; now: Date }
  | { of: 'secret'; is: 'idle'; now: Date; since: Date }
  | { of: 'application'; is: 'managed-by'; managers: 0 | 1 }
  | { of: 'application'; is: 'rotating' };
export type SecretCondition = Extract<AttentionCondition, { of: 'secret' }>;

/**
 * Of the table `application`; none that is stopped, or whose organisation is. Written as the partial indexes are, and as a join:
 * of `not in` the planner reckons that it is paid for with each row, and reads every application instead.
 */
export const hasAttention = (condition: AttentionCondition): RawBuilder<SqlBool> =>
  sql`(application.status = 'active'
    and not exists (select from organisation stopped
      where stopped.id = application.organisation_id and stopped.status = 'disabled')
    and ${applicationHas(condition)})`;

function applicationHas(condition: AttentionCondition): RawBuilder<SqlBool> {
  if (condition.of === 'secret')
    return sql`application.id in (select client_secret.application_id from client_secret where ${secretHas(condition)})`;
  if (condition.is === 'rotating') return sql`application.rotations > 0`;
  return sql`(application.active_managers = ${sql.lit(condition.managers)} and application.active_managers < 2)`;
}

/** Of the table `client_secret`. The dates find it by an index, the instants decide. */
export function secretHas(condition: SecretCondition): RawBuilder<SqlBool> {
  const { now } = condition;
  const usable = sql`client_secret.deleted_at is null and client_secret.disabled_at is null
    and client_secret.expires_at > ${now}`;
  switch (condition.is) {
    case 'expiring':
      return sql`(${usable} and client_secret.expires_at <= ${condition.until})`;
    case 'never-used':
      return sql`(${usable} and not client_secret.is_used)`;
    case 'idle':
      return sql`(${usable} and client_secret.idle_since <= ${utcDate(condition.since)} and (client_secret.idle_since < ${utcDate(condition.since)}
        or coalesce((select last_used_at from client_secret_use where secret_id = client_secret.id),
          client_secret.created_at) <= ${condition.since}))`;
    case 'expired-refused':
      return sql`(client_secret.deleted_at is null and client_secret.expires_at <= ${now}
        and client_secret.last_refused_on is not null and client_secret.last_refused_on >= ${utcDate(condition.since)}
        and exists (select from client_secret_refusal refusal where refusal.secret_id = client_secret.id
          and refusal.reason = 'expired' and refusal.hour > ${condition.since}::timestamptz - interval '1 hour'
          and refusal.last_at >= ${condition.since}))`;
  }
}

const utcDate = (instant: Date): RawBuilder<unknown> => sql`${instant.toISOString().slice(0, 10)}::date`;
