import { sql } from 'kysely';
import { auditChainPurpose, auditEventMac } from '../../domain/audit/audit-chain.ts';
import type { Deps } from '../../domain/deps.ts';
import type { Tx } from '../../store/db.ts';
import { lockAuditHead, type StoredAuditEvent } from '../../store/audit-events.ts';
import type { Filling } from './scale-size.ts';

const pastMs = 720 * 24 * 60 * 60 * 1000;
const eventsAtOnce = 20_000;
const targetsAtMost = 50_000;
/** A prime, so that neighbours in the log are about different applications. */
const stride = 7919;

const actions = ['client-secret.created', 'client-secret.deleted', 'session.ended', 'client-secret.created'];
/** One event in a hundred. */
const rareActions = [
  'client-secret.disabled',
  'credential-manager.assigned',
  'user.mfa-reset',
  'application.updated',
];

type Target = { id: string; name: string; application_id: string; by_id: string; by_name: string };

/**
 * Two years of what people did to client secrets and roles, chained as if each had been a change of its own (R7). Their
 * codes are reckoned here, one from the other; the rows are made where they are stored, to the same content.
 */
export async function fillAuditLog(
  tx: Tx,
  { sealer }: Pick<Deps, 'sealer'>,
  { size: { auditEvents }, now }: Filling,
): Promise<void> {
  const key = sealer.derive(auditChainPurpose);
  const targets = await takeTargets(tx);
  const stepMs = Math.floor(pastMs / auditEvents);
  const begin = new Date(now.getTime() - auditEvents * stepMs);
  const head = await lockAuditHead(tx);
  let { mac } = head;
  for (let from = 0; from < auditEvents; from += eventsAtOnce) {
    const macs: string[] = [];
    for (let number = from; number < Math.min(from + eventsAtOnce, auditEvents); number += 1) {
      const at = new Date(begin.getTime() + number * stepMs);
      mac = auditEventMac(key, mac, eventOf(head.seq + 1 + number, number, at, targets));
      macs.push(`\\x${mac.toString('hex')}`);
    }
    await sql`
      insert into audit_event (seq, at, action, actor, address, target_type, target_id, target_name, application_id,
        after, mac)
      select ${head.seq}::bigint + 1 + number, ${begin}::timestamptz + number * ${stepMs}::bigint * interval '1 millisecond',
        action, json_build_object('kind', 'user', 'id', by_id, 'name', by_name), '203.0.113.' || (1 + number % 250),
        case when is_secret then 'client-secret' else 'application' end,
        case when is_secret then id else application_id::text end, name, application_id,
        case when is_secret then json_build_object('name', name) end, mac
      from (
        select ${from}::bigint + position - 1 as number, mac
        from unnest(${macs}::bytea[]) with ordinality as given (mac, position)
      ) numbered
      cross join lateral (
        select case when number % 100 = 0 then (${rareActions}::text[])[1 + number / 100 % ${sql.lit(rareActions.length)}]
          else (${actions}::text[])[1 + number % ${sql.lit(actions.length)}] end as action
      ) done
      cross join lateral (select action like 'client-secret.%' as is_secret) kind
      join sample_target on sample_target.position = number * ${sql.lit(stride)} % ${sql.lit(targets.length)}
      order by number`.execute(tx);
  }
  await tx
    .updateTable('audit_head')
    .set({ seq: head.seq + auditEvents, mac })
    .execute();
}

function eventOf(seq: number, number: number, at: Date, targets: Target[]): StoredAuditEvent {
  const target = targets[(number * stride) % targets.length];
  if (target === undefined) throw new Error('there is nothing that events could be about');
  const isRare = number % 100 === 0;
  const action =
    (isRare ? rareActions[(number / 100) % rareActions.length] : actions[number % actions.length]) ?? '';
  const isSecret = action.startsWith('client-secret.');
  return {
    seq,
    at,
    action,
    actor: { kind: 'user', id: target.by_id, name: target.by_name },
    address: `203.0.113.${1 + (number % 250)}`,
    targetType: isSecret ? 'client-secret' : 'application',
    targetId: isSecret ? target.id : target.application_id,
    targetName: target.name,
    applicationId: target.application_id,
    before: null,
    after: isSecret ? { name: target.name } : null,
  };
}

/** Client secrets, each with somebody of its application's organisation; also as a table until the transaction ends. */
async function takeTargets(tx: Tx): Promise<Target[]> {
  await sql`
    create temporary table sample_target on commit drop as
    select row_number() over (order by client_secret.id) - 1 as position, client_secret.id::text, application.name,
      application.id as application_id, somebody.id::text as by_id, somebody.name as by_name
    from client_secret
    join application on application.id = client_secret.application_id
    join (
      select distinct on (organisation_id) organisation_id, id, name from portal_user order by organisation_id, id
    ) somebody on somebody.organisation_id = application.organisation_id
    order by client_secret.id limit ${sql.lit(targetsAtMost)}`.execute(tx);
  await sql`analyze sample_target`.execute(tx);
  const { rows } = await sql<Target>`select * from sample_target order by position`.execute(tx);
  return rows;
}
