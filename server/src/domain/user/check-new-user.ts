import type { CreateUserRequest, MessageKey } from '@keyturn/contract';
import { text, type MessageParameters } from '../../messages.ts';
import { findApplication } from '../../store/applications.ts';
import type { Tx } from '../../store/db.ts';
import { findOrganisation, findOperatorOrganisation } from '../../store/organisations.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import type { FieldProblem } from '../errors.ts';
import { checkUserFields } from './check-user-fields.ts';

type Checked = { organisationId: string | null; problems: FieldProblem[] };
type Report = (path: string, key: MessageKey, parameters?: MessageParameters) => void;

/** Checks a new account against what there is, field by field, and answers the organisation that it belongs to. */
export async function checkNewUser(tx: Tx, input: CreateUserRequest, now: Date): Promise<Checked> {
  const problems = checkUserFields(input);
  const report: Report = (path, key, parameters) =>
    void problems.push({ path, message: text(key, parameters) });
  if (input.id !== undefined && (await findPortalUser(tx, input.id)) !== undefined)
    report('id', 'problem.user.id-taken', { id: input.id });
  const organisationId =
    input.role === 'operator'
      ? await operatorOrganisation(tx, input, report)
      : await ownOrganisation(tx, input, report);
  if (input.role === 'operator') {
    if (input.manages.length > 0) report('manages', 'import.manager-operator');
  } else await checkRoles(tx, input, organisationId, now, report);
  return { organisationId, problems };
}

async function operatorOrganisation(tx: Tx, { organisationId }: CreateUserRequest, report: Report) {
  const organisation = await findOperatorOrganisation(tx);
  if (organisationId !== undefined && organisationId !== organisation?.id)
    report('organisationId', 'import.operator-user-organisation');
  return organisation?.id ?? null;
}

async function ownOrganisation(tx: Tx, { organisationId }: CreateUserRequest, report: Report) {
  if (organisationId === undefined) {
    report('organisationId', 'import.organisation-missing');
    return null;
  }
  const organisation = await findOrganisation(tx, organisationId);
  if (organisation === undefined)
    report('organisationId', 'problem.user.unknown-organisation', { id: organisationId });
  else if (organisation.kind === 'operator') report('organisationId', 'problem.user.operator-organisation');
  // The link that is mailed would not work.
  else if (organisation.status !== 'active') report('organisationId', 'problem.user.organisation-disabled');
  return organisation?.id ?? null;
}

async function checkRoles(
  tx: Tx,
  { manages }: CreateUserRequest,
  organisationId: string | null,
  now: Date,
  report: Report,
): Promise<void> {
  const seen = new Set<string>();
  for (const [index, { clientId, confirmedAt }] of manages.entries()) {
    const place = `manages.${index}`;
    const application = await findApplication(tx, clientId, { kind: 'all' });
    if (application === undefined)
      report(`${place}.clientId`, 'problem.user.unknown-application', { id: clientId });
    else if (organisationId !== null && application.organisation_id !== organisationId)
      report(`${place}.clientId`, 'import.manager-organisation');
    if (seen.has(clientId)) report(`${place}.clientId`, 'import.duplicate-id', { id: clientId });
    seen.add(clientId);
    if (confirmedAt > now) report(`${place}.confirmedAt`, 'import.confirmed-in-future');
  }
}
