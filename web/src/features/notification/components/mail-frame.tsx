import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './mail-frame.module.css';

type Props = {
  src: string;
  subject: string;
  /** In pixels; left out: as wide as there is room. */ width?: number;
};

/**
 * A mail's HTML as a page of its own. It comes with a policy that lets nothing in it run, load or lead anywhere
 * (`server/src/http/portal/mail-page.ts`); the sandbox says so once more.
 */
export const MailFrame = ({ src, subject, width }: Props): ReactNode => (
  <div
    className={styles.room}
    // By keyboard, too, all of what is wider than the screen can be reached.
    tabIndex={width === undefined ? undefined : 0}
    role={width === undefined ? undefined : 'group'}
    aria-label={width === undefined ? undefined : text('web.notification.frame', { subject })}
  >
    <iframe
      // Another address in the same frame would be a step that Back undoes.
      key={src}
      className={styles.frame}
      style={{ inlineSize: width ?? '100%' }}
      src={src}
      title={text('web.notification.frame', { subject })}
      sandbox=""
      referrerPolicy="no-referrer"
    />
  </div>
);
