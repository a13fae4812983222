import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator');

/** `/operator`: what needs the operator team's attention. */
export function OverviewPage(): ReactNode {
  const { session } = route.useRouteContext();
  return (
    <OperatorPage session={session} title={text('web.operator.heading')}>
      <p className="kt-muted">{session.organisation.name}</p>
    </OperatorPage>
  );
}
