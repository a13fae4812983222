import type { Tx } from '../../store/db.ts';
import { managersOfOrganisations, managersToTell } from '../../store/recipients.ts';
import type { Deps } from '../deps.ts';
import { queueNotice, type Recipient } from '../outbox/queue-notice.ts';
import type { ImportPlan, PlannedNoun } from './plan-context.ts';

type Row = { id: string; name: string; status: 'active' | 'disabled'; disabled_reason: string | null };

/** Mails credential managers that their application or organisation was disabled, and why, or is enabled again. */
export async function announceStatus(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  plan: Pick<ImportPlan, 'applications' | 'organisations'>,
): Promise<void> {
  for (const application of changedStatus(plan.applications))
    await tell(tx, deps, 'application', application, await managersToTell(tx, [application.id]));
  for (const organisation of changedStatus(plan.organisations))
    await tell(tx, deps, 'organisation', organisation, await managersOfOrganisations(tx, [organisation.id]));
}

const changedStatus = <Any extends Row>({ updates }: PlannedNoun<Any>): Any[] =>
  updates.filter(({ before, after }) => before.status !== after.status).map(({ after }) => after);

async function tell(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  noun: 'application' | 'organisation',
  { id, name, status, disabled_reason: reason }: Row,
  managers: Recipient[],
): Promise<void> {
  const kind = `${noun}-${status === 'disabled' ? 'disabled' : 'enabled'}` as const;
  const topics = noun === 'application' ? [{ kind: notificationOf[status], applicationId: id }] : [];
  for (const manager of managers)
    await queueNotice(tx, deps, manager, kind, { name, reason: reason ?? 'none' }, topics);
}

const notificationOf = { active: 'application-enabled', disabled: 'application-disabled' } as const;
