import type { Checklist } from '@keyturn/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { checklistQuery } from '../../features/operator/checklist/checklist-api.ts';
import { SetUpChecklist } from '../../features/operator/checklist/set-up-checklist.tsx';
import { OverviewNumbers } from '../../features/operator/overview/overview-numbers.tsx';
import { usePortal } from '../../features/portal/api/portal.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator');

/**
 * `/operator`: what needs the operator team's attention. Before the first token that is what is left to set up; afterwards
 * the numbers come first.
 */
export function OverviewPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { operatorName } = usePortal();
  const { data, isPending } = useQuery(checklistQuery);
  // Nothing changes places while one looks on.
  const [numbersFirst, setNumbersFirst] = useState<boolean | null>(null);
  if (data !== undefined && numbersFirst === null) setNumbersFirst(hasFirstToken(data));
  return (
    <OperatorPage session={session} title={text('web.operator.heading')}>
      {numbersFirst === true ? <OverviewNumbers /> : null}
      <SetUpChecklist operatorName={operatorName} />
      {numbersFirst === true || isPending ? null : <OverviewNumbers />}
    </OperatorPage>
  );
}

const hasFirstToken = ({ steps }: Checklist): boolean =>
  steps.some(({ step, isDone }) => step === 'first-token' && isDone);
