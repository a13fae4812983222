import { checklist, type ChecklistStep } from '@keyturn/contract';
import { readChecklist, type ChecklistSteps } from '../../domain/checklist/read-checklist.ts';
import type { Deps } from '../../domain/deps.ts';
import { actorOf } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

/** What is left to do until members can work with the portal, for the operator team. */
export function registerChecklist(app: PortalApp, deps: Deps): void {
  app.get(
    '/checklist',
    {
      schema: {
        operationId: 'getChecklist',
        summary: 'Read how far the federation is set up, and what operators should not overlook',
        tags: ['settings'],
        response: { 200: checklist, ...problems },
      },
    },
    async (request) => {
      const { steps, warnings } = await readChecklist(deps, actorOf(request));
      const presented = present(steps);
      return { isComplete: presented.every(({ isDone }) => isDone), steps: presented, warnings };
    },
  );
}

const present = (steps: ChecklistSteps): ChecklistStep[] => [
  { step: 'test-mail', ...steps.testMail, acceptedAt: iso(steps.testMail.acceptedAt) },
  { step: 'terms', ...steps.terms },
  { step: 'second-operator', ...steps.secondOperator },
  { step: 'api', ...steps.api },
  { step: 'organisation', ...steps.organisation },
  { step: 'application', ...steps.application },
  {
    step: 'managers',
    isDone: steps.managers.isDone,
    application: presentApplication(steps.managers.application),
  },
  presentFirstToken(steps.firstToken),
];

const presentFirstToken = ({ isDone, state, secret }: ChecklistSteps['firstToken']): ChecklistStep => ({
  step: 'first-token',
  isDone,
  state,
  organisation: secret?.organisation ?? null,
  application: presentApplication(secret?.application ?? null),
  created:
    secret === null || secret.created === null
      ? null
      : { by: secret.created.by, at: secret.created.at.toISOString() },
  firstTokenAt: iso(secret?.firstUsedAt ?? null),
});

const presentApplication = (application: { id: string; name: string } | null) =>
  application === null ? null : { clientId: application.id, name: application.name };

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;
