import type { Session } from '@keyturn/contract';
import { useRef, type ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './application-list.module.css';

/** For whoever manages no application: whom to ask, and with what words. */
export function NoRole({
  session: { user, organisation },
  supportEmail,
}: {
  session: Session;
  supportEmail: string;
}): ReactNode {
  const request = useRef<HTMLPreElement>(null);
  const values = {
    email: user.email,
    name: user.name,
    organisation: organisation.name,
    support: supportEmail,
  };
  const requestText = text('web.no-role.request', values);
  return (
    <div className={styles.empty}>
      <p>{text('web.no-role.text', values)}</p>
      <pre ref={request} role="group" aria-label={text('web.no-role.request-label')}>
        {requestText}
      </pre>
      <CopyButton
        value={requestText}
        label={text('web.no-role.copy')}
        onFailed={() => {
          if (request.current !== null) getSelection()?.selectAllChildren(request.current);
        }}
      />
    </div>
  );
}
