import type { ChecklistWarning } from '@keyturn/contract';
import {
  countActiveOperators,
  findAnyApplication,
  findApiReadiness,
  findFirstCreated,
  findFirstManaged,
  findFirstUsed,
  hasCredentialManager,
  hasMemberOrganisation,
  lastAcceptedTestMail,
  type FirstSecret,
} from '../../store/checklist.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { requireOperator } from '../policy.ts';
import { termsInForce } from '../terms/terms.ts';

/** So many operators should be able to sign in: one alone can be ill, gone or locked out. */
const enoughOperators = 2;

/** The steps of setting up a federation, in their order, each with the facts that it is ticked from. */
export type ChecklistSteps = Awaited<ReturnType<typeof readSteps>>;

/**
 * How far the federation is set up, from facts alone: nothing is ticked by hand, and what is undone opens again.
 * @throws KeyturnError `not-found` for anybody but the operator team
 */
export async function readChecklist(
  deps: Pick<Deps, 'db' | 'config'>,
  actor: Actor,
): Promise<{ steps: ChecklistSteps; warnings: ChecklistWarning[] }> {
  requireOperator(actor);
  const steps = await readSteps(deps);
  const warnings: ChecklistWarning[] = [];
  if (steps.secondOperator.operators < enoughOperators) warnings.push('one-operator');
  if (deps.config.mail !== 'smtp') warnings.push('mail-to-files');
  return { steps, warnings };
}

async function readSteps({ db, config }: Pick<Deps, 'db' | 'config'>) {
  const acceptedAt = await lastAcceptedTestMail(db);
  const termsVersion = await termsInForce({ db });
  const { privacyUrl } = config;
  const { setUp: operators, invited } = await countActiveOperators(db);
  const { isReady, withoutCredential } = await findApiReadiness(db);
  const application = await findAnyApplication(db);
  const hasManager = await hasCredentialManager(db);
  const firstToken = await readFirstToken({ db });
  return {
    testMail: { isDone: acceptedAt !== null, acceptedAt },
    terms: { isDone: termsVersion !== null && privacyUrl !== null, termsVersion, privacyUrl },
    secondOperator: { isDone: operators >= enoughOperators, operators, invited },
    api: { isDone: isReady, withoutCredential },
    organisation: { isDone: await hasMemberOrganisation(db) },
    application: { isDone: application !== undefined },
    managers: { isDone: hasManager, application: hasManager ? null : (application ?? null) },
    firstToken: { isDone: firstToken.state === 'used', ...firstToken },
  };
}

type FirstToken =
  { state: 'open'; secret: null } | { state: 'waiting' | 'created' | 'used'; secret: FirstSecret };

/** How far the first application is on its way to its first token. */
async function readFirstToken({ db }: Pick<Deps, 'db'>): Promise<FirstToken> {
  const used = await findFirstUsed(db);
  if (used !== undefined) return { state: 'used', secret: used };
  const created = await findFirstCreated(db);
  if (created !== undefined) return { state: 'created', secret: created };
  const managed = await findFirstManaged(db);
  return managed === undefined ? { state: 'open', secret: null } : { state: 'waiting', secret: managed };
}
