import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../../src/store/db.ts';

/** What the database keeps by triggers is what it would be if it were reckoned anew. */
export async function expectKeptValues(db: Db): Promise<void> {
  const { rows } = await sql<{ wrong: string }>`
    select 'managers of ' || name as wrong from application
    where active_managers <> (select count(*) from credential_manager join portal_user on portal_user.id = user_id
      where application_id = application.id and portal_user.status = 'active')
    union all
    select 'rotations of ' || name from application
    where rotations <> (select count(*) from client_secret n join client_secret o on o.id = n.replaces_secret_id
      where n.application_id = application.id and n.deleted_at is null and o.deleted_at is null)
    union all
    select 'use of ' || client_secret.id from client_secret left join client_secret_use on secret_id = client_secret.id
    where is_used <> (secret_id is not null)
      or idle_since <> (coalesce(last_used_at, created_at) at time zone 'UTC')::date
    union all
    select 'refusal of ' || id from client_secret
    where last_refused_on is distinct from
      (select max((last_at at time zone 'UTC')::date) from client_secret_refusal where secret_id = client_secret.id)
    union all
    select 'set-up of ' || name from portal_user
    where is_set_up <> exists (select from account where user_id = portal_user.id and set_up_at is not null)
    union all
    select 'token requests' where (select coalesce(sum(requests), 0) from token_request_count)
      <> (select coalesce(sum(requests), 0) from client_secret_usage)`.execute(db);
  expect(rows).toEqual([]);
}
