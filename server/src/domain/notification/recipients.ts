import {
  managersOfOrganisations,
  managersToTell,
  operatorsToTell,
  sharedMailboxes,
} from '../../store/recipients.ts';
import type { Db } from '../../store/db.ts';
import { findOperatorOrganisation } from '../../store/organisations.ts';
import type { Deps } from '../deps.ts';
import type { MailAddress } from '../outbox/queue-mail.ts';

/** Somebody to be told: a user, or whoever reads a shared mailbox. */
export type Told = MailAddress & {
  name: string;
  timeZone: string;
  /** Who became responsible later than something was due is not told of it; null: whenever it was. */
  since: Date | null;
};

type Application = { application_id: string; organisation_id: string };

/** Who is told about the client secrets of an application, and whether nobody active manages it. */
export type Audience = { told: Told[]; isUnmanaged: boolean };

/**
 * Who is told about the client secrets of applications: their active credential managers and the organisation's shared
 * mailbox (R4.1); of an application without a manager the organisation's other managers (R4.4). Nobody twice.
 */
export async function audiencesOf(
  db: Db,
  applications: Application[],
): Promise<(application: Application) => Audience> {
  if (applications.length === 0) return () => ({ told: [], isUnmanaged: false });
  const applicationIds = [...new Set(applications.map(({ application_id }) => application_id))];
  const organisationIds = [...new Set(applications.map(({ organisation_id }) => organisation_id))];
  const managers = Map.groupBy(
    await managersToTell(db, applicationIds),
    ({ application_id }) => application_id,
  );
  const others = Map.groupBy(
    await managersOfOrganisations(db, organisationIds),
    ({ organisation_id }) => organisation_id,
  );
  const mailboxes = new Map((await sharedMailboxes(db, organisationIds)).map((row) => [row.id, row]));
  return ({ application_id, organisation_id }) => {
    const own = managers.get(application_id) ?? [];
    const people =
      own.length > 0
        ? own.map((row) => ({ ...toTold(row), since: row.assigned_at }))
        : (others.get(organisation_id) ?? []).map(toTold);
    const mailbox = mailboxes.get(organisation_id);
    const shared =
      mailbox === undefined
        ? []
        : [
            {
              userId: null,
              email: mailbox.shared_mailbox ?? '',
              name: mailbox.name,
              timeZone: mailbox.time_zone,
              since: null,
            },
          ];
    return { told: withoutRepetition([...people, ...shared]), isUnmanaged: own.length === 0 };
  };
}

/** The operator team: its active members and its shared mailbox, or the support address when there are none. */
export async function operatorTeam({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<Told[]> {
  const organisation = await findOperatorOrganisation(db);
  const people = (await operatorsToTell(db)).map(toTold);
  const timeZone = organisation?.time_zone ?? config.timeZone;
  const address = organisation?.shared_mailbox ?? (people.length === 0 ? config.supportEmail : undefined);
  const shared =
    address === undefined
      ? []
      : [{ userId: null, email: address, name: config.operatorName, timeZone, since: null }];
  return withoutRepetition([...people, ...shared]).map((to) => ({ ...to, isOperator: true }));
}

type Person = {
  id: string;
  name: string;
  email: string;
  time_zone: string | null;
  organisation_time_zone: string;
};

const toTold = ({ id, name, email, time_zone, organisation_time_zone }: Person): Told => ({
  userId: id,
  email,
  name,
  timeZone: time_zone ?? organisation_time_zone,
  since: null,
});

/** A shared mailbox may be somebody's own address. */
function withoutRepetition(told: Told[]): Told[] {
  const addresses = new Set<string>();
  return told.filter(({ email }) => {
    const address = email.toLowerCase();
    if (addresses.has(address)) return false;
    addresses.add(address);
    return true;
  });
}
