import type { NotificationDetails } from '@keyturn/contract';
import { useState, type ReactNode } from 'react';
import { Tabs } from '../../../components/ui/tabs.tsx';
import { text } from '../../../lib/messages.ts';
import { pageOf } from '../api/notifications.ts';
import { MailFrame } from './mail-frame.tsx';
import styles from './mail-frame.module.css';

/** What a mail says: as text, or as mail programs show it; or why it is not shown. */
export function MailContent({ mail }: { mail: NotificationDetails }): ReactNode {
  const [view, setView] = useState('text');
  const { content, topics, subject } = mail;
  if (content === null)
    return (
      <p className="kt-muted">
        {text(topics.length === 0 ? 'web.notification.content-account' : 'web.notification.content-others')}
      </p>
    );
  return (
    <Tabs
      label={text('web.notification.content-view')}
      tabs={[
        { id: 'text', label: text('web.notification.content-text') },
        { id: 'html', label: text('web.notification.content-html') },
      ]}
      shown={view}
      onShow={setView}
    >
      {view === 'text' ? (
        <MailText text={content.text} />
      ) : (
        <MailFrame src={pageOf(mail.number)} subject={subject} />
      )}
    </Tabs>
  );
}

/** No address in it becomes a link: names are somebody's choice. */
export const MailText = ({ text: content }: { text: string }): ReactNode => (
  <div className={styles.text}>
    <span>{content.trim()}</span>
  </div>
);
