import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SetUpChecklist } from '../../features/operator/checklist/set-up-checklist.tsx';
import { OverviewNumbers } from '../../features/operator/overview/overview-numbers.tsx';
import { usePortal } from '../../features/portal/api/portal.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator');

/** `/operator`: what needs the operator team's attention. */
export function OverviewPage(): ReactNode {
  const { session } = route.useRouteContext();
  const { operatorName } = usePortal();
  return (
    <OperatorPage session={session} title={text('web.operator.heading')}>
      <SetUpChecklist operatorName={operatorName} />
      <OverviewNumbers />
    </OperatorPage>
  );
}
