import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './import-preview.module.css';
import type { Import } from './use-import.ts';

/** Which applications of a list from Entra are not taken over, and why. What was left out by choice is among the questions. */
export function ImportLeftOut({ value: { preview } }: { value: Import }): ReactNode {
  const leftOut = (preview?.leftOut ?? []).filter(({ reason }) => reason !== 'chosen');
  const chosen = (preview?.leftOut.length ?? 0) - leftOut.length;
  if (preview === null || leftOut.length === 0) return null;
  return (
    <details className={styles.leftOut}>
      <summary>{text('web.import.left-out', { count: preview.leftOutCount - chosen })}</summary>
      <ul>
        {leftOut.map(({ appId, name, reason }) => (
          <li key={appId}>
            {name} <code>{appId}</code>{' '}
            <span className="kt-muted">{text(`web.import.left-out-${reason}`)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
