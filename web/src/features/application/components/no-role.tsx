import type { Session } from '@keyturn/contract';
import { useQuery } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { Message } from '../../../components/ui/message.tsx';
import { text } from '../../../lib/messages.ts';
import { credentialManagersQuery } from '../api/credential-managers.ts';
import styles from './application-list.module.css';

type Props = { session: Session; supportEmail: string };

/** For a member who manages no application: whom to ask, and with what words. */
export function NoRole({ session: { user, organisation }, supportEmail }: Props): ReactNode {
  const request = useRef<HTMLPreElement>(null);
  const { data: managers, isPending } = useQuery(credentialManagersQuery);
  if (isPending) return <p role="status">{text('web.applications.loading')}</p>;
  const values = { email: user.email, organisation: organisation.name };
  const requestText = text('web.no-role.request', { ...values, name: user.name, support: supportEmail });
  return (
    <div className={styles.empty}>
      <p>
        <Message
          id="web.no-role.text"
          values={{
            ...values,
            ask: askText(managers),
            support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a>,
          }}
        />
      </p>
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

/** Without names when they could not be loaded: the rest of the page is of use all the same. */
function askText(managers: string[] | undefined): string {
  if (managers === undefined) return text('web.no-role.ask-unknown');
  return text('web.no-role.ask', { managers: managers.join(', ') || text('web.no-role.nobody') });
}
