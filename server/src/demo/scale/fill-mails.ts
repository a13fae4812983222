import { sql } from 'kysely';
import type { Db } from '../../store/db.ts';
import { applicationsEach, secretsEach, usersEach, type Filling } from './scale-size.ts';

/** The notification log of the last 400 days: delivered mails, and one in five hundred that failed for good. */
export async function fillMails(db: Db, { draw, size, now }: Filling): Promise<void> {
  const m = sql.ref('m');
  const kinds = [
    'expiring',
    'expiring',
    'expiring',
    'secret-created',
    'expired',
    'presented',
    'role-assigned',
  ];
  await sql`
    insert into mail (id, number, kind, created_at, recipient, user_id, subject, text, html, message_id, status,
      attempts, queued_at, next_attempt_at, last_error, delivered_at, accepted_by, about)
    select id, nextval('mail_number'), case when kind in ('expiring', 'expired') then 'reminder' else kind end, at, email,
      user_id, 'About ' || application, 'A sample.', '<p>A sample.</p>', '<' || id || '@example.org>', status, 1, at, at,
      case when status = 'failed' then '550 5.1.1 no such mailbox (sample)' end,
      case when status = 'delivered' then at + interval '2 seconds' end,
      case when status = 'delivered' then 'smtp.example.org: 250 2.0.0 OK' end,
      concat_ws(E'\\n', email, user_name, application, secret, hint)
    from (
      select m, ${draw.id('mail', m)} as id, ${draw.oneOf(m, 81, kinds)} as kind, portal_user.email,
        portal_user.id as user_id, portal_user.name as user_name, application.name as application,
        client_secret.name as secret, client_secret.hint,
        ${now}::timestamptz - (${sql.lit(size.mails)} - m) * (interval '400 days' / ${sql.lit(size.mails)}) - interval '1 hour' as at,
        case when ${draw.number(m, 82, 500)} = 0 then 'failed' else 'delivered' end as status
      from generate_series(1, ${sql.lit(size.mails)}) m
      cross join lateral (
        select 1 + ${draw.number(m, 83, size.organisations * applicationsEach)} as a
      ) drawn
      join application on application.id = ${draw.id('application', sql.ref('a'))}
      join client_secret on client_secret.id = ${draw.id('secret', sql`(a - 1) * ${sql.lit(secretsEach)} + 1`)}
      join portal_user on portal_user.id =
        ${draw.id('user', sql`((a - 1) / ${sql.lit(applicationsEach)}) * ${sql.lit(usersEach)} + 1`)}
      order by m
    ) one`.execute(db);
  await sql`
    insert into notification (mail_id, kind, application_id, secret_id, days, recipient_key, at)
    select mail.id, ${draw.oneOf(m, 81, kinds)}, client_secret.application_id, client_secret.id,
      case when mail.kind = 'reminder' then 30 end, mail.user_id, mail.created_at
    from generate_series(1, ${sql.lit(size.mails)}) m
    cross join lateral (select 1 + ${draw.number(m, 83, size.organisations * applicationsEach)} as a) drawn
    join mail on mail.id = ${draw.id('mail', m)}
    join client_secret on client_secret.id = ${draw.id('secret', sql`(a - 1) * ${sql.lit(secretsEach)} + 1`)}
    order by m`.execute(db);
}
