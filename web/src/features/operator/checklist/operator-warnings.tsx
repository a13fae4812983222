import { operatorMessages, type Checklist, type ChecklistWarning } from '@keyturn/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { addMessages, text } from '../../../lib/messages.ts';
import { usePortal } from '../../portal/api/portal.ts';
import { checklistQuery } from './checklist-api.ts';
import styles from './operator-warnings.module.css';

// It is also on pages that members see, which are without these.
addMessages(operatorMessages);

const freshMs = 60_000;

/**
 * What operators should not overlook, on each of their pages as long as it is so: it cannot be dismissed. Loaded for them
 * alone: the default export is what React's `lazy` takes.
 */
export default function OperatorWarnings(): ReactNode {
  const { demo } = usePortal();
  // Should it fail, the page itself says what is wrong.
  const { data } = useQuery({ ...checklistQuery, refetchInterval: freshMs });
  if (data === undefined || data.warnings.length === 0) return null;
  return (
    <div className={styles.warnings}>
      {data.warnings.map((warning) => (
        <Warning key={warning} warning={warning} checklist={data} demo={demo} />
      ))}
    </div>
  );
}

type Props = { warning: ChecklistWarning; checklist: Checklist; demo: boolean };

function Warning({ warning, checklist, demo }: Props): ReactNode {
  if (warning === 'one-operator') {
    const hasOne = checklist.steps.some((step) => step.step === 'second-operator' && step.operators === 1);
    return (
      <Notice
        tone="warning"
        action={
          <Link to="/operator/users/new" search={{ role: 'operator' }}>
            {text('web.warning.one-operator-link')}
          </Link>
        }
      >
        {text(hasOne ? 'web.warning.one-operator' : 'web.warning.no-operator')}
      </Notice>
    );
  }
  return demo ? (
    <Notice tone="info" action={<a href="/demo/mail">{text('web.warning.mail-to-files-demo-link')}</a>}>
      {text('web.warning.mail-to-files-demo')}
    </Notice>
  ) : (
    <Notice tone="warning">{text('web.warning.mail-to-files')}</Notice>
  );
}
