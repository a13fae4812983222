import type { ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './copy-value.module.css';

/** Values that are no secrets, one below the other, each to be copied. */
export const CopyValues = ({ children }: { children: ReactNode }): ReactNode => (
  <dl className={styles.values}>{children}</dl>
);

/** One of them; its button is called "Copy", and what it is. */
export const CopyValue = ({ label, value }: { label: string; value: string }): ReactNode => (
  <div>
    <dt>{label}</dt>
    <dd>
      <code>{value}</code>
      <CopyButton value={value} label={text('web.connection.copy', { what: label })} />
    </dd>
  </div>
);
