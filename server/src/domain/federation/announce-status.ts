import type { Tx } from '../../store/db.ts';
import { managersOfOrganisations, managersToTell, sharedMailboxes } from '../../store/recipients.ts';
import type { Deps } from '../deps.ts';
import { queueNotice, type Recipient } from '../outbox/queue-notice.ts';
import type { ImportPlan, PlannedNoun } from './plan-context.ts';

type Row = { id: string; name: string; status: 'active' | 'disabled'; disabled_reason: string | null };

/**
 * Mails credential managers and the organisation's shared mailbox that their application or organisation was disabled, and
 * why, or is enabled again.
 */
export async function announceStatus(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  plan: Pick<ImportPlan, 'applications' | 'organisations'>,
): Promise<void> {
  for (const application of changedStatus(plan.applications)) {
    const managers = await managersToTell(tx, [application.id]);
    await tell(tx, deps, 'application', application, application.organisation_id, managers);
  }
  for (const organisation of changedStatus(plan.organisations)) {
    const managers = await managersOfOrganisations(tx, [organisation.id]);
    await tell(tx, deps, 'organisation', organisation, organisation.id, managers);
  }
}

const changedStatus = <Any extends Row>({ updates }: PlannedNoun<Any>): Any[] =>
  updates.filter(({ before, after }) => before.status !== after.status).map(({ after }) => after);

async function tell(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  noun: 'application' | 'organisation',
  { id, name, status, disabled_reason: reason }: Row,
  organisationId: string,
  managers: Recipient[],
): Promise<void> {
  const kind = `${noun}-${status === 'disabled' ? 'disabled' : 'enabled'}` as const;
  const topics = noun === 'application' ? [{ kind: notificationOf[status], applicationId: id }] : [];
  for (const recipient of [...managers, ...(await mailboxBeside(tx, organisationId, managers))])
    await queueNotice(tx, deps, recipient, kind, { name, reason: reason ?? 'none' }, topics);
}

/** The organisation's shared mailbox, unless it is a manager's own address. */
async function mailboxBeside(tx: Tx, organisationId: string, managers: Recipient[]): Promise<Recipient[]> {
  const told = new Set(managers.map(({ email }) => email.toLowerCase()));
  return (await sharedMailboxes(tx, [organisationId])).flatMap(
    ({ name, time_zone, shared_mailbox: email }) =>
      email === null || told.has(email.toLowerCase())
        ? []
        : [{ id: null, name, email, time_zone, organisation_time_zone: time_zone }],
  );
}

const notificationOf = { active: 'application-enabled', disabled: 'application-disabled' } as const;
