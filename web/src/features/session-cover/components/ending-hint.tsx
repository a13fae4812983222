import { useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { formatTime } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import styles from './session-cover.module.css';

/** Twelve hours after signing in it is over, whatever one is doing: said two minutes before, over dialogs too. */
export function EndingHint({ at, timeZone }: { at: Date; timeZone: string }): ReactNode {
  const message = text('web.cover.ending', { time: formatTime(at, timeZone) });
  useEffect(() => announce(message), [message]);
  return createPortal(
    <div className={styles.ending}>
      <Notice tone="warning" role="status">
        {message}
      </Notice>
    </div>,
    document.body,
  );
}
