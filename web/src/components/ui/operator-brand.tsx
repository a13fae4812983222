import { useState, type ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import styles from './operator-brand.module.css';

type Props = { operatorName: string; logoUrl: string | null };

/** Whose portal this is: the operator's logo, or the drawn mark where there is none, beside its name. */
export function OperatorBrand({ operatorName, logoUrl }: Props): ReactNode {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  return (
    <div className={styles.brand}>
      {logoUrl === null || logoUrl === failedUrl ? (
        <span className={styles.mark}>
          <Mark />
        </span>
      ) : (
        <span className={styles.plate}>
          {/* The name beside it says the same. */}
          <img src={logoUrl} alt="" onError={() => setFailedUrl(logoUrl)} />
        </span>
      )}
      <span className={styles.name}>
        {operatorName}
        <small>{text('web.portal')}</small>
      </span>
    </div>
  );
}

const Mark = (): ReactNode => (
  <svg
    viewBox="0 0 24 24"
    width="17"
    height="17"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.6"
    aria-hidden="true"
  >
    <path d="M7 4v16M7 13.5 15 5.5M10.2 10.3 16.5 20" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
